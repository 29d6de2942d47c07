package import Correspondence

/// What proves to a server who we are.
package enum LoginProof: Sendable, Hashable {
    case password(Secret)
    /// An OAuth 2 access token, fetched anew for each login.
    case token(TokenOrigin)
}

/// Where the access tokens of a mailbox come from.
package enum TokenOrigin: Sendable, Hashable {
    /// The first line that this shell command prints.
    case command(Secret)
    /// A permission that `mosaic accounts connect` stored.
    case grant(TokenProvider, EmailAddress)
}

/// Whose permissions can be stored.
package enum TokenProvider: String, Sendable, Hashable, CaseIterable {
    case google, microsoft
}
