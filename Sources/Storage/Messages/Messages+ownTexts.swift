package import Correspondence
import Database

/// A mail of ours in Sent whose text is not stored yet.
package struct UnreadSentMail: Sendable, Hashable {
    package let key: MessageKey
    package let uidValidity: UInt32
    package let uid: UInt32
}

extension Messages {
    /// Mails in this account's Sent that the replies behind these links may quote and whose text is not stored yet: the newest
    /// 100. The text of Mosaic's own mails is stored with the mail.
    package func unreadSentMails(
        answeredBy links: [OutreachLink], of account: AccountID
    ) async throws -> [UnreadSentMail] {
        let keys = links.compactMap(\.outreach)
        let conversations = links.compactMap(\.conversation)
        guard !keys.isEmpty || !conversations.isEmpty else { return [] }
        // Two look-ups with one index each: an OR over both columns may read everything that the account ever sent.
        return try await database.rows(
            """
            SELECT id, uidvalidity, uid FROM (
                SELECT id, uidvalidity, uid, message_id FROM messages
                WHERE id \(in: keys) AND account_id = \(account) AND role = 'sent' AND own_text IS NULL
                UNION
                SELECT id, uidvalidity, uid, message_id FROM messages
                WHERE thread_id \(in: conversations) AND account_id = \(account) AND role = 'sent' AND own_text IS NULL
            ) AS mail
            WHERE NOT EXISTS (SELECT 1 FROM outbox o WHERE o.message_id = mail.message_id)
            ORDER BY id DESC LIMIT 100
            """
        ).map { row in
            UnreadSentMail(
                key: try row["id", as: MessageKey.self], uidValidity: UInt32(try row.int64("uidvalidity")),
                uid: UInt32(try row.int64("uid")))
        }
    }

    /// Stores the texts of our mails; empty for one that is gone, so that it is not looked for again. A text that a crash of the
    /// server loses is read again.
    package func keepOwnTexts(_ texts: [MessageKey: String]) async throws {
        guard !texts.isEmpty else { return }
        try await database.transaction { session in
            try await session.writeUnsynced()
            for (key, text) in texts.sorted(by: { $0.key < $1.key }) {
                try await session.write(
                    "UPDATE messages SET own_text = \(text.storable) WHERE id = \(key) AND direction = 'outbound'")
            }
        }
    }
}

extension SQLSession {
    /// Our own mails in each of these conversations, oldest first: those that Mosaic sent, and those in Sent whose text is
    /// stored.
    func ownMails(in conversations: [ConversationID]) async throws -> [ConversationID: [OwnMail]] {
        guard !conversations.isEmpty else { return [:] }
        return try OwnMail.byConversation(try await query(OwnMail.rows(in: conversations)))
    }
}

extension OwnMail {
    /// The number of our newest mails looked at in one conversation.
    private static let most = 20

    /// The question for ``byConversation(_:)``.
    static func rows(in conversations: [ConversationID]) -> SQL {
        """
        SELECT thread_id, rendered, own_text FROM (
            SELECT mail.*, ROW_NUMBER() OVER (PARTITION BY thread_id ORDER BY at DESC, id DESC) AS place FROM (
                SELECT id, thread_id, in_doubt_at AS at, rendered, NULL AS own_text FROM outbox
                WHERE thread_id \(in: conversations) AND in_doubt_at IS NOT NULL AND rendered IS NOT NULL
                UNION ALL
                SELECT id, thread_id, received_at AS at, NULL AS rendered, own_text FROM messages
                WHERE thread_id \(in: conversations) AND direction = 'outbound' AND own_text IS NOT NULL
            ) AS mail
        ) AS placed WHERE place <= \(most) ORDER BY thread_id, place DESC
        """
    }

    static func byConversation(_ rows: [SQLRow]) throws -> [ConversationID: [OwnMail]] {
        try Dictionary(grouping: rows) { try $0["thread_id", as: ConversationID.self] }.mapValues { rows in
            try rows.compactMap { row in
                try row.optionalBytes("rendered").map(OwnMail.rendered)
                    ?? row.optionalString("own_text").map(OwnMail.text)
            }
        }
    }
}
