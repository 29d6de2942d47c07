package import Correspondence
import Database
import Events
import Timing

/// A pending task in a mailbox, with everything it needs.
package struct MailboxAction: Sendable, Hashable {
    package let id: Int64
    package let kind: MailboxActionKind
    /// For tasks on a message.
    package let message: MessageKey?
    package let uidValidity: UInt32?
    package let uid: UInt32?
    package let messageID: MessageID?
    /// For tasks that file our own mail.
    package let mail: MailID?
    package let rendered: [UInt8]?
    package let isCopyKnown: Bool
    package let attempts: Int
}

/// A task that has ended.
package struct FinishedAction: Sendable {
    package let action: MailboxAction
    /// Whether its message is gone.
    package let isGone: Bool
    /// The flags as read back, or the result.
    package let detail: String

    package init(_ action: MailboxAction, isGone: Bool = false, detail: String = "") {
        self.action = action
        self.isGone = isGone
        self.detail = detail
    }
}

extension Mailboxes {
    /// Whether something waits to be done in the mailboxes of these accounts that was not tried yet, and is due.
    package func hasUntried(of accounts: [AccountID]) async throws -> Bool {
        try await database.row(
            """
            SELECT 1 AS some FROM mailbox_actions
            WHERE account_id \(in: accounts) AND state = 'pending' AND attempts = 0 AND due_at <= \(SQL.now) LIMIT 1
            """) != nil
    }

    /// Notes an action before it is done, for those that must not be done twice; false when an earlier try may have done it.
    /// The program before marked such a try by its count alone.
    package func begin(_ action: MailboxAction) async throws -> Bool {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE mailbox_actions SET detail = \(Self.begun), attempts = attempts + 1
                WHERE id = \(action.id) AND state = 'pending' AND COALESCE(detail, '') <> \(Self.begun)
                  AND (attempts = 0 OR detail IS NOT NULL)
                """) == 1
        }
    }

    private static let begun = "begun"

    /// Counts a try before it begins, since it may end the process.
    package func countTry(of action: MailboxAction) async throws {
        try await database.transaction { session in
            try await session.write(
                "UPDATE mailbox_actions SET attempts = attempts + 1 WHERE id = \(action.id) AND state = 'pending'")
        }
    }

    /// Records that tasks were done and verified, or that their message is gone. Flags that a crash of the server forgets are set
    /// again.
    package func finish(_ finished: [FinishedAction]) async throws {
        try await database.transaction { session in
            if finished.allSatisfy({ $0.action.kind.setsFlags }) { try await session.writeUnsynced() }
            try await session.finish(finished)
        }
    }

    /// Ends a task of which nobody knows whether it was done: a person hears of a draft.
    package func leaveInDoubt(_ action: MailboxAction, detail: String) async throws {
        try await database.transaction { session in
            try await session.finish([FinishedAction(action, detail: detail)])
            if let mail = action.mail { try await session.draftIsInDoubt(mail) }
        }
    }

    /// Records a failure. After ten the task is given up and somebody is told: where it was to file a draft, a person hears that there
    /// is none; a message that could not be read again goes to a person unread.
    ///
    /// - Parameter isCertain: whether the task was certainly not done; otherwise it stays marked as begun.
    package func postpone(
        _ action: MailboxAction, by pause: Duration, detail: String, isCertain: Bool = true
    ) async throws {
        let kept = isCertain ? "" : Self.begun
        try await database.transaction { session in
            let ended = try await session.query(
                """
                UPDATE mailbox_actions SET attempts = attempts + 1,
                    detail = CASE WHEN detail = \(kept) THEN detail ELSE \(detail.storable) END,
                    due_at = \(SQL.now) + \(pause), state = CASE WHEN attempts >= 9 THEN 'failed' ELSE state END
                WHERE id = \(action.id) AND state = 'pending' RETURNING state, action, outbox_id, account_id, message_key
                """
            ).first
            if let ended, try ended["state", as: MailboxActionState.self] == .failed {
                try await session.tellPerson(ofGivenUp: ended)
            }
        }
    }
}

extension SQLSession {
    func planAction(
        _ kind: MailboxActionKind, account: AccountID, message: MessageKey? = nil, mail: MailID? = nil,
        after delay: Duration = .zero
    ) async throws {
        try await write(
            """
            INSERT INTO mailbox_actions (account_id, role, action, message_key, outbox_id, due_at)
            VALUES (\(account), \(kind.role), \(kind), \(message), \(mail), \(SQL.now) + \(delay))
            """)
    }
}

extension SQLSession {
    fileprivate func tellPerson(ofGivenUp action: SQLRow) async throws {
        switch try action["action", as: MailboxActionKind.self] {
        case .fileDraft:
            if let mail = try action["outbox_id", as: MailID?.self] { try await noDraftWasFiled(mail) }
        case .admitAgain:
            if let message = try action["message_key", as: MessageKey?.self] {
                try await giveToPerson(message, of: try action["account_id", as: AccountID.self])
            }
        case .flagForPerson, .markHandled, .fileSentCopy: break
        }
    }

    /// The message cannot be read, and what it answers is unknown.
    func giveToPerson(_ message: MessageKey, of account: AccountID) async throws {
        try await record(.messageQuarantined, account: account, message: message)
        try await planAction(.flagForPerson, account: account, message: message)
    }

    fileprivate func finish(_ finished: [FinishedAction]) async throws {
        guard !finished.isEmpty else { return }
        let rows = finished.map { finished -> [SQLField] in
            [
                .of(finished.action.id), .of(finished.isGone ? MailboxActionState.gone : .done),
                .of(finished.detail.storable),
            ]
        }
        let ended = SQLTable("ended", columns: ["id", "state", "detail"], rows: rows)
        try await write(
            """
            UPDATE mailbox_actions SET state = ended.state, done_at = \(SQL.now),
                attempts = mailbox_actions.attempts + 1, detail = ended.detail
            FROM \(ended) WHERE mailbox_actions.id = ended.id AND mailbox_actions.state = 'pending'
            """)
        let copies = finished.filter { $0.action.kind == .fileSentCopy && !$0.isGone && !$0.action.isCopyKnown }
        try await noteAppendedCopies(of: copies.compactMap(\.action.mail))
        try await record(
            finished.map {
                AuditLine(
                    event: $0.action.kind.event, message: $0.action.message, mail: $0.action.mail, detail: $0.told)
            })
    }

    /// Plans the flags of each decided message, and of its copy in the mailbox that owns the conversation.
    func planActions(_ action: MailboxActionKind, for replies: [DecidedReply]) async throws {
        let keys = replies.filter { $0.machine == nil }.map(\.key)
        guard !keys.isEmpty else { return }
        try await write(
            """
            INSERT INTO mailbox_actions (account_id, role, action, message_key, due_at)
            SELECT copy.account_id, 'inbox', \(action), copy.id, \(SQL.now)
            FROM messages decided JOIN messages copy ON copy.thread_id = decided.thread_id
             AND copy.direction = 'inbound' AND copy.role = 'inbox'
             AND (copy.id = decided.id
                OR (copy.reason = 'redelivered' AND copy.from_address = decided.from_address
                    AND COALESCE(copy.message_id, copy.claimed_message_id)
                        = COALESCE(decided.message_id, decided.claimed_message_id)))
            WHERE decided.id \(in: keys) ORDER BY decided.id, copy.id
            """)
    }

    /// Plans to mark as handled the messages that are still marked for a person.
    func unmarkForPerson(_ messages: SQL) async throws {
        try await write(
            """
            INSERT INTO mailbox_actions (account_id, role, action, message_key, due_at)
            SELECT marked.account_id, 'inbox', 'mark_handled', marked.id, \(SQL.now) FROM (
                SELECT id, account_id FROM messages WHERE direction = 'inbound' AND role = 'inbox' AND \(messages)
            ) AS marked
            WHERE 'flag_for_person' = (
                SELECT latest.action FROM mailbox_actions latest
                WHERE latest.message_key = marked.id AND latest.action IN ('flag_for_person', 'mark_handled')
                ORDER BY latest.id DESC LIMIT 1)
            ORDER BY marked.id
            """)
    }

    /// A copy that reaches another mailbox after the decision gets the same flags as the original.
    func repeatAction(on original: MessageKey, for copy: MessageKey, in account: AccountID) async throws {
        try await write(
            """
            INSERT INTO mailbox_actions (account_id, role, action, message_key, due_at)
            SELECT \(account), 'inbox', done.action, \(copy), \(SQL.now) FROM mailbox_actions done
            WHERE done.message_key = \(original) AND done.account_id <> \(account)
              AND done.action IN ('flag_for_person', 'mark_handled')
            ORDER BY done.id DESC LIMIT 1
            """)
    }

    /// Plans a copy in Sent of sent mails a little later, unless the server files one or there is no mailbox.
    func fileCopies(of mails: [MailID]) async throws {
        try await write(
            """
            INSERT INTO mailbox_actions (account_id, role, action, outbox_id, due_at)
            SELECT o.account_id, 'sent', 'file_sent_copy', o.id, \(SQL.now) + \(Duration.seconds(5))
            FROM outbox o JOIN accounts a ON a.id = o.account_id
            WHERE o.id \(in: mails) AND o.sent_copy = 'unknown' AND a.has_inbox ORDER BY o.id
            """)
    }

    /// Copies that were to be filed are in Sent already: the server filed them.
    func finishCopies(of mails: [MailID], in account: AccountID) async throws {
        let told = "filed by the server"
        let finished = try await query(
            """
            UPDATE mailbox_actions SET state = 'done', done_at = \(SQL.now), attempts = attempts + 1, detail = \(told)
            WHERE account_id = \(account) AND role = 'sent' AND state = 'pending'
              AND action = \(MailboxActionKind.fileSentCopy) AND outbox_id \(in: mails)
            RETURNING outbox_id
            """)
        try await record(
            finished.map {
                AuditLine(
                    event: MailboxActionKind.fileSentCopy.event, mail: try $0["outbox_id", as: MailID?.self],
                    detail: told)
            })
    }

    /// Detaches tasks from a message that is about to be replaced.
    func forgetMessage(_ message: MessageKey) async throws {
        try await write("UPDATE mailbox_actions SET message_key = NULL WHERE message_key = \(message)")
    }
}

extension FinishedAction {
    fileprivate var told: String { isGone ? "message is gone" : detail.storable }
}

extension MailboxAction {
    /// The tasks in a mailbox, in the order of their due times: those due now, and the first later one.
    static func pending(in account: AccountID, _ role: MailboxRole) -> SQL {
        """
        SELECT a.id, a.action, a.message_key, a.outbox_id, a.attempts, m.uidvalidity, m.uid, a.due_at AS next,
            a.now, a.due_at <= a.now AS is_due, COALESCE(o.message_id, m.message_id, m.claimed_message_id) AS message_id,
            CASE WHEN a.due_at <= a.now THEN o.rendered END AS rendered, o.sent_copy
        FROM (
            SELECT id, action, message_key, outbox_id, attempts, due_at, \(SQL.now) AS now FROM mailbox_actions
            WHERE account_id = \(account) AND role = \(role) AND state = 'pending'
            ORDER BY due_at, id LIMIT \(MailboxAgenda.limit + 1)) AS a
        LEFT JOIN messages m ON m.id = a.message_key LEFT JOIN outbox o ON o.id = a.outbox_id
        ORDER BY a.due_at, a.id
        """
    }

    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        kind = try row["action", as: MailboxActionKind.self]
        message = try row["message_key", as: MessageKey?.self]
        uidValidity = try row["uidvalidity", as: UInt32?.self]
        uid = try row["uid", as: UInt32?.self]
        messageID = try row.optionalMessageID("message_id")
        mail = try row["outbox_id", as: MailID?.self]
        rendered = try row.optionalBytes("rendered")
        isCopyKnown = try row.optionalString("sent_copy") == "found"
        attempts = try row.int("attempts")
    }
}
