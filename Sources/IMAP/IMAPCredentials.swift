/// The credentials of a login. The secret appears in no description, reflection or dump.
public enum IMAPCredentials: Sendable {
    /// A user name with a password or app password: AUTHENTICATE PLAIN (RFC 4616), else LOGIN.
    case password(user: String, password: String)
    /// A user name with an OAuth 2 access token: AUTHENTICATE OAUTHBEARER (RFC 7628), else XOAUTH2 (Google, Microsoft).
    case bearer(user: String, token: String)

    /// The user name.
    public var user: String {
        switch self {
        case .password(let user, _), .bearer(let user, _): user
        }
    }

    var secret: String {
        switch self {
        case .password(_, let secret), .bearer(_, let secret): secret
        }
    }
}

extension IMAPCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .password(let user, _): "password of \(user)"
        case .bearer(let user, _): "OAuth token of \(user)"
        }
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
