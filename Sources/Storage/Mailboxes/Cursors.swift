package import Correspondence
import Database
import Events
package import Timing

/// How often the reading of messages was begun and not ended.
package struct IntakeTries: Hashable, Sendable {
    /// Of the first of those messages; nil when the last reading ended.
    package let uid: UInt32?
    package let attempts: Int

    package static let none = IntakeTries(uid: nil, attempts: 0)

    package init(uid: UInt32?, attempts: Int) {
        self.uid = uid
        self.attempts = attempts
    }
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
    package var tries: IntakeTries { IntakeTries(uid: attemptedUID, attempts: attempts) }
    /// The newest date that the server gave to a message that was read or lay there when the baseline was set, by its
    /// own clock (INTERNALDATE): after a renumbering, what it dated later was not read. Never in our future, so that one
    /// wrong date hides nothing.
    package let readUntil: Timestamp
    /// When the mailbox was first read to its end, by our clock; renumbering does not change it.
    package let armedAt: Timestamp
    /// Whether the mailbox was ever read to its end; if not, this only counts attempts at its first reading.
    package var isArmed: Bool { uidValidity != 0 }

    /// Whether mail with this date was there before watching began, wherever it lay: moving it gives it a new UID and keeps
    /// its date (RFC 9051 section 6.4.7). Ten minutes are granted to the server's clock.
    ///
    /// - Parameter backlog: how much of what lay there was asked for.
    package func predates(_ date: Timestamp, backlog: Duration?) -> Bool {
        isArmed && date < news(backlog: backlog)
    }

    /// The date from which on mail may be new.
    package func news(backlog: Duration?) -> Timestamp { armedAt - (backlog ?? .zero) - .seconds(600) }
}

extension Mailboxes {
    package func cursor(of account: AccountID, _ role: MailboxRole) async throws -> MailboxCursor? {
        try await database.row(MailboxCursor.row(of: account, role)).map { try MailboxCursor($0) }
    }

    /// Sets the baseline: what lies in the mailbox up to `lastUID` can never trigger a mail.
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

    /// Makes room for counting attempts before there is a baseline. The row says UIDVALIDITY 0, which no mailbox has
    /// (RFC 9051 section 9, `nz-number`), so it stands for no reading at all; an existing row is left alone.
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

    /// Notes, before a batch is parsed, where it begins; what kills the process is thereby counted.
    package func countIntakeTry(_ account: AccountID, _ role: MailboxRole, at uid: UInt32) async throws {
        try await database.transaction { session in
            try await session.write(
                """
                UPDATE mailbox_cursors
                SET attempts = CASE WHEN attempted_uid = \(uid) THEN attempts + 1 ELSE 1 END, attempted_uid = \(uid)
                WHERE account_id = \(account) AND role = \(role)
                """)
        }
    }

    /// Takes the last count back: what stopped the batch was not one of its messages.
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

    /// Of all its mailboxes.
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
    /// Everything up to the last of these messages, which lie in one mailbox, has its row.
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
