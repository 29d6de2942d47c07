package import Correspondence
import Database
import Timing

/// What this process may do with an account: read its mailboxes, use its way out, or both. Each is a lease of its own,
/// since an account may have no inbox, or nothing to send with.
package struct AccountRights: Sendable, Hashable {
    /// To read the mailboxes and keep their cursors.
    package let watch: Lease?
    /// To send.
    package let outlet: Lease?

    package init(watch: Lease?, outlet: Lease?) {
        self.watch = watch
        self.outlet = outlet
    }

    package var leases: [Lease] { [watch, outlet].compactMap(\.self) }

    /// The name of the lease to watch an account.
    package static func watchName(_ account: AccountID) -> String { "watch:\(account)" }
    /// The name of the lease to send from it.
    package static func outletName(_ account: AccountID) -> String { "send:\(account)" }
}

extension Leases {
    /// Takes the rights to an account, all that it has or none: from `deadHolder` even before its time is over.
    ///
    /// Mails that an earlier holder had claimed are planned again: without these leases they get no final dot any more. Its
    /// mails in doubt are ours to clear up.
    ///
    /// - Returns: nil when another process has one of them.
    package func acquireRights(
        to account: AccountID, holder: String, deadHolder: String? = nil, for span: Duration
    ) async throws -> AccountRights? {
        try await database.transaction { session in
            guard
                let row = try await session.first("SELECT has_inbox, outlet FROM accounts WHERE id = \(account)")
            else { return nil }
            let names = (
                watch: try row.bool("has_inbox") ? AccountRights.watchName(account) : nil,
                outlet: try row["outlet", as: Outlet.self] == .nothing ? nil : AccountRights.outletName(account)
            )
            guard try await session.areFree([names.outlet, names.watch].compactMap(\.self), holder, deadHolder) else {
                return nil
            }
            var outlet: Lease?
            if let name = names.outlet { outlet = try await session.acquire(name, holder: holder, for: span) }
            var watch: Lease?
            if let name = names.watch { watch = try await session.acquire(name, holder: holder, for: span) }
            try await session.takeOver(account)
            return AccountRights(watch: watch, outlet: outlet)
        }
    }
}

extension SQLSession {
    /// Whether nobody else holds any of these; they stay locked until the transaction ends.
    fileprivate func areFree(_ names: [String], _ holder: String, _ deadHolder: String?) async throws -> Bool {
        if let deadHolder {
            for name in names { try await expire(name, heldBy: deadHolder) }
        }
        return try await query(
            """
            SELECT name FROM leases WHERE name \(in: names) AND expires_at > \(SQL.now) AND holder <> \(holder)
            ORDER BY name \(SQL.forUpdate)
            """
        ).isEmpty
    }

    fileprivate func takeOver(_ account: AccountID) async throws {
        try await returnLapsedClaims("account_id = \(account) AND state = 'claimed'")
        try await endDoubtLeases(of: account)
    }
}
