import Correspondence
import Database

extension SQLSession {
    /// Whether an account has this address.
    func isOwn(_ address: EmailAddress) async throws -> Bool {
        try await first("SELECT 1 AS own FROM accounts WHERE address = \(address.key)") != nil
    }

    /// Removes an address from stored messages of servers and persons.
    func eraseFromReasons(_ address: EmailAddress) async throws {
        let texts = ["health_detail", "block_reason", "pause_reason"]
        let without = texts.map { "\(raw: $0) = replace(\(raw: $0), \(address.key), '(erased)')" as SQL }
        let named = texts.map { SQL.contains(SQL(raw: $0), address.key) }
        try await write(
            "UPDATE accounts SET \(SQL.joined(without)) WHERE \(SQL.joined(named, separator: " OR "))")
    }
}
