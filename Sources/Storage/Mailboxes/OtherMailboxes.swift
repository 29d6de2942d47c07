package import Correspondence
import Database

/// How far a mailbox other than Inbox and Sent has been looked into.
package struct OtherMailbox: Sendable, Hashable {
    package let name: String
    package let uidValidity: UInt32
    /// Mail below this UID was looked at.
    package let nextUID: UInt32
    /// The number of requests to look again at all of its recent mail, because mail that was passed over may concern us by now;
    /// when a look is recorded, the number of requests that it answers.
    package var looksAgain = 0
    package var tries = IntakeTries.none

    package init(name: String, uidValidity: UInt32, nextUID: UInt32) {
        self.name = name
        self.uidValidity = uidValidity
        self.nextUID = nextUID
    }
}

extension Mailboxes {
    /// The account's other mailboxes as they are known, by name.
    package func others(of account: AccountID) async throws -> [String: OtherMailbox] {
        try OtherMailbox.byName(await database.rows(OtherMailbox.rows(of: account)))
    }

    /// Records that these were looked into. False when the lease is lost and nothing was written.
    package func note(_ others: [OtherMailbox], of account: AccountID, under lease: Lease) async throws -> Bool {
        guard !others.isEmpty else { return true }
        return try await database.transaction { session in
            guard try await session.isHeld(lease) else { return false }
            for other in others { try await session.note(other, of: account) }
            return true
        }
    }

    /// Counts that messages of another mailbox are about to be read, from this UID on: one of them may end the process. A
    /// mailbox that was never looked into to its end is looked at from its beginning again.
    package func countIntakeTry(_ account: AccountID, elsewhere mailbox: OtherMailbox, at uid: UInt32) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                INSERT INTO other_mailboxes AS known
                    (account_id, mailbox, uidvalidity, next_uid, look_again, attempted_uid, attempts)
                VALUES (\(account), \(mailbox.name.storable), \(mailbox.uidValidity), 1, 1, \(uid), 1)
                ON CONFLICT (account_id, mailbox) DO UPDATE
                SET attempts = CASE WHEN known.attempted_uid = \(uid) THEN known.attempts + 1 ELSE 1 END,
                    attempted_uid = \(uid)
                """)
        }
    }
}

extension OtherMailbox {
    static func rows(of account: AccountID) -> SQL { "SELECT * FROM other_mailboxes WHERE account_id = \(account)" }

    static func byName(_ rows: [SQLRow]) throws -> [String: OtherMailbox] {
        try rows.reduce(into: [:]) {
            var other = OtherMailbox(
                name: try $1.string("mailbox"), uidValidity: try $1["uidvalidity", as: UInt32.self],
                nextUID: try $1["next_uid", as: UInt32.self])
            other.looksAgain = try $1.int("look_again")
            other.tries = IntakeTries(
                uid: try $1["attempted_uid", as: UInt32?.self], attempts: try $1.int("attempts"))
            $0[other.name] = other
        }
    }
}

extension SQLSession {
    func note(_ other: OtherMailbox, of account: AccountID) async throws {
        try await write(
            """
            INSERT INTO other_mailboxes AS known (account_id, mailbox, uidvalidity, next_uid)
            VALUES (\(account), \(other.name.storable), \(other.uidValidity), \(other.nextUID))
            ON CONFLICT (account_id, mailbox) DO UPDATE
            SET uidvalidity = excluded.uidvalidity, next_uid = excluded.next_uid,
                look_again = known.look_again - \(other.looksAgain), attempted_uid = NULL, attempts = 0
            """)
    }

    /// Mail in the other mailboxes of these mails' account that concerned nobody may concern somebody now.
    func lookElsewhereAgain(of group: Int64) async throws {
        try await execute(
            """
            UPDATE other_mailboxes SET look_again = look_again + 1
            WHERE account_id = (SELECT account_id FROM outreach_groups WHERE id = \(group))
            """)
    }
}
