/// The answer of a token endpoint (RFC 6749 section 5.1). No description or dump shows a token.
package struct TokenGrant: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    package let accessToken: String
    /// Nil: the old one stays valid. A new one replaces it at once and for ever.
    package let refreshToken: String?
    /// How long the access token lasts.
    package let lifetime: Duration
    /// The granted scopes, which may be fewer than requested; empty: all of them (RFC 6749 section 5.1).
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
        // Microsoft sometimes changes the case of its scopes.
        let granted = Set(scopes.map { $0.lowercased() })
        return provider.neededScopes.filter { !granted.contains($0.lowercased()) }.sorted()
    }

    package var description: String { "TokenGrant(lifetime: \(lifetime))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: ["lifetime": lifetime, "scopes": scopes]) }
}
