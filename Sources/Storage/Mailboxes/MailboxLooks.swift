package import Correspondence
import Database
import Events
package import Timing

/// The state at the beginning of a look at the inbox.
package struct InboxLook: Sendable {
    package let cursor: MailboxCursor?
    /// Inbound messages whose conversation has an answer planned, by UID: a person may have answered them meanwhile.
    package let awaitingAnswer: [UInt32: MessageKey]
    package let agenda: MailboxAgenda
}

/// The state at the beginning of a look at Sent.
package struct SentLook: Sendable {
    package let cursor: MailboxCursor?
    /// For the look into the other mailboxes that follows.
    package let others: OthersLook
    package let agenda: MailboxAgenda
}

/// The state at the beginning of a look into the mailboxes beside Inbox and Sent.
package struct OthersLook: Sendable {
    /// Known other mailboxes, by name.
    package let known: [String: OtherMailbox]
    package let inbox: MailboxCursor?
    package let awaitingAnswer: [FiledReply]
}

/// An inbound message outside the inbox whose conversation has an answer planned: a person may have answered it meanwhile.
package struct FiledReply: Sendable {
    package let key: MessageKey
    /// The mailbox in which it was found, and the ids by which it is found there again: its UID is not known.
    package let mailbox: String
    package let messageID: MessageID
    /// The server's date of it.
    package let receivedAt: Timestamp

    /// - Parameter exceptAnswered: as in `Mailboxes.inboxLook`.
    static func awaitingAnswer(in account: AccountID, exceptAnswered: Bool) -> SQL {
        """
        SELECT DISTINCT m.id, m.found_in, COALESCE(m.message_id, m.claimed_message_id) AS name, m.received_at
        FROM outbox o JOIN messages m ON m.thread_id = o.thread_id
        WHERE o.account_id = \(account) AND o.purpose = 'answer' AND o.state IN ('planned', 'claimed')
          AND m.account_id = \(account) AND m.role = 'inbox' AND m.direction = 'inbound'
          AND m.found_in IS NOT NULL \(SQL.sinceGivenBack) \(exceptAnswered ? .unansweredByUs : "")
        ORDER BY m.id LIMIT 5000
        """
    }

    /// Nil if it has no id.
    init?(_ row: SQLRow) throws {
        guard let id = try row["name", as: String?.self].flatMap({ MessageID($0) }) else { return nil }
        key = try row["id", as: MessageKey.self]
        mailbox = try row.string("found_in")
        messageID = id
        receivedAt = try row.timestamp("received_at")
    }
}

/// The tasks in a mailbox.
package struct MailboxAgenda: Sendable {
    /// At most fifty.
    package let due: [MailboxAction]
    /// Time, by the database's clock, until the first pending task is due; nil when none is pending.
    package let next: Duration?
    /// What is left once those that are due have ended; nil when there are too many to tell.
    package let rest: Rest?

    /// Tasks that are not due yet.
    package struct Rest: Sendable, Hashable {
        /// As ``MailboxAgenda/next``.
        package let next: Duration?
    }

    /// The number of tasks taken up at a time.
    static let limit = 50
}

/// Each of these takes one round trip. A mailbox is looked at several times for each mail, so these make up most of the cost of
/// idling and sending.
extension Mailboxes {
    /// How far the inbox of this UIDVALIDITY has been read, and which messages in it may have been answered.
    ///
    /// - Parameter exceptAnswered: leaves out messages that a mail of ours has answered since.
    package func inboxLook(
        of account: AccountID, uidValidity: UInt32, exceptAnswered: Bool = false
    ) async throws -> InboxLook {
        let results = try await database.rows([
            MailboxCursor.row(of: account, .inbox),
            """
            SELECT m.uid, m.id FROM outbox o JOIN messages m ON m.thread_id = o.thread_id
            WHERE o.account_id = \(account) AND o.purpose = 'answer' AND o.state IN ('planned', 'claimed')
              AND m.account_id = \(account) AND m.role = 'inbox' AND m.direction = 'inbound'
              AND m.uidvalidity = \(uidValidity) \(SQL.sinceGivenBack) \(exceptAnswered ? .unansweredByUs : "")
            ORDER BY m.uid LIMIT 5000
            """,
            MailboxAction.pending(in: account, .inbox),
        ])
        return InboxLook(
            cursor: try results[0].first.map { try MailboxCursor($0) },
            awaitingAnswer: try results[1].reduce(into: [:]) {
                $0[try $1["uid", as: UInt32.self]] = try $1["id", as: MessageKey.self]
            },
            agenda: try MailboxAgenda(results[2]))
    }

    /// How far Sent has been read, its tasks, and how far all other mailboxes were looked into.
    ///
    /// - Parameter exceptAnswered: as in `inboxLook`.
    package func sentLook(of account: AccountID, exceptAnswered: Bool = false) async throws -> SentLook {
        let results = try await database.rows([
            MailboxCursor.rows(of: account), OtherMailbox.rows(of: account), MailboxAction.pending(in: account, .sent),
            FiledReply.awaitingAnswer(in: account, exceptAnswered: exceptAnswered),
        ])
        let cursors = try results[0].map { try MailboxCursor($0) }
        return SentLook(
            cursor: cursors.first { $0.role == .sent },
            others: OthersLook(
                known: try OtherMailbox.byName(results[1]), inbox: cursors.first { $0.role == .inbox },
                awaitingAnswer: try results[3].compactMap { try FiledReply($0) }),
            agenda: try MailboxAgenda(results[2]))
    }

    /// How far the other mailboxes were looked into, and how far the inbox has been read.
    package func othersLook(of account: AccountID, exceptAnswered: Bool = false) async throws -> OthersLook {
        let results = try await database.rows([
            OtherMailbox.rows(of: account), MailboxCursor.row(of: account, .inbox),
            FiledReply.awaitingAnswer(in: account, exceptAnswered: exceptAnswered),
        ])
        return OthersLook(
            known: try OtherMailbox.byName(results[0]), inbox: try results[1].first.map { try MailboxCursor($0) },
            awaitingAnswer: try results[2].compactMap { try FiledReply($0) })
    }

    /// The due tasks of one mailbox, and when the next one is due.
    package func agenda(of account: AccountID, _ role: MailboxRole) async throws -> MailboxAgenda {
        try MailboxAgenda(await database.rows(MailboxAction.pending(in: account, role)))
    }
}

extension MailboxAgenda {
    /// - Parameter rows: of `MailboxAction.pending`, in their order.
    fileprivate init(_ rows: [SQLRow]) throws {
        due = try rows.filter { try $0.bool("is_due") }.prefix(Self.limit).map { try MailboxAction($0) }
        next = try rows.first?.timeToNext
        rest = rows.count > Self.limit ? nil : Rest(next: try rows.first { try !$0.bool("is_due") }?.timeToNext)
    }
}

extension SQL {
    /// Of messages `m` those whose flag tells something new: what a person answered before they gave the conversation back is
    /// known, and no reason to stop it again.
    fileprivate static let sinceGivenBack: SQL = """
        AND NOT EXISTS (SELECT 1 FROM events e WHERE e.thread_id = m.thread_id
            AND e.name = \(Event.conversationResumed.rawValue) AND e.at >= m.received_at)
        """

    /// Leaves out a message `m` that a mail of ours has answered since it came; its copy in another mailbox is stored later.
    fileprivate static let unansweredByUs: SQL = """
        AND NOT EXISTS (SELECT 1 FROM outbox ours WHERE ours.thread_id = m.thread_id
            AND (ours.in_doubt_at >= m.stored_at OR ours.in_doubt_at >= m.received_at))
        """
}
