package import Correspondence
import Database
import Timing

extension Sequences {
    /// Registers or updates a sequence as rows. Only these rows decide what a mail says and when it goes.
    ///
    /// The first sequence of answers becomes the default. Mails already planned take the new texts; a step missing from the
    /// sequence is removed, and a mail planned for it goes to a person.
    package func register(_ sequence: MailSequence) async throws -> SequenceID {
        try await database.transaction { session in
            let id = try await session.insertedID(
                """
                INSERT INTO sequences (name, purpose, mails_per_conversation)
                VALUES (\(sequence.name), \(sequence.purpose), \(sequence.mailsPerConversation))
                ON CONFLICT (name) DO UPDATE
                SET purpose = excluded.purpose, mails_per_conversation = excluded.mails_per_conversation
                RETURNING id
                """, as: SequenceID.self)
            for step in sequence.steps { try await session.write(step, of: id) }
            try await session.removeSteps(of: id, beyond: sequence.steps.map(\.position).max() ?? 0)
            if sequence.purpose == .answer { try await session.answerByDefault(id) }
            return id
        }
    }

    /// The sequence with this name; nil when there is none.
    package func id(named name: String) async throws -> SequenceID? {
        try await database.read { session in
            try await session.first("SELECT id FROM sequences WHERE name = \(name)")?["id", as: SequenceID.self]
        }
    }

    /// Lets this sequence answer interested replies from now on, in place of the present default.
    package func setDefault(_ sequence: SequenceID) async throws {
        try await database.transaction { session in
            try await session.execute("UPDATE sequences SET answers_by_default = \(false) WHERE answers_by_default")
            let changed = try await session.execute(
                "UPDATE sequences SET answers_by_default = \(true) WHERE id = \(sequence) AND purpose = 'answer'")
            guard changed == 1 else {
                throw StorageError(.invalid, "sequence \(sequence) does not answer: choose one whose purpose is answer")
            }
        }
    }
}

extension SQLSession {
    fileprivate func write(_ step: SequenceStep, of sequence: SequenceID) async throws {
        try await execute(
            """
            INSERT INTO sequence_steps (sequence_id, position, kind, delay_seconds, subject, template)
            VALUES (\(sequence), \(step.position), \(step.kind), \(step.delay.microseconds / 1_000_000), \(step.subject),
                \(step.text))
            ON CONFLICT (sequence_id, position) DO UPDATE
            SET kind = excluded.kind, delay_seconds = excluded.delay_seconds, subject = excluded.subject,
                template = excluded.template
            """)
        try await execute(
            "DELETE FROM sequence_texts WHERE sequence_id = \(sequence) AND position = \(step.position)")
        for (language, text) in step.variants.sorted(by: { $0.key < $1.key }) {
            try await execute(
                """
                INSERT INTO sequence_texts (sequence_id, position, language, template)
                VALUES (\(sequence), \(step.position), \(language.lowercased()), \(text))
                """)
        }
    }

    fileprivate func removeSteps(of sequence: SequenceID, beyond last: Int) async throws {
        try await execute("DELETE FROM sequence_texts WHERE sequence_id = \(sequence) AND position > \(last)")
        try await execute("DELETE FROM sequence_steps WHERE sequence_id = \(sequence) AND position > \(last)")
    }

    fileprivate func answerByDefault(_ sequence: SequenceID) async throws {
        try await execute(
            """
            UPDATE sequences SET answers_by_default = \(true)
            WHERE id = \(sequence) AND NOT EXISTS (SELECT 1 FROM sequences WHERE answers_by_default)
            """)
    }
}

extension SQLSession {
    /// The sequence that a campaign's mails belong to. It has no steps here: those are the campaign's own.
    func outreachSequence(named name: String, mails: Int) async throws -> SequenceID {
        try await insertedID(
            """
            INSERT INTO sequences (name, purpose, mails_per_conversation)
            VALUES (\(name.storable), 'outreach', \(mails))
            ON CONFLICT (name) DO UPDATE SET mails_per_conversation = excluded.mails_per_conversation
            RETURNING id
            """, as: SequenceID.self)
    }

    /// A sequence of one answer, after which a person takes over.
    func answerSequence(named name: String, saying text: String) async throws -> SequenceID {
        let id = try await insertedID(
            """
            INSERT INTO sequences (name, purpose, mails_per_conversation) VALUES (\(name.storable), 'answer', 1)
            ON CONFLICT (name) DO UPDATE SET mails_per_conversation = excluded.mails_per_conversation
            RETURNING id
            """, as: SequenceID.self)
        try await write(SequenceStep(position: 1, kind: .answer, delay: .zero, text: text.storable), of: id)
        return id
    }

    func setMailsPerConversation(_ mails: Int, of sequence: SequenceID) async throws {
        try await execute("UPDATE sequences SET mails_per_conversation = \(mails) WHERE id = \(sequence)")
    }
}
