package import Correspondence
import Database

/// What a look at the inbox begins with.
package struct InboxLook: Sendable {
    package let cursor: MailboxCursor?
    /// UIDs of inbound messages whose conversation has an answer planned: what a person may have answered meanwhile.
    package let awaitingAnswer: [UInt32]
}

/// What a look into the mailboxes beside Inbox and Sent begins with.
package struct OthersLook: Sendable {
    /// What is known of them, by name.
    package let known: [String: OtherMailbox]
    package let inbox: MailboxCursor?
}

/// What is to be done in a mailbox.
package struct MailboxAgenda: Sendable {
    package let due: [MailboxAction]
    /// How long, by the database's clock, until the first pending action is due; nil when none is pending.
    package let next: Duration?
}

/// Each of these takes one round trip. A mailbox is looked at several times for each mail, so that is most of what rest and
/// sending cost.
extension Mailboxes {
    /// Where the inbox of this UIDVALIDITY was read to, and what may have been answered in it.
    ///
    /// - Parameter exceptAnswered: leaves out what a mail of ours has answered since.
    package func inboxLook(
        of account: AccountID, uidValidity: UInt32, exceptAnswered: Bool = false
    ) async throws -> InboxLook {
        let unanswered: SQL =
            exceptAnswered
            ? """
            AND NOT EXISTS (
                SELECT 1 FROM outbox ours WHERE ours.thread_id = m.thread_id AND ours.in_doubt_at >= m.stored_at)
            """ : ""
        let results = try await database.rows([
            MailboxCursor.row(of: account, .inbox),
            """
            SELECT m.uid FROM outbox o JOIN messages m ON m.thread_id = o.thread_id
            WHERE o.account_id = \(account) AND o.purpose = 'answer' AND o.state IN ('planned', 'claimed')
              AND m.account_id = \(account) AND m.role = 'inbox' AND m.direction = 'inbound'
              AND m.uidvalidity = \(uidValidity) \(unanswered)
            ORDER BY m.uid LIMIT 5000
            """,
        ])
        return InboxLook(
            cursor: try results[0].first.map { try MailboxCursor($0) },
            awaitingAnswer: try results[1].map { try $0["uid", as: UInt32.self] })
    }

    /// How far the other mailboxes were looked into, and how far the inbox is read.
    package func othersLook(of account: AccountID) async throws -> OthersLook {
        let results = try await database.rows([
            OtherMailbox.rows(of: account), MailboxCursor.row(of: account, .inbox),
        ])
        return OthersLook(
            known: try OtherMailbox.byName(results[0]), inbox: try results[1].first.map { try MailboxCursor($0) })
    }

    /// Actions of one mailbox that are due, at most `limit`, and when the next one is.
    package func agenda(of account: AccountID, _ role: MailboxRole, limit: Int) async throws -> MailboxAgenda {
        let results = try await database.rows([
            MailboxAction.due(in: account, role, limit: limit), MailboxAction.next(in: account, role),
        ])
        return MailboxAgenda(
            due: try results[0].map { try MailboxAction($0) }, next: try results[1].first?.timeToNext)
    }
}
