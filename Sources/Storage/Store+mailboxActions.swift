package import Correspondence
import Timing

/// What is to be done in a mailbox.
package enum MailboxActionKind: String, CaseIterable, Sendable, Codable {
    /// Remove \Seen and add `$MosaicHuman`.
    case flagForPerson = "flag_for_person"
    /// Add \Seen.
    case markHandled = "mark_handled"
    /// APPEND our mail to Sent, unless the server has filed it.
    case fileSentCopy = "file_sent_copy"
    /// APPEND the mail to Drafts for a person to send.
    case fileDraft = "file_draft"
    /// Fetch a message again whose outreach has become known.
    case takeInAgain = "take_in_again"
}

package enum MailboxActionState: String, CaseIterable, Sendable, Codable {
    case pending
    /// Done, and read back where the server shows it.
    case done
    /// Its message is not there any more.
    case gone
    /// Given up.
    case failed
}

/// A pending action with what it needs.
package struct MailboxAction: Sendable, Hashable {
    package let id: Int64
    package let kind: MailboxActionKind
    /// For actions on a message.
    package let message: MessageKey?
    package let uidValidity: UInt32?
    package let uid: UInt32?
    package let messageID: MessageID?
    /// For actions that file our own mail.
    package let followUp: FollowUpID?
    package let rendered: [UInt8]?
    package let isCopyKnown: Bool
    package let attempts: Int
}

extension Store {
    /// Actions of one mailbox that are due.
    package func dueActions(of account: AccountID, _ role: MailboxRole, limit: Int) async throws -> [MailboxAction] {
        try await database.read { session in
            try await session.query(
                """
                SELECT a.id, a.action, a.message_key, a.outbox_id, a.attempts, m.uidvalidity, m.uid,
                    COALESCE(o.message_id, m.message_id, m.claimed_message_id) AS message_id, o.rendered, o.sent_copy
                FROM mailbox_actions a
                LEFT JOIN messages m ON m.id = a.message_key LEFT JOIN outbox o ON o.id = a.outbox_id
                WHERE a.account_id = \(account) AND a.role = \(role) AND a.state = 'pending'
                  AND a.due_at <= \(SQL.now)
                ORDER BY a.due_at, a.id LIMIT \(limit)
                """
            ).map(MailboxAction.init)
        }
    }

    /// How long, by the database's clock, until the next action of the mailbox is due; nil when none is pending.
    package func timeToNextAction(of account: AccountID, _ role: MailboxRole) async throws -> Duration? {
        try await database.read { session in
            try await session.first(
                """
                SELECT MIN(due_at) AS next, \(SQL.now) AS now FROM mailbox_actions
                WHERE account_id = \(account) AND role = \(role) AND state = 'pending'
                """)?.timeToNext
        }
    }

    /// Counts an action before it is done, for those that must not be done twice; false when it was begun before.
    package func begin(_ action: MailboxAction) async throws -> Bool {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE mailbox_actions SET attempts = attempts + 1
                WHERE id = \(action.id) AND state = 'pending' AND attempts = 0
                """) == 1
        }
    }

    /// Counts a try that may end the process, before it does.
    package func countTry(of action: MailboxAction) async throws {
        try await database.transaction { session in
            try await session.execute(
                "UPDATE mailbox_actions SET attempts = attempts + 1 WHERE id = \(action.id) AND state = 'pending'")
        }
    }

    /// Notes that the action was done and proven, or that its message is gone.
    package func finish(_ action: MailboxAction, gone: Bool = false, detail: String = "") async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE mailbox_actions SET state = \(gone ? MailboxActionState.gone : .done), done_at = \(SQL.now),
                    attempts = attempts + 1, detail = \(detail.storable)
                WHERE id = \(action.id) AND state = 'pending'
                """)
            if action.kind == .fileSentCopy, !gone, !action.isCopyKnown {
                try await session.execute(
                    "UPDATE outbox SET sent_copy = 'appended' WHERE id = \(action.followUp) AND sent_copy = 'unknown'")
            }
            try await session.record(
                "mailbox.\(action.kind.rawValue)", message: action.message, followUp: action.followUp,
                detail: gone ? "message is gone" : detail.storable)
        }
    }

    /// Notes a failure; after ten the action is given up, loudly.
    package func postpone(_ action: MailboxAction, by pause: Duration, detail: String) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE mailbox_actions SET attempts = attempts + 1, detail = \(detail.storable),
                    due_at = \(SQL.now) + \(pause), state = CASE WHEN attempts >= 9 THEN 'failed' ELSE state END
                WHERE id = \(action.id) AND state = 'pending'
                """)
        }
    }
}

extension SQLSession {
    func planAction(
        _ kind: MailboxActionKind, account: AccountID, message: MessageKey? = nil, followUp: FollowUpID? = nil,
        after delay: Duration = .zero
    ) async throws {
        let role =
            switch kind {
            case .flagForPerson, .markHandled, .takeInAgain: MailboxRole.inbox
            case .fileSentCopy, .fileDraft: MailboxRole.sent
            }
        try await execute(
            """
            INSERT INTO mailbox_actions (account_id, role, action, message_key, outbox_id, due_at)
            VALUES (\(account), \(role), \(kind), \(message), \(followUp), \(SQL.now) + \(delay))
            """)
    }
}

extension MailboxAction {
    init(_ row: SQLRow) throws {
        id = try row.int64("id")
        kind = try row["action", as: MailboxActionKind.self]
        message = try row["message_key", as: MessageKey?.self]
        uidValidity = try row["uidvalidity", as: UInt32?.self]
        uid = try row["uid", as: UInt32?.self]
        messageID = try row.optionalMessageID("message_id")
        followUp = try row["outbox_id", as: FollowUpID?.self]
        rendered = try row.optionalBytes("rendered")
        isCopyKnown = try row.optionalString("sent_copy") == "found"
        attempts = try row.int("attempts")
    }
}
