package import Access
package import Correspondence
package import OAuth
package import Settings

/// Gets a person's permission to read and send the mail of an account, and stores it.
package struct MailboxConnecting: Sendable {
    private let account: EmailAddress
    private let provider: TokenProvider
    private let endpoint: TokenEndpoint
    private let keeper: GrantKeeper

    /// - Parameter keeper: where the permission is stored.
    package init(
        _ account: EmailAddress, at provider: TokenProvider, endpoint: TokenEndpoint, keeper: GrantKeeper
    ) {
        self.account = account
        self.provider = provider
        self.endpoint = endpoint
        self.keeper = keeper
    }

    /// By a browser on this machine.
    ///
    /// - Parameters:
    ///   - random: 64 unpredictable octets.
    ///   - patience: how long the person may take.
    ///   - show: called with the address for the person to open.
    package func byBrowser(
        port: UInt16, random: [UInt8], patience: Duration = .seconds(600), show: (String) -> Void
    ) async throws {
        guard let redirect = LoopbackRedirect(port: port) else {
            throw OperationFailure(.notReady, "Port \(port) of this machine is taken: name another with --port.")
        }
        let url = endpoint.provider.loopbackURL(port: redirect.port)
        let request = request(redirectURL: url, random: random)
        show(request.url)
        guard let query = await redirect.query(within: patience) else {
            throw OperationFailure(.notReady, "No browser came back within \(patience.shown). Nothing was stored.")
        }
        try await redeem(query, of: request)
    }

    /// The page for a browser to open.
    ///
    /// - Parameters:
    ///   - redirectURL: where it comes back.
    ///   - random: 64 unpredictable octets.
    func request(redirectURL: String, random: [UInt8]) -> AuthorizationRequest {
        AuthorizationRequest(
            endpoint.provider, client: endpoint.client, redirectURL: redirectURL, loginHint: account.text,
            random: random)
    }

    /// Stores the permission for the query that the browser brought back.
    func redeem(_ query: String, of request: AuthorizationRequest) async throws {
        try await keep(try await endpoint.exchange(try request.code(inQuery: query), for: request))
    }

    /// By a code that the person types on any other screen.
    ///
    /// - Parameter show: called with the address to open and the code to type.
    package func byDevice(show: (DeviceAuthorization) -> Void) async throws {
        let authorization = try await endpoint.beginDevice()
        show(authorization)
        let deadline = ContinuousClock.now + authorization.lifetime
        var interval = authorization.interval
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: interval)
            let grant: TokenGrant
            do throws(OAuthFailure) { grant = try await endpoint.poll(authorization) } catch {
                switch error.kind {
                case .pending, .unavailable: break
                // RFC 8628 section 3.5.
                case .slowDown: interval += .seconds(5)
                default: throw error
                }
                continue
            }
            return try await keep(grant)
        }
        throw OperationFailure(.notReady, "Nobody agreed within \(authorization.lifetime.shown). Nothing was stored.")
    }

    private func keep(_ grant: TokenGrant) async throws {
        try await keeper.connect(grant, of: account, at: provider, endpoint.provider)
    }
}
