/// The apps to which people grant permissions, and the key that protects their tokens.
package struct OAuthSettings: Sendable, Hashable {
    /// An app as it is registered with a provider.
    package struct App: Sendable, Hashable {
        package var id: String
        package var secret: Secret?
        /// A server other than the provider's, without a slash at its end; for tests.
        package var baseURL: String?

        package init(id: String, secret: Secret? = nil, baseURL: String? = nil) {
            self.id = id
            self.secret = secret
            self.baseURL = baseURL
        }
    }

    package var apps: [TokenProvider: App]
    /// The Microsoft accounts that may be connected: `common`, `organizations`, `consumers`, or one organisation.
    package var microsoftTenant: String
    /// `APP_SECRET_KEY`: tokens are sealed with a key derived from it. Nil: none can be stored.
    package var secretKey: Secret?

    package init(apps: [TokenProvider: App] = [:], microsoftTenant: String = "common", secretKey: Secret? = nil) {
        self.apps = apps
        self.microsoftTenant = microsoftTenant
        self.secretKey = secretKey
    }
}
