package import Curl
package import OAuth
package import Settings

extension OAuthSettings {
    /// The servers of every app that is set.
    ///
    /// - Parameter timeout: for one request.
    package func endpoints(
        _ transport: CurlTransport, timeout: Duration = .seconds(20)
    ) -> [TokenProvider: TokenEndpoint] {
        var endpoints: [TokenProvider: TokenEndpoint] = [:]
        for (provider, app) in apps {
            endpoints[provider] = TokenEndpoint(
                self.provider(provider, app), client: OAuthClient(id: app.id, secret: app.secret?.revealed),
                transport: transport, timeout: timeout)
        }
        return endpoints
    }

    private func provider(_ name: TokenProvider, _ app: App) -> OAuthProvider {
        switch name {
        case .google: .google(base: app.baseURL)
        case .microsoft: .microsoft(tenant: microsoftTenant, base: app.baseURL)
        }
    }
}
