extension IMAPError {
    /// Whether the server limits us: too many connections or logins, too much traffic, a quota. It passes within minutes, and asking
    /// again soon prolongs it.
    ///
    /// Servers have codes for some of it (RFC 5530, Microsoft's THROTTLED) and say the rest in words, such as Gmail's
    /// `NO [ALERT] Too many simultaneous connections. (Failure)`.
    public var isThrottling: Bool {
        switch self {
        case .no(_, .overQuota), .no(_, .limit): true
        case .no(_, .other(name: "THROTTLED", _)): true
        case .no(let text, _), .bad(let text), .bye(let text): text.names(Self.limits)
        default: false
        }
    }

    /// Whether the server puts us off for reasons of its own: it limits us, or a part of it is down. This says nothing about the
    /// password or the command.
    public var isPassing: Bool {
        if isThrottling { return true }
        return switch self {
        case .no(let text, let code): code?.isTransient == true || text.names(Self.outages)
        case .bad(let text), .bye(let text): text.names(Self.outages)
        default: false
        }
    }

    private static let limits = [
        "too many", "too much", "exceeded", "bandwidth", "rate limit", "throttl", "limit reached", "connection limit",
    ]
    private static let outages = [
        "temporar", "try again", "try later", "unavailable", "not available", "timed out", "timeout", "overload",
        "busy",
        "maintenance", "internal error", "server error", "backend",
    ]

    /// Whether a refused login is certainly about name and password: by its code (RFC 5530) or, without one, by words that say so and
    /// none that say otherwise.
    static func isAboutCredentials(_ text: String, _ code: ResponseCode?) -> Bool {
        switch code {
        case .authenticationFailed, .authorizationFailed, .expired: true
        case nil, .alert, .other:
            !IMAPError.no(serverText: text, code: code).isPassing && text.names(credentialWords)
        default: false
        }
    }

    private static let credentialWords = [
        "password", "credential", "authentication", "authenticate", "login failed", "login incorrect", "login invalid",
        "login denied", "invalid login", "login refused", "login rejected", "logon failure", "unknown user",
        "invalid user", "bad login", "access denied", "user name", "username",
    ]
}

extension String {
    /// Whether it contains one of these words, in lower case.
    fileprivate func names(_ words: [String]) -> Bool {
        let text = lowercased()
        return words.contains(where: text.contains)
    }
}
