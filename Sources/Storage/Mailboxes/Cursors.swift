package import Correspondence
import Database
import Events
package import Timing

/// The number of times reading messages was begun and not finished.
package struct IntakeTries: Hashable, Sendable {
    /// The UID of the first of those messages; nil when the last reading finished.
    package let uid: UInt32?
    package let attempts: Int

    package static let none = IntakeTries(uid: nil, attempts: 0)

    package init(uid: UInt32?, attempts: Int) {
        self.uid = uid
        self.attempts = attempts
    }
}

/// The progress of reading one mailbox. Its first value is the baseline: mail at or below it can never trigger a mail.
package struct MailboxCursor: Sendable, Hashable {
    package let account: AccountID
    package let role: MailboxRole
    package let mailbox: String
    package let uidValidity: UInt32
    /// Mail at or below this UID is never looked at again.
    package let lastUID: UInt32
    /// The first UID of a batch that was begun and not finished, and the number of attempts.
    package let attemptedUID: UInt32?
    package let attempts: Int
    package var tries: IntakeTries { IntakeTries(uid: attemptedUID, attempts: attempts) }
    /// The newest date (INTERNALDATE, by the server's clock) of a message that was read or was there at the baseline: after a
    /// renumbering, later messages are unread. Never in our future, so that one wrong date hides
    /// nothing.
    package let readUntil: Timestamp
    /// When the mailbox was first read to its end, by our clock; renumbering does not change it.
    package let armedAt: Timestamp
    /// Whether the mailbox was ever read to its end; otherwise the row only counts attempts at the first reading.
    package var isArmed: Bool { uidValidity != 0 }

    /// Whether mail with this date was there before watching began, in any mailbox: moving a mail gives it a new UID but keeps
    /// its date (RFC 9051 section 6.4.7). The server's clock may be ten minutes off.
    ///
    /// - Parameter backlog: how far back earlier mail was asked for.
    package func predates(_ date: Timestamp, backlog: Duration?) -> Bool {
        isArmed && date < news(backlog: backlog)
    }

    /// Mail of this date or later may be new.
    package func news(backlog: Duration?) -> Timestamp { armedAt - (backlog ?? .zero) - .seconds(600) }
}

extension Mailboxes {
    package func cursor(of account: AccountID, _ role: MailboxRole) async throws -> MailboxCursor? {
        try await database.row(MailboxCursor.row(of: account, role)).map { try MailboxCursor($0) }
    }

    /// Sets the baseline: mail in the mailbox up to `lastUID` can never trigger a mail.
    ///
    /// - Parameter readUntil: the newest date among that mail, by the server's clock.
    package func setBaseline(
        _ account: AccountID, _ role: MailboxRole, mailbox: String, uidValidity: UInt32, lastUID: UInt32,
        readUntil: Timestamp, under lease: Lease
    ) async throws -> Bool {
        try await database.transaction { session in
            guard try await session.isHeld(lease) else { return false }
            try await session.write(
                """
                INSERT INTO mailbox_cursors
                    (account_id, role, mailbox, uidvalidity, last_uid, armed_at, read_until)
                VALUES (\(account), \(role), \(mailbox), \(uidValidity), \(lastUID), \(SQL.now), \(SQL.past(readUntil)))
                ON CONFLICT (account_id, role) DO UPDATE
                SET mailbox = excluded.mailbox, uidvalidity = excluded.uidvalidity, last_uid = excluded.last_uid,
                    attempted_uid = NULL, attempts = 0, read_until = excluded.read_until,
                    armed_at = CASE WHEN mailbox_cursors.uidvalidity = 0 THEN excluded.armed_at
                        ELSE mailbox_cursors.armed_at END
                """)
            try await session.record(
                .mailboxArmed, account: account,
                detail: "\(role.rawValue) \(mailbox) uidvalidity \(uidValidity) above uid \(lastUID)")
            return true
        }
    }

    /// Makes a row to count attempts before there is a baseline. Its UIDVALIDITY is 0, which no mailbox has (RFC 9051 section 9,
    /// `nz-number`), so it does not count as a reading; an existing row is left alone.
    package func prepareBaseline(_ account: AccountID, _ role: MailboxRole, mailbox: String) async throws {
        try await database.transaction { session in
            try await session.write(
                """
                INSERT INTO mailbox_cursors
                    (account_id, role, mailbox, uidvalidity, last_uid, armed_at, read_until)
                VALUES (\(account), \(role), \(mailbox), 0, 0, \(SQL.now), \(Timestamp.epoch))
                ON CONFLICT (account_id, role) DO NOTHING
                """)
        }
    }

    /// The UIDs of a mailbox that have their row already, as when setting the baseline was begun and not finished.
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

    /// Records, before a batch is parsed, where it begins: a message that kills the process is thereby counted. The count outlives the
    /// process; only a crash of the database's own machine within the next second may lose it.
    package func countIntakeTry(_ account: AccountID, _ role: MailboxRole, at uid: UInt32) async throws {
        try await database.transaction { session in
            try await session.writeUnsynced()
            try await session.write(
                """
                UPDATE mailbox_cursors
                SET attempts = CASE WHEN attempted_uid = \(uid) THEN attempts + 1 ELSE 1 END, attempted_uid = \(uid)
                WHERE account_id = \(account) AND role = \(role)
                """)
        }
    }

    /// Takes the last count back: the batch was stopped by something other than its messages.
    package func takeBackIntakeTry(_ account: AccountID, _ role: MailboxRole, at uid: UInt32) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE mailbox_cursors SET attempts = attempts - 1
                WHERE account_id = \(account) AND role = \(role) AND attempted_uid = \(uid) AND attempts > 0
                """)
        }
    }
}

extension MailboxCursor {
    static func row(of account: AccountID, _ role: MailboxRole) -> SQL {
        "SELECT * FROM mailbox_cursors WHERE account_id = \(account) AND role = \(role)"
    }

    /// The cursors of all its mailboxes.
    static func rows(of account: AccountID) -> SQL { "SELECT * FROM mailbox_cursors WHERE account_id = \(account)" }

    init(_ row: SQLRow) throws {
        self.init(
            account: try row["account_id", as: AccountID.self], role: try row["role", as: MailboxRole.self],
            mailbox: try row.string("mailbox"), uidValidity: try row["uidvalidity", as: UInt32.self],
            lastUID: try row["last_uid", as: UInt32.self], attemptedUID: try row["attempted_uid", as: UInt32?.self],
            attempts: try row.int("attempts"), readUntil: try row.timestamp("read_until"),
            armedAt: try row.timestamp("armed_at"))
    }
}

extension SQLSession {
    /// Advances the cursor over these messages, which lie in one mailbox and have their rows.
    func advanceCursor(past messages: [IncomingMessage]) async throws {
        guard let location = messages.max(by: { $0.location.uid < $1.location.uid })?.location,
            let newest = messages.map(\.receivedAt).max()
        else { return }
        let date = SQL.past(newest)
        try await write(
            """
            UPDATE mailbox_cursors
            SET last_uid = CASE WHEN last_uid > \(location.uid) THEN last_uid ELSE \(location.uid) END,
                attempted_uid = NULL, attempts = 0,
                read_until = CASE WHEN read_until > \(date) THEN read_until ELSE \(date) END
            WHERE account_id = \(location.account) AND role = \(location.role)
              AND uidvalidity = \(location.uidValidity)
            """)
    }
}
