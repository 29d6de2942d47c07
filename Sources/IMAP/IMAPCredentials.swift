/// What proves who we are. Its secret shows in no description, reflection or dump.
public enum IMAPCredentials: Sendable {
    /// A user name with a password or app password: AUTHENTICATE PLAIN (RFC 4616), else LOGIN.
    case password(user: String, password: String)
    /// A user name with an OAuth 2 access token: AUTHENTICATE XOAUTH2 (Google, Microsoft).
    case xoauth2(user: String, token: String)

    /// The user name.
    public var user: String {
        switch self {
        case .password(let user, _), .xoauth2(let user, _): user
        }
    }

    var secret: String {
        switch self {
        case .password(_, let secret), .xoauth2(_, let secret): secret
        }
    }
}

extension IMAPCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        switch self {
        case .password(let user, _): "password of \(user)"
        case .xoauth2(let user, _): "OAuth token of \(user)"
        }
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror { Mirror(self, children: ["user": user]) }
}
