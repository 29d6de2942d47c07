package import Correspondence

/// The credentials for a server.
package enum LoginProof: Sendable, Hashable {
    case password(Secret)
    /// An OAuth 2 access token, fetched for each login.
    case token(TokenOrigin)
}

/// The source of a mailbox's access tokens.
package enum TokenOrigin: Sendable, Hashable {
    /// The first output line of this shell command.
    case command(Secret)
    /// A permission that `mosaic accounts connect` stored.
    case grant(TokenProvider, EmailAddress)
}

/// Providers whose permissions can be stored.
package enum TokenProvider: String, Sendable, Hashable, CaseIterable {
    case google, microsoft
}
