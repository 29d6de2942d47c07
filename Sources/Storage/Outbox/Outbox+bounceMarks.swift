import Correspondence
import Database
import Timing

extension SQLSession {
    /// Records that a mail of ours in this conversation bounced or drew a complaint, when the report names one. Reports about mail
    /// that others sent from the same mailbox do not count here, and nobody can name a mail of ours without having it: its id cannot
    /// be guessed.
    func noteBounce(reportedBy reply: DecidedReply, in conversation: ConversationID) async throws {
        guard let machine = reply.machine else { return }
        let named: SQL
        switch machine.kind {
        case .bounce(let bounce) where bounce.isPermanent: named = "o.message_id = \(bounce.originalMessageID?.text)"
        // The returned part of a complaint is all that links it to the conversation.
        case .abuseReport: named = "m.linkage = 'returned_part'"
        case .bounce, .autoReply, .list, .challenge, .receipt: return
        }
        try await write(
            """
            UPDATE outbox SET bounced_at = \(SQL.now) WHERE id = (
                SELECT o.id FROM outbox o JOIN messages m ON m.id = \(reply.key)
                WHERE o.thread_id = \(conversation) AND o.state = 'sent' AND o.bounced_at IS NULL
                  AND (\(named) OR o.message_id = m.in_reply_to
                    OR ' ' || m.reference_ids || ' ' LIKE '% ' || o.message_id || ' %')
                ORDER BY o.sent_at DESC, o.id DESC LIMIT 1)
            """)
    }
}
