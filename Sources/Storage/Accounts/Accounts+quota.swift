package import Correspondence
import Database
import Events
import Timing

extension Accounts {
    /// The number of mails that the account's provider allows in any 24 hours; nil: it sets no limit.
    package func note(providerLimit: Int?, of account: AccountID) async throws {
        try await database.transaction { session in
            try await session.write(
                """
                UPDATE accounts SET provider_limit = \(providerLimit), next_send_at = NULL
                WHERE id = \(account) AND provider_limit IS DISTINCT FROM \(providerLimit)
                """)
        }
    }

    /// Lets the account's own limit count anew, on behalf of a person: the mails before now use up nothing of it. Every other
    /// count stays, that of the provider among them.
    ///
    /// - Returns: the number of mails that counted until now.
    package func resetLimit(of account: AccountID) async throws -> Int {
        try await database.transaction { session in
            let count = try await session.first(
                """
                SELECT COUNT(*) AS count FROM outbox h JOIN accounts a ON a.id = h.account_id
                WHERE a.id = \(account) AND h.in_doubt_at > \(SQL.now) - \(SendPolicy.day)
                  AND (a.limit_from IS NULL OR h.in_doubt_at >= a.limit_from)
                """)
            let mails = try count?.int("count") ?? 0
            try await session.write(
                "UPDATE accounts SET limit_from = \(SQL.now), next_send_at = NULL WHERE id = \(account)")
            try await session.record(
                .accountLimitReset, account: account,
                detail: mails == 1
                    ? "1 mail of the last 24 h counts no more" : "\(mails) mails of the last 24 h count no more")
            return mails
        }
    }

    /// The mails that count against the own limit of each account whose count began anew within the last 24 h.
    package func countedSinceReset() async throws -> [AccountID: Int] {
        try await database.rows(
            """
            SELECT a.id, (SELECT COUNT(*) \(SQL.sinceReset)) AS mails FROM accounts a WHERE \(SQL.isReset)
            """
        ).reduce(into: [:]) { $0[try $1["id", as: AccountID.self]] = try $1.int("mails") }
    }
}

extension SQL {
    /// Whether the own limit of account `a` has begun to count anew within the last 24 h.
    fileprivate static let isReset: SQL = "a.limit_from > \(SQL.now) - \(SendPolicy.day)"

    /// Its mails `h` since then.
    fileprivate static let sinceReset: SQL = "FROM outbox h WHERE h.account_id = a.id AND h.in_doubt_at >= a.limit_from"

    /// The columns of account `a` that ``SendHistory/Count`` is read from. The oldest is found in the order of an account's own
    /// index: by time alone, the mails of all accounts would be searched.
    static let countSinceReset: SQL = """
        CASE WHEN \(isReset) THEN (SELECT COUNT(*) \(sinceReset)) END AS reset_mails,
        CASE WHEN \(isReset) THEN (SELECT CASE WHEN oldest.account_id = a.id THEN oldest.in_doubt_at END FROM (
            SELECT h.account_id, h.in_doubt_at FROM outbox h
            WHERE h.in_doubt_at IS NOT NULL AND (h.account_id, h.in_doubt_at) >= (a.id, a.limit_from)
            ORDER BY h.account_id, h.in_doubt_at LIMIT 1) AS oldest) END AS reset_oldest
        """
}

extension SendHistory.Count {
    /// Nil where the limit counts all of the last 24 h.
    init?(sinceReset row: SQLRow) throws {
        guard let mails = try row.optionalInt("reset_mails") else { return nil }
        self.init(mails: mails, oldest: try row.optionalTimestamp("reset_oldest"))
    }
}
