/// A refusal by Redis or on the way to it, in words that say what to do. It never contains the password.
public struct RedisError: Error, Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// No server answers, or a try failed a moment ago and the next one is not due yet.
        case unreachable
        /// The connection broke or the time was up while a command ran: it may or may not have taken effect.
        case lost
        /// The server wants another password, user or database.
        case refused
        /// The server answered a command with an error; its first word, such as `WRONGTYPE`.
        case server(code: String)
        /// The answer was not Redis's protocol, larger than allowed, or of another type than the command promises.
        case unexpectedReply
        /// This client cannot use the URL.
        case invalidURL
        /// The task was cancelled before the command was sent, or the client had been closed.
        case cancelled
    }

    public let kind: Kind

    /// One sentence for a person.
    public let sentence: String

    public init(_ kind: Kind, _ sentence: String) {
        self.kind = kind
        self.sentence = sentence
    }

    /// Whether the same command may succeed later without a person's action.
    public var isRetriable: Bool {
        switch kind {
        case .unreachable, .lost: true
        case .server(let code): ["LOADING", "BUSY", "TRYAGAIN", "MASTERDOWN", "CLUSTERDOWN", "OOM"].contains(code)
        case .refused, .unexpectedReply, .invalidURL, .cancelled: false
        }
    }
}

extension RedisError: CustomStringConvertible {
    public var description: String { sentence }
}
