package import Correspondence
import Database
import Timing

extension Messages {
    /// Records that somebody answered these messages by hand: their conversations go to a person, and nothing planned leaves.
    ///
    /// - Returns: the conversations; nil when the lease is lost, and nothing was written.
    package func noteAnswered(
        _ messages: [MessageKey], under lease: Lease
    ) async throws -> [ConversationID]? {
        try await database.transaction { session in
            guard try await session.isHeld(lease) else { return nil }
            let rows = try await session.query(
                """
                SELECT m.thread_id, MAX(m.id) AS id FROM messages m
                WHERE m.id \(in: messages) AND m.thread_id IS NOT NULL
                  AND EXISTS (
                      SELECT 1 FROM outbox o
                      WHERE o.thread_id = m.thread_id AND o.purpose = 'answer' AND o.state IN ('planned', 'claimed'))
                GROUP BY m.thread_id ORDER BY m.thread_id
                """)
            let conversations = try rows.map { try $0["thread_id", as: ConversationID.self] }
            try await session.lock(conversations)
            for (conversation, row) in zip(conversations, rows) {
                try await session.personAnswered(conversation, message: try row["id", as: MessageKey.self])
            }
            return conversations
        }
    }
}
