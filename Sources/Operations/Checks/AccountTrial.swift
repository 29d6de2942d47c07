package import Correspondence
package import Settings
import Synchronization

/// Tries the servers of the settings' accounts: what `mosaic accounts test` does, for somebody at the desk.
package final class AccountTrial: Sendable {
    private let accounts: [EmailAddress: AccountSettings]
    private let pollingInterval: Duration
    private let access: AccountAccess
    /// Those that are tried now: a provider bars who logs in too often.
    private let underway = Mutex<Set<EmailAddress>>([])

    package init(_ settings: MosaicSettings, access: AccountAccess) {
        accounts = Dictionary(settings.accounts.map { ($0.address, $0) }) { first, _ in first }
        pollingInterval = settings.pollingInterval
        self.access = access
    }

    /// Whether it knows the servers of the account.
    package func takes(_ account: EmailAddress) -> Bool { accounts[account] != nil }

    /// The findings, after ``Checkup/limit`` at the latest.
    func findings(on account: EmailAddress) async throws -> [Finding] {
        guard let own = accounts[account] else {
            throw OperationFailure(
                .unknown,
                "\(account) is not among the accounts of this process's settings, so its servers are not known.")
        }
        guard underway.withLock({ $0.insert(account).inserted }) else {
            throw OperationFailure(.refused, "\(account) is being tested already: wait for the answer.")
        }
        defer { underway.withLock { _ = $0.remove(account) } }
        return await Checkup.run(AccountCheck(own, pollingInterval: pollingInterval, access: access).parts)
    }
}
