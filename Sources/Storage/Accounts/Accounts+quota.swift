package import Correspondence
import Database

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
}

extension SQL {
    /// `daily_limit` of the account `a`: its own or its provider's, whichever is smaller.
    static let dailyLimit: SQL = "\(smallerLimit) AS daily_limit"

    static let smallerLimit: SQL = """
        CASE WHEN a.provider_limit < a.daily_limit THEN a.provider_limit ELSE a.daily_limit END
        """
}
