package import Correspondence
import Database
import Events
package import Timing

/// What a conversation begins with: the first mail that we send, or the first reply to one that somebody sent.
struct ConversationBeginning {
    let account: AccountID
    let contact: ContactID
    let subject: String
    /// Of the mail that begins it, where that was sent already.
    var rootID: String?
    var gmailThreadID: String?
    /// The language of our mail, where it is known (BCP 47).
    var language: String?
    /// Whether a person was writing to the contact before watching began.
    var isUnderway = false
}

extension Conversations {
    /// Begins a conversation with its first mail, and plans that: step 1 of an outreach sequence.
    ///
    /// Not while a process of a version without outreach runs on the same database: it would take the mail for an answer of
    /// its own.
    ///
    /// - Parameters:
    ///   - language: that the mail is written in, where that is known.
    ///   - instant: before which it does not leave; nil: as soon as the gates let it.
    /// - Returns: nil when there is no such sequence or it has no steps.
    package func open(
        with contact: Correspondent, from account: AccountID, by sequence: SequenceID, language: String? = nil,
        notBefore instant: Timestamp? = nil
    ) async throws -> ConversationID? {
        try await database.transaction { session in
            let first = try await session.first(
                "SELECT subject FROM sequence_steps WHERE sequence_id = \(sequence) AND position = 1")
            guard let subject = try first?.optionalString("subject") else { return nil }
            let key = try await session.contact(contact.address, name: contact.name)
            let conversation = try await session.begin(
                ConversationBeginning(account: account, contact: key, subject: subject, language: language))
            try await session.beginGeneration(of: conversation)
            _ = try await session.planFirst(of: sequence, in: conversation, notBefore: instant)
            return conversation
        }
    }
}

extension SQLSession {
    /// The one place where a conversation begins.
    func begin(_ beginning: ConversationBeginning) async throws -> ConversationID {
        // A second mailbox that sees the same reply finds the row that the first one made.
        if let rootID = beginning.rootID,
            let known = try await first("SELECT id FROM email_threads WHERE message_id = \(rootID)")
        {
            return try known["id", as: ConversationID.self]
        }
        let state = beginning.isUnderway ? ConversationState.withPerson : .awaitingReply
        let reason = beginning.isUnderway ? "a person was writing before watching began" : nil
        let conversation = try await insertedID(
            """
            INSERT INTO email_threads
                (account_id, contact_id, message_id, subject, gmail_thread_id, language, state, reason, created_at,
                updated_at)
            VALUES (\(beginning.account), \(beginning.contact), \(beginning.rootID), \(beginning.subject.storable),
                \(beginning.gmailThreadID), \(beginning.language), \(state), \(reason), \(SQL.now), \(SQL.now))
            ON CONFLICT (message_id) DO UPDATE SET updated_at = excluded.updated_at
            RETURNING id
            """, as: ConversationID.self)
        try await record(.conversationBegan, account: beginning.account, conversation: conversation)
        return conversation
    }

    /// The conversation of an outreach, begun when this is its first reply; nil when the outreach has no usable
    /// recipient.
    func conversation(for link: OutreachLink, gmailThreadID: String?) async throws -> ConversationID? {
        if let known = link.conversation { return known }
        guard let outreach = link.outreach,
            let row = try await first("SELECT * FROM messages WHERE id = \(outreach)"),
            let recipient = try row.optionalAddress("to_address")
        else { return nil }
        if let known = try row["thread_id", as: ConversationID?.self] { return known }
        let conversation = try await begin(
            ConversationBeginning(
                account: try row["account_id", as: AccountID.self], contact: try await contact(recipient),
                subject: try row.string("subject"),
                rootID: try row.optionalString("message_id") ?? row.optionalString("claimed_message_id"),
                gmailThreadID: try row.optionalString("gmail_thread_id") ?? gmailThreadID,
                language: try row.optionalString("language"),
                isUnderway: try await personIsInConversation(outreach: row)))
        try await assign(outreach, to: conversation)
        return conversation
    }

    /// The conversation with somebody who answers a mail of ours that names no recipient: the newest that the account has
    /// with them, or one that begins here.
    func conversation(with writer: Correspondent, about outreach: MessageKey) async throws -> ConversationID? {
        guard
            let row = try await first(
                "SELECT account_id, subject, to_address FROM messages WHERE id = \(outreach)"),
            try row.optionalString("to_address") == nil
        else { return nil }
        let account = try row["account_id", as: AccountID.self]
        let contact = try await contact(writer.address, name: writer.name)
        let known = try await first(
            """
            SELECT id FROM email_threads WHERE account_id = \(account) AND contact_id = \(contact) ORDER BY id DESC LIMIT 1
            """)
        if let known { return try known["id", as: ConversationID.self] }
        return try await begin(
            ConversationBeginning(account: account, contact: contact, subject: try row.string("subject")))
    }

    /// Whether somebody here has answered this correspondent's mail already: then a person is in this conversation.
    /// Such an answer follows a message that is none of ours; a second outreach follows the first.
    private func personIsInConversation(outreach row: SQLRow) async throws -> Bool {
        try await first(
            """
            SELECT 1 AS answered FROM messages answer
            WHERE answer.direction = 'outbound' AND answer.account_id = \(try row.int64("account_id"))
              AND answer.to_address = \(try row.optionalString("to_address"))
              AND answer.base_subject = \(try row.string("base_subject")) AND answer.in_reply_to IS NOT NULL
              AND NOT EXISTS (
                  SELECT 1 FROM messages parent
                  WHERE parent.direction = 'outbound' AND parent.message_id = answer.in_reply_to)
            LIMIT 1
            """) != nil
    }
}
