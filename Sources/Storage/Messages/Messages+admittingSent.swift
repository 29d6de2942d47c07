package import Correspondence
import Database
import Events
import Timing

/// What a batch of Sent brought to light.
package struct SentIntake: Sendable, Hashable {
    /// Conversations that a person has answered.
    package var answeredByPerson: [ConversationID] = []
    /// Stages of ours whose copy was found.
    package var found: [MailID] = []
    /// Whether inbound mail that nothing was known about turned out to answer one of these.
    package var claimsEarlierMail = false
}

extension Messages {
    /// Indexes messages of Sent: they are the evidence for "this answers our outreach", "a person has answered" and
    /// "that stage did go out". Rows and cursor in one transaction; nil when the lease is lost.
    package func admitSent(_ messages: [IncomingMessage], under lease: Lease) async throws -> SentIntake? {
        guard !messages.isEmpty else { return SentIntake() }
        return try await database.settlingUniqueness { session in
            guard try await session.isHeld(lease) else { return nil }
            var result = SentIntake()
            for message in messages { try await session.admitSent(message, &result) }
            try await session.advanceCursor(past: messages)
            return result
        }
    }
}

extension SQLSession {
    fileprivate func admitSent(_ message: IncomingMessage, _ result: inout SentIntake) async throws {
        let thread = try await threadOfSent(message)
        let isNews = try await !isIndexed(message)
        guard let key = try await insertOutbound(message, thread: thread) else { return }
        if let id = message.messageID {
            if let mail = try await noteSentCopy(of: id) {
                return result.found.append(mail)
            }
            result.claimsEarlierMail = try await claimEarlierMail(naming: id) || result.claimsEarlierMail
        }
        if isNews, let thread, try await hasInbound(thread) {
            try await personAnswered(thread, message: key)
            result.answeredByPerson.append(thread)
        }
    }

    private func threadOfSent(_ message: IncomingMessage) async throws -> ConversationID? {
        let named = message.referencedIDs.map(\.text)
        if let id = message.messageID,
            let own = try await first("SELECT thread_id FROM outbox WHERE message_id = \(id.text)")
        {
            return try own["thread_id", as: ConversationID.self]
        }
        guard !named.isEmpty else { return nil }
        let row = try await first(
            """
            SELECT thread_id FROM messages
            WHERE account_id = \(message.location.account) AND message_id \(in: named) AND thread_id IS NOT NULL
            ORDER BY id LIMIT 1
            """)
        if let row { return try row["thread_id", as: ConversationID.self] }
        return try await first("SELECT thread_id FROM outbox WHERE message_id \(in: named) ORDER BY id LIMIT 1")?[
            "thread_id", as: ConversationID.self]
    }

    private func insertOutbound(_ message: IncomingMessage, thread: ConversationID?) async throws -> MessageKey? {
        let location = message.location
        let isTaken = try await isTaken(message.messageID, in: location.account)
        return try await first(
            """
            INSERT INTO messages (
                account_id, thread_id, direction, role, uidvalidity, uid, message_id, claimed_message_id, in_reply_to,
                reference_ids, gmail_thread_id, from_address, to_address, subject, base_subject, received_at,
                stored_at, state)
            VALUES (
                \(location.account), \(thread), 'outbound', \(location.role), \(location.uidValidity), \(location.uid),
                \(isTaken ? nil : message.messageID?.text), \(isTaken ? message.messageID?.text : nil),
                \(message.inReplyTo.first?.text), \(message.references.storable), \(message.gmailThreadID),
                \(message.from?.address.key), \(message.to.first?.address.key), \(message.subject.storable),
                \(Subject.base(message.subject).storable), \(message.receivedAt), \(SQL.now), 'indexed')
            ON CONFLICT (account_id, role, uidvalidity, uid) DO NOTHING
            RETURNING id
            """)?["id", as: MessageKey.self]
    }

    /// Whether Sent has shown this message before: after the server renumbered its mail, everything comes again.
    private func isIndexed(_ message: IncomingMessage) async throws -> Bool {
        guard let id = message.messageID else { return false }
        // Two look-ups with one possible index each: an OR over both columns reads all that the account ever sent.
        return try await !query(
            """
            SELECT 1 AS known FROM messages WHERE message_id = \(id.text)
              AND account_id = \(message.location.account) AND direction = 'outbound'
            UNION ALL
            SELECT 1 FROM messages WHERE claimed_message_id = \(id.text)
              AND account_id = \(message.location.account) AND direction = 'outbound'
            LIMIT 1
            """
        ).isEmpty
    }

    private func hasInbound(_ thread: ConversationID) async throws -> Bool {
        try await first(
            "SELECT 1 AS some FROM messages WHERE thread_id = \(thread) AND direction = 'inbound' LIMIT 1") != nil
    }

    /// A person's own answer takes the conversation over: nothing planned leaves, and the handoff is done.
    private func personAnswered(_ conversation: ConversationID, message: MessageKey) async throws {
        try await bump([conversation])
        try await move([conversation], .personAnswered, reason: "a person answered")
        try await cancelOpenMails(of: [conversation], reason: "a person answered")
        try await closeHandoffs("thread_id = \(conversation)", by: "answer in Sent")
        try await record(.conversationPersonAnswered, conversation: conversation, message: message)
    }

    /// Inbound mail that named this id before it was known is taken in again by the watcher of its mailbox.
    private func claimEarlierMail(naming id: MessageID) async throws -> Bool {
        let rows = try await query(
            """
            SELECT m.id, m.account_id FROM unlinked_references u JOIN messages m ON m.id = u.message_key
            WHERE u.referenced_id = \(id.text) AND m.role = 'inbox'
              AND m.stored_at > \(SQL.now) - \(Duration.seconds(3 * 86_400))
            """)
        for row in rows {
            try await planAction(
                .admitAgain, account: try row["account_id", as: AccountID.self],
                message: try row["id", as: MessageKey.self])
            try await write("DELETE FROM unlinked_references WHERE message_key = \(try row.int64("id"))")
        }
        return !rows.isEmpty
    }
}
