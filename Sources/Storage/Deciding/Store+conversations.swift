import Correspondence
import Timing

extension SQLSession {
    /// Plans the first stage; the outreach's own out-of-office hold still counts.
    func plan(
        firstOf sequence: FollowUpSequence, for conversation: Conversation, intent: Intent?
    ) async throws -> Timestamp? {
        guard let stage = sequence.stages.first else { return nil }
        try await cancelOpenStages(of: conversation.id, reason: "decided anew")
        let generation = conversation.generation + 1
        try await execute(
            """
            UPDATE email_threads
            SET state = 'in_sequence', reason = NULL, intent = \(intent),
                generation = \(generation)
            WHERE id = \(conversation.id)
            """)
        let due = SQL.later(of: "\(SQL.now) + \(stage.delay)", "hold_until")
        let row = try await first(
            """
            INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, due_at,
                planned_at)
            SELECT t.id, t.account_id, t.contact_id, \(try await sequenceID(sequence)), \(stage.position),
                \(generation), \(conversation.contactAddress.text), \(due), \(SQL.now)
            FROM email_threads t WHERE t.id = \(conversation.id)
            RETURNING due_at
            """)
        try await refreshNextFollowUp(of: conversation.id)
        return try row?.timestamp("due_at")
    }

    func handOff(
        _ conversation: Conversation, _ reason: HandoffReason, intent: Intent?, message: MessageKey?
    ) async throws {
        try await cancelOpenStages(of: conversation.id, reason: reason.rawValue)
        try await execute(
            """
            UPDATE email_threads
            SET state = \(conversation.state == .stopped ? ConversationState.stopped : .withPerson),
                reason = \(reason), intent = COALESCE(\(intent), intent)
            WHERE id = \(conversation.id)
            """)
        try await stopOtherSequences(
            of: conversation, state: .withPerson, reason: "\(reason.rawValue) in conversation \(conversation.id)")
        try await openHandoff(conversation.id, reason, message: message)
    }

    /// What somebody answers in one conversation holds for all: no stage of another may follow it.
    private func stopOtherSequences(
        of conversation: Conversation, state: ConversationState, reason: String
    ) async throws {
        let others = try await query(
            """
            SELECT id FROM email_threads
            WHERE contact_id = \(conversation.contact) AND id <> \(conversation.id) AND state = 'in_sequence' ORDER BY id
            """)
        for other in others {
            let thread = try other["id", as: ThreadID.self]
            try await execute(
                """
                UPDATE email_threads SET state = \(state), reason = \(reason), version = version + 1 WHERE id = \(thread)
                """)
            try await cancelOpenStages(of: thread, reason: reason)
            try await record("conversation.stopped", thread: thread, detail: reason)
        }
    }

    /// Opens a handoff; an open one keeps its reason and gets the newer message.
    func openHandoff(_ thread: ThreadID, _ reason: HandoffReason, message: MessageKey?) async throws {
        try await execute(
            """
            INSERT INTO handoffs (thread_id, message_key, reason, opened_at)
            VALUES (\(thread), \(message), \(reason), \(SQL.now))
            ON CONFLICT (thread_id) WHERE closed_at IS NULL
            DO UPDATE SET message_key = COALESCE(excluded.message_key, handoffs.message_key)
            """)
        try await record("handoff.opened", thread: thread, message: message, detail: reason.rawValue)
    }

    func end(
        _ conversation: Conversation, as state: ConversationState, reason: String, intent: Intent?
    ) async throws {
        try await cancelOpenStages(of: conversation.id, reason: reason)
        try await execute(
            """
            UPDATE email_threads SET state = \(state), reason = \(reason), intent = COALESCE(\(intent), intent)
            WHERE id = \(conversation.id)
            """)
        try await stopOtherSequences(
            of: conversation, state: state, reason: "\(reason) in conversation \(conversation.id)")
    }

    /// Bars the contact for ever, and ends its sequences in all conversations.
    func suppress(_ contact: ContactID, reason: String) async throws {
        try await execute(
            """
            UPDATE contacts SET suppressed_at = \(SQL.now), suppressed_reason = \(reason)
            WHERE id = \(contact) AND suppressed_at IS NULL
            """)
        for row in try await query("SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id") {
            try await cancelOpenStages(of: try row["id", as: ThreadID.self], reason: "suppressed: \(reason)")
        }
        try await execute(
            """
            UPDATE email_threads SET state = 'stopped', reason = \("suppressed: \(reason)"), version = version + 1
            WHERE contact_id = \(contact) AND state = 'in_sequence'
            """)
    }

    /// Cancels every stage that has certainly not left. A claimed one is refused its final dot by this.
    func cancelOpenStages(of thread: ThreadID, reason: String) async throws {
        try await execute(
            """
            UPDATE outbox SET state = 'cancelled', reason = \(reason), lease_until = NULL
            WHERE thread_id = \(thread) AND state IN ('planned', 'claimed')
            """)
        try await refreshNextFollowUp(of: thread)
    }

    /// Makes `next_followup_at` and `followups_sent` say what the outbox says.
    func refreshNextFollowUp(of thread: ThreadID) async throws {
        try await execute(
            """
            UPDATE email_threads
            SET next_followup_at = (SELECT MIN(due_at) FROM outbox
                    WHERE thread_id = \(thread) AND state IN ('planned', 'claimed')),
                followups_sent = (SELECT COUNT(*) FROM outbox WHERE thread_id = \(thread) AND state = 'sent'),
                updated_at = \(SQL.now)
            WHERE id = \(thread)
            """)
    }

    /// The key of a sequence, written down with its steps so that people see what was planned.
    func sequenceID(_ sequence: FollowUpSequence) async throws -> Int64 {
        let row = try await first(
            """
            INSERT INTO sequences (name) VALUES (\(sequence.name))
            ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id
            """)
        guard let id = try row?.int64("id") else { throw StorageError(.corrupt, "a sequence could not be stored") }
        for stage in sequence.stages {
            try await execute(
                """
                INSERT INTO sequence_steps (sequence_id, position, delay_seconds, template)
                VALUES (\(id), \(stage.position), \(stage.delay.microseconds / 1_000_000), \(stage.text))
                ON CONFLICT (sequence_id, position)
                DO UPDATE SET delay_seconds = excluded.delay_seconds, template = excluded.template
                """)
        }
        return id
    }
}

extension SQL {
    /// The later of two instants, the first when the second is NULL.
    static func later(of first: SQL, _ second: SQL) -> SQL {
        "CASE WHEN \(second) > \(first) THEN \(second) ELSE \(first) END"
    }
}
