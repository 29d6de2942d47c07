package import Correspondence
import Database
import Timing

/// The rights of this process to an account: to read its mailboxes, to send from it, or both. Each is a lease of its own, since
/// an account may have no inbox, or no outlet.
package struct AccountRights: Sendable, Hashable {
    /// To read the mailboxes and keep their cursors.
    package let watch: Lease?
    /// To send.
    package let outlet: Lease?

    package init(watch: Lease?, outlet: Lease?) {
        self.watch = watch
        self.outlet = outlet
    }

    /// In the order of their names, the order in which everything locks them.
    package var leases: [Lease] { [watch, outlet].compactMap(\.self).sorted { $0.name < $1.name } }

    static let watchPrefix = "watch:"
    static let outletPrefix = "send:"

    /// The name of the lease to watch an account.
    package static func watchName(_ account: AccountID) -> String { "\(watchPrefix)\(account)" }
    /// The name of the lease to send from it.
    package static func outletName(_ account: AccountID) -> String { "\(outletPrefix)\(account)" }
}

extension Leases {
    /// Acquires the rights to an account, all or none: from `deadHolder` even before they expire.
    ///
    /// Mails that an earlier holder had claimed are planned again: without these leases they get no final dot any more. Its mails
    /// in doubt are ours to resolve.
    ///
    /// - Returns: nil when another process holds one of them.
    package func acquireRights(
        to account: AccountID, holder: String, deadHolder: String? = nil, for span: Duration
    ) async throws -> AccountRights? {
        do {
            return try await database.transaction { session in
                let row = try await session.first("SELECT has_inbox, outlet FROM accounts WHERE id = \(account)")
                guard let row else { return nil }
                let outlet =
                    try row["outlet", as: Outlet.self] == .nothing
                    ? nil
                    : try await session.acquire(
                        AccountRights.outletName(account), holder: holder, deadHolder: deadHolder, for: span)
                let watch =
                    try row.bool("has_inbox")
                    ? try await session.acquire(
                        AccountRights.watchName(account), holder: holder, deadHolder: deadHolder, for: span) : nil
                try await session.takeOver(account)
                return AccountRights(watch: watch, outlet: outlet)
            }
        } catch is HeldElsewhere {
            return nil
        }
    }
}

/// Rolls back acquired rights: all rights to an account or none.
private struct HeldElsewhere: Error {}

extension SQLSession {
    fileprivate func acquire(
        _ name: String, holder: String, deadHolder: String?, for span: Duration
    ) async throws -> Lease {
        if let deadHolder { try await expire(name, heldBy: deadHolder) }
        guard let lease = try await acquire(name, holder: holder, for: span) else { throw HeldElsewhere() }
        return lease
    }

    fileprivate func takeOver(_ account: AccountID) async throws {
        try await returnLapsedClaims("account_id = \(account) AND state = 'claimed'")
        try await endDoubtLeases(of: account)
    }
}
