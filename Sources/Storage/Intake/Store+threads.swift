import Correspondence
import Timing

extension SQLSession {
    /// The conversation of an outreach, begun when this is its first reply; nil when the outreach has no usable
    /// recipient.
    func thread(for link: OutreachLink, gmailThreadID: String?) async throws -> ThreadID? {
        if let thread = link.thread { return thread }
        guard let outreach = link.outreach,
            let row = try await first("SELECT * FROM messages WHERE id = \(outreach)"),
            let recipient = try row.optionalAddress("to_address")
        else { return nil }
        if let thread = try row["thread_id", as: ThreadID?.self] { return thread }
        let contact = try await contact(recipient)
        let thread = try await beginThread(outreach: row, contact: contact, gmailThreadID: gmailThreadID)
        try await execute("UPDATE messages SET thread_id = \(thread) WHERE id = \(outreach)")
        return thread
    }

    private func beginThread(outreach row: SQLRow, contact: ContactID, gmailThreadID: String?) async throws -> ThreadID
    {
        let account = try row["account_id", as: AccountID.self]
        let rootID = try row.optionalString("message_id") ?? row.optionalString("claimed_message_id")
        // The seed's uniqueness of email_threads.message_id: a second mailbox that sees the same reply finds this row.
        if let rootID, let known = try await first("SELECT id FROM email_threads WHERE message_id = \(rootID)") {
            return try known["id", as: ThreadID.self]
        }
        let isUnderway = try await personIsInConversation(outreach: row)
        let thread = try await insertedID(
            """
            INSERT INTO email_threads
                (account_id, contact_id, message_id, subject, gmail_thread_id, state, reason, created_at, updated_at)
            VALUES (\(account), \(contact), \(rootID), \(try row.string("subject")),
                \(try row.optionalString("gmail_thread_id") ?? gmailThreadID),
                \(isUnderway ? ConversationState.withPerson : .awaitingReply),
                \(isUnderway ? "a person was writing before watching began" : nil), \(SQL.now), \(SQL.now))
            ON CONFLICT (message_id) DO UPDATE SET updated_at = excluded.updated_at
            RETURNING id
            """, as: ThreadID.self)
        try await record("conversation.began", account: account, thread: thread)
        return thread
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

    func contact(_ address: EmailAddress, name: String? = nil) async throws -> ContactID {
        try await insertedID(
            """
            INSERT INTO contacts (address, name, created_at) VALUES (\(address.key), \(name?.storable), \(SQL.now))
            ON CONFLICT (address) DO UPDATE SET name = COALESCE(contacts.name, excluded.name)
            RETURNING id
            """, as: ContactID.self)
    }
}
