/// The source of access tokens for a login.
package struct BearerTokens: Sendable {
    /// A token that should be valid for the next few minutes.
    package let current: @Sendable () async throws(TokenFailure) -> String
    /// A server refused this token: the next one must be different.
    package let reject: @Sendable (String) async -> Void

    package init(
        current: @escaping @Sendable () async throws(TokenFailure) -> String,
        reject: @escaping @Sendable (String) async -> Void = { _ in }
    ) {
        self.current = current
        self.reject = reject
    }
}

/// Why there is no token.
package struct TokenFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// One or two sentences for a person: what happened, and what to do.
    package let description: String
    /// Whether the problem may pass without anybody's action.
    package let isPassing: Bool

    package init(_ description: String, isPassing: Bool = false) {
        self.description = description
        self.isPassing = isPassing
    }
}
