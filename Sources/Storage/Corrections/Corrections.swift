package import Correspondence
import Database
import Events

/// People's corrections of judgements on replies. Tables: `corrections`.
package struct Corrections: Sendable {
    let database: any SQLDatabase
}

extension Store {
    package var corrections: Corrections { Corrections(database: database) }
}

/// A reply that was misjudged, with the right intent.
package struct CorrectedReply: Sendable, Hashable {
    package let message: MessageKey
    package let subject: String
    package let text: String
    /// The judgement it got.
    package let judged: String?
    package let label: Intent
}

extension Corrections {
    /// Records the right intent of a conversation's newest reply. Nothing else is changed.
    package func correct(_ conversation: ConversationID, to label: Intent) async throws -> Intervention {
        try await database.transaction { session in
            guard try await session.first("SELECT id FROM email_threads WHERE id = \(conversation)") != nil else {
                return .unknown
            }
            guard let newest = try await session.newestRead(of: conversation) else {
                return .refused("no reply of it has been read")
            }
            let message = try newest["id", as: MessageKey.self]
            try await session.write(
                """
                INSERT INTO corrections (message_key, label, at) VALUES (\(message), \(label), \(SQL.now))
                ON CONFLICT (message_key) DO UPDATE SET label = excluded.label, at = excluded.at
                """)
            let judged = try newest.optionalString("intent") ?? "nothing"
            try await session.judge(
                try newest["account_id", as: AccountID.self], "message \(message)",
                judged == label.rawValue ? .judgedRight : .judgedWrong)
            try await session.record(
                .replyCorrected, conversation: conversation, message: message,
                detail: "\(judged) → \(label.rawValue)")
            return .done
        }
    }

    /// Records that the newest reply of a conversation was judged right. Nothing else is changed.
    package func confirm(_ conversation: ConversationID) async throws -> Intervention {
        try await database.transaction { session in
            guard try await session.first("SELECT id FROM email_threads WHERE id = \(conversation)") != nil else {
                return .unknown
            }
            guard let newest = try await session.newestRead(of: conversation),
                let judged = try newest.optionalString("intent")
            else { return .refused("no reply of it has been judged") }
            let message = try newest["id", as: MessageKey.self]
            try await session.judge(
                try newest["account_id", as: AccountID.self], "message \(message)", .judgedRight)
            try await session.record(
                .replyConfirmed, conversation: conversation, message: message, detail: judged)
            return .done
        }
    }

    /// All of them, the oldest first.
    package func list(limit: Int) async throws -> [CorrectedReply] {
        try await database.rows(
            """
            SELECT c.message_key, c.label, m.subject, m.own_text, m.intent
            FROM corrections c JOIN messages m ON m.id = c.message_key ORDER BY c.message_key LIMIT \(limit)
            """
        ).map { row in
            CorrectedReply(
                message: try row["message_key", as: MessageKey.self], subject: try row.string("subject"),
                text: try row.optionalString("own_text") ?? "", judged: try row.optionalString("intent"),
                label: try row["label", as: Intent.self])
        }
    }
}

extension SQLSession {
    fileprivate func newestRead(of conversation: ConversationID) async throws -> SQLRow? {
        try await first(
            """
            SELECT id, account_id, intent FROM messages WHERE thread_id = \(conversation) AND direction = 'inbound'
              AND own_text IS NOT NULL ORDER BY received_at DESC, id DESC LIMIT 1
            """)
    }
}
