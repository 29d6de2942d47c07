package import Correspondence
import Database

/// How far a mailbox beside Inbox and Sent has been looked into.
package struct OtherMailbox: Sendable, Hashable {
    package let name: String
    package let uidValidity: UInt32
    /// Mail below this UID was looked at.
    package let nextUID: UInt32

    package init(name: String, uidValidity: UInt32, nextUID: UInt32) {
        self.name = name
        self.uidValidity = uidValidity
        self.nextUID = nextUID
    }
}

extension Mailboxes {
    /// What is known of the other mailboxes of an account, by name.
    package func others(of account: AccountID) async throws -> [String: OtherMailbox] {
        try OtherMailbox.byName(await database.rows(OtherMailbox.rows(of: account)))
    }

    /// Notes that these were looked into. False when the lease is lost, and nothing was written.
    package func note(_ others: [OtherMailbox], of account: AccountID, under lease: Lease) async throws -> Bool {
        guard !others.isEmpty else { return true }
        return try await database.transaction { session in
            guard try await session.isHeld(lease) else { return false }
            for other in others { try await session.note(other, of: account) }
            return true
        }
    }
}

extension OtherMailbox {
    static func rows(of account: AccountID) -> SQL { "SELECT * FROM other_mailboxes WHERE account_id = \(account)" }

    static func byName(_ rows: [SQLRow]) throws -> [String: OtherMailbox] {
        try rows.reduce(into: [:]) {
            let name = try $1.string("mailbox")
            $0[name] = OtherMailbox(
                name: name, uidValidity: try $1["uidvalidity", as: UInt32.self],
                nextUID: try $1["next_uid", as: UInt32.self])
        }
    }
}

extension SQLSession {
    func note(_ other: OtherMailbox, of account: AccountID) async throws {
        try await write(
            """
            INSERT INTO other_mailboxes (account_id, mailbox, uidvalidity, next_uid)
            VALUES (\(account), \(other.name.storable), \(other.uidValidity), \(other.nextUID))
            ON CONFLICT (account_id, mailbox) DO UPDATE
            SET uidvalidity = excluded.uidvalidity, next_uid = excluded.next_uid
            """)
    }
}
