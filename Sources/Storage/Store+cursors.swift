package import Correspondence
package import Timing

/// The two mailboxes of an account that are watched.
package enum MailboxRole: String, CaseIterable, Sendable, Codable {
    case inbox, sent
}

/// How far a mailbox has been read.
package struct MailboxCursor: Sendable, Hashable {
    package let account: AccountID
    package let role: MailboxRole
    package let mailbox: String
    package let uidValidity: UInt32
    /// Mail at or below this UID is never looked at again.
    package let lastUID: UInt32
    /// The first UID of a batch that was begun and not finished, and how often.
    package let attemptedUID: UInt32?
    package let attempts: Int
    /// All mail that had arrived by then has been read.
    package let checkedAt: Timestamp
    /// The database's clock when this was read: a look at the mailbox that follows sees all mail that came before.
    package var readAt: Timestamp
    /// Whether the mailbox was ever read to its end; if not, this only counts attempts at its first reading.
    package var isArmed: Bool { uidValidity != 0 }
}

extension Store {
    package func cursor(of account: AccountID, _ role: MailboxRole) async throws -> MailboxCursor? {
        try await database.read { session in
            try await session.first(
                "SELECT c.*, \(SQL.now) AS read_at FROM mailbox_cursors c WHERE account_id = \(account) AND role = \(role)"
            ).map { row in
                MailboxCursor(
                    account: account, role: role, mailbox: try row.string("mailbox"),
                    uidValidity: try row["uidvalidity", as: UInt32.self], lastUID: try row["last_uid", as: UInt32.self],
                    attemptedUID: try row["attempted_uid", as: UInt32?.self], attempts: try row.int("attempts"),
                    checkedAt: try row.timestamp("checked_at"), readAt: try row.timestamp("read_at"))
            }
        }
    }

    /// Sets the baseline: what lies in the mailbox up to `lastUID` can never trigger a mail.
    package func arm(
        _ account: AccountID, _ role: MailboxRole, mailbox: String, uidValidity: UInt32, lastUID: UInt32,
        under lease: Lease
    ) async throws -> Bool {
        try await database.transaction { session in
            guard try await session.isHeld(lease) else { return false }
            try await session.execute(
                """
                INSERT INTO mailbox_cursors
                    (account_id, role, mailbox, uidvalidity, last_uid, armed_at, checked_at)
                VALUES (\(account), \(role), \(mailbox), \(uidValidity), \(lastUID), \(SQL.now), \(SQL.now))
                ON CONFLICT (account_id, role) DO UPDATE
                SET mailbox = excluded.mailbox, uidvalidity = excluded.uidvalidity, last_uid = excluded.last_uid,
                    attempted_uid = NULL, attempts = 0, armed_at = excluded.armed_at, checked_at = excluded.checked_at
                """)
            try await session.record(
                "mailbox.armed", account: account,
                detail: "\(role.rawValue) \(mailbox) uidvalidity \(uidValidity) above uid \(lastUID)")
            return true
        }
    }

    /// Makes room for counting attempts before there is a baseline. The row says UIDVALIDITY 0, which no mailbox has
    /// (RFC 9051 section 9, `nz-number`), so it stands for no reading at all; an existing row is left alone.
    package func prepareArming(_ account: AccountID, _ role: MailboxRole, mailbox: String) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                INSERT INTO mailbox_cursors
                    (account_id, role, mailbox, uidvalidity, last_uid, armed_at, checked_at)
                VALUES (\(account), \(role), \(mailbox), 0, 0, \(SQL.now), \(SQL.now))
                ON CONFLICT (account_id, role) DO NOTHING
                """)
        }
    }

    /// The UIDs of a mailbox that have their row already, as when arming was begun and not finished.
    package func knownUIDs(
        of account: AccountID, _ role: MailboxRole, uidValidity: UInt32
    ) async throws -> Set<UInt32> {
        try await database.read { session in
            Set(
                try await session.query(
                    """
                    SELECT uid FROM messages
                    WHERE account_id = \(account) AND role = \(role) AND uidvalidity = \(uidValidity)
                    """
                ).map { try $0["uid", as: UInt32.self] })
        }
    }

    /// Notes that everything above this cursor has been read, as it was when the cursor was; not more often than once in
    /// five minutes. However long the process stood still since then, the time it notes is that of its look.
    package func noteLook(after cursor: MailboxCursor) async throws {
        guard cursor.checkedAt < cursor.readAt - .seconds(300) else { return }
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE mailbox_cursors SET checked_at = \(cursor.readAt)
                WHERE account_id = \(cursor.account) AND role = \(cursor.role) AND uidvalidity = \(cursor.uidValidity)
                  AND checked_at < \(cursor.readAt)
                """)
        }
    }

    /// Notes, before a batch is parsed, where it begins; what kills the process is thereby counted.
    package func noteAttempt(_ account: AccountID, _ role: MailboxRole, at uid: UInt32) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE mailbox_cursors
                SET attempts = CASE WHEN attempted_uid = \(uid) THEN attempts + 1 ELSE 1 END, attempted_uid = \(uid)
                WHERE account_id = \(account) AND role = \(role)
                """)
        }
    }
}

extension SQLSession {
    func advanceCursor(to location: MessageLocation) async throws {
        try await execute(
            """
            UPDATE mailbox_cursors
            SET last_uid = CASE WHEN last_uid > \(location.uid) THEN last_uid ELSE \(location.uid) END,
                attempted_uid = NULL, attempts = 0
            WHERE account_id = \(location.account) AND role = \(location.role)
              AND uidvalidity = \(location.uidValidity)
            """)
    }
}
