/// What a token endpoint gives (RFC 6749 section 5.1). No description or dump shows a token.
package struct TokenGrant: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    package let accessToken: String
    /// Nil: the one that was sent stays valid. Where one comes, it replaces that at once and for ever.
    package let refreshToken: String?
    /// How long the access token lasts.
    package let lifetime: Duration
    /// What was granted, which may be less than was asked for; empty: all of it (RFC 6749 section 5.1).
    package let scopes: Set<String>

    package init(accessToken: String, refreshToken: String?, lifetime: Duration, scopes: Set<String>) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        self.lifetime = lifetime
        self.scopes = scopes
    }

    /// Needed scopes that were not granted.
    package func missingScopes(for provider: OAuthProvider) -> [String] {
        guard !scopes.isEmpty else { return [] }
        // Microsoft changes the case of its scopes now and then.
        let granted = Set(scopes.map { $0.lowercased() })
        return provider.neededScopes.filter { !granted.contains($0.lowercased()) }.sorted()
    }

    package var description: String { "TokenGrant(lifetime: \(lifetime))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["lifetime": lifetime, "scopes": scopes]) }
}
