package import Correspondence
import Database
import Events
import Timing

extension Accounts {
    /// After this time a mark is put again: an installation that starts later looks back only this far.
    static let markLifetime = Duration.seconds(20 * 86_400)

    /// The mark that is due to be put into the account's Sent; nil while a recent one is there.
    package func dueMark(of account: AccountID) async throws -> InstallationMark? {
        try await database.read { session in
            let row = try await session.first(
                """
                SELECT i.installation FROM accounts a JOIN instance i ON i.id = 1
                WHERE a.id = \(account) AND i.installation IS NOT NULL
                  AND (a.marked_at IS NULL OR a.marked_at <= \(SQL.now) - \(Self.markLifetime))
                """)
            return try row.map { InstallationMark(installation: try $0.string("installation")) }
        }
    }

    package func noteMarked(_ account: AccountID) async throws {
        try await database.transaction { session in
            try await session.execute("UPDATE accounts SET marked_at = \(SQL.now) WHERE id = \(account)")
        }
    }

    /// Lets this installation continue with an account whose mailbox holds another one's mark. Marks found earlier no longer
    /// count. The other installation must have been stopped, or stops when it sees a newer mark.
    package func takeOver(_ account: AccountID) async throws {
        try await database.transaction { session in
            try await session.execute(
                "UPDATE accounts SET rival = NULL, rivals_from = \(SQL.now), marked_at = \(SQL.now) WHERE id = \(account)"
            )
            try await session.record(.accountTakenOver, account: account)
        }
    }
}

extension SQLSession {
    /// Records a mark found in the account's Sent. A mark that is not ours stops sending from the account.
    ///
    /// - Returns: whether it is news.
    func noteMark(_ mark: InstallationMark, seenAt instant: Timestamp, in account: AccountID) async throws -> Bool {
        let changed = try await execute(
            """
            UPDATE accounts SET rival = \(mark.installation.storable)
            WHERE id = \(account) AND rival IS NULL AND (rivals_from IS NULL OR rivals_from < \(instant))
              AND NOT \(SQL.isOwnName(mark.installation))
            """)
        guard changed > 0 else { return false }
        let elsewhere = try await first(
            "SELECT COUNT(*) AS count FROM accounts WHERE rival = \(mark.installation.storable) AND id <> \(account)")
        if try elsewhere?.int("count") == 0 { try await takeNameUnknown(to: mark.installation) }
        try await record(.accountRival, account: account, detail: mark.installation)
        return true
    }

    /// The mailboxes do not show the installation's name yet.
    func markAnew() async throws { try await write("UPDATE accounts SET marked_at = NULL") }
}
