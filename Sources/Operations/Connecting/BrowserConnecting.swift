package import Access
package import Correspondence
package import OAuth
package import Settings
import Text

/// Connects accounts through a browser, which the provider sends back to an address of the desk.
package struct BrowserConnecting: Sendable {
    /// The path on the desk to which browsers come back.
    package static let path = "/accounts/connected"

    private let accounts: [EmailAddress: TokenProvider]
    private let endpoints: [TokenProvider: TokenEndpoint]
    private let keeper: GrantKeeper
    private let redirectURL: String

    /// - Parameters:
    ///   - accounts: those that log in by a permission, with their addresses.
    ///   - keeper: where permissions are stored.
    ///   - publicURL: of the desk, without a slash at its end.
    package init(
        accounts: [EmailAddress: TokenProvider], endpoints: [TokenProvider: TokenEndpoint], keeper: GrantKeeper,
        publicURL: String
    ) {
        self.accounts = accounts
        self.endpoints = endpoints
        self.keeper = keeper
        redirectURL = publicURL + Self.path
    }

    /// Whether this account logs in by a permission.
    package func takes(_ account: EmailAddress) -> Bool { accounts[account] != nil }

    /// Begins one attempt; the browser brings back the answer.
    package func begin(_ account: EmailAddress) throws(OperationFailure) -> PendingConnection {
        guard let provider = accounts[account] else {
            throw OperationFailure(.unknown, "\(account) is no account that the settings open by OAuth.")
        }
        guard let connecting = connecting(account, at: provider) else {
            throw OperationFailure(
                .notReady, "No app of \(provider.rawValue) is set: set \(provider.settingsPrefix)_CLIENT_ID.")
        }
        return PendingConnection(
            account: account, provider: provider,
            request: connecting.request(redirectURL: redirectURL, random: .fresh(count: 64)))
    }

    /// Stores the permission for the answer that the browser brought.
    ///
    /// - Parameter query: exactly as it came.
    package func finish(_ pending: PendingConnection, query: String) async throws -> Acknowledgement {
        guard let connecting = connecting(pending.account, at: pending.provider) else {
            throw OperationFailure(.notReady, "No app of \(pending.provider.rawValue) is set any more.")
        }
        do { try await connecting.redeem(query, of: pending.request) } catch let failure as OAuthFailure {
            throw OperationFailure(.refused, "\(pending.account) was not connected. \(failure)")
        } catch let failure as TokenFailure {
            throw OperationFailure(failure.isPassing ? .notReady : .refused, "\(failure)")
        }
        return Acknowledgement("\(pending.account) is connected.", ["account": pending.account])
    }

    private func connecting(_ account: EmailAddress, at provider: TokenProvider) -> MailboxConnecting? {
        endpoints[provider].map { MailboxConnecting(account, at: provider, endpoint: $0, keeper: keeper) }
    }
}

/// The permission that a person is about to grant at a provider.
package struct PendingConnection: Sendable {
    package let account: EmailAddress
    let provider: TokenProvider
    let request: AuthorizationRequest
    package let begunAt = ContinuousClock.now

    init(account: EmailAddress, provider: TokenProvider, request: AuthorizationRequest) {
        self.account = account
        self.provider = provider
        self.request = request
    }

    /// The page for the person to open.
    package var url: String { request.url }

    /// The provider whose page it is.
    package var providerName: String { request.provider.name.shown }
}
