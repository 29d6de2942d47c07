/// A failure on an IMAP connection, with a sentence that says what to do.
///
/// No case ever carries a password or token; server texts are scrubbed of them before they get here.
public enum IMAPError: Error, Sendable, Equatable {
    /// The server could not be reached (name resolution, refused, unreachable).
    case connectionFailed(String)
    /// The TLS session could not be set up. Nothing was sent in clear text instead.
    case tlsFailed(TLSFailure)
    /// The server refused user name and password.
    case authenticationFailed(serverText: String, code: ResponseCode?)
    /// The server refused the access token.
    case tokenRefused(serverText: String, code: ResponseCode?)
    /// A tagged NO: the server understood the command and will not do it.
    case no(serverText: String, code: ResponseCode?)
    /// A tagged BAD: the server did not accept the command as such.
    case bad(serverText: String)
    /// The server said BYE and hung up.
    case bye(String)
    /// The named command, or phase of connecting, had no answer within its deadline. The connection was closed.
    case timedOut(command: String)
    /// The connection is closed, by the peer or by us.
    case closed
    /// The calling task was cancelled.
    case cancelled
    /// The server does not offer what the command needs.
    case unsupported(String)
    /// The server sent more than we are willing to hold. The connection was closed.
    case limitExceeded(ParserLimits.Kind)
    /// The server broke the protocol. The connection was closed.
    case protocolViolation(String)
    /// An argument cannot be expressed in IMAP; nothing was sent.
    case invalidArgument(String)

    /// Whether the same call may succeed later on a new connection without anybody changing anything.
    public var isRetriable: Bool {
        switch self {
        case .connectionFailed, .bye, .timedOut, .closed, .protocolViolation: true
        case .no(_, let code): code?.isTransient ?? false
        case .tlsFailed(let failure): failure.isRetriable
        case .authenticationFailed, .tokenRefused, .bad, .cancelled, .unsupported, .limitExceeded, .invalidArgument:
            false
        }
    }
}

extension IMAPError: CustomStringConvertible {
    /// One or two sentences for a person: what happened, and what to do next.
    public var description: String {
        switch self {
        case .connectionFailed(let reason):
            "The IMAP server could not be reached (\(reason)). Check host and port, and that the network allows it."
        case .tlsFailed(let failure):
            "\(failure)"
        case .authenticationFailed(let text, _):
            "The IMAP server refused the login: \(Self.unpunctuated(text)). Check the user name; Gmail and Outlook need an app password or OAuth."
        case .tokenRefused(let text, _):
            "The IMAP server refused the access token: \(Self.unpunctuated(text)). Check that IMAP is allowed for the account, and that the permission still stands and was given by this very account."
        case .no(let text, _):
            "The IMAP server refused the command: \(Self.unpunctuated(text))."
        case .bad(let text):
            "The IMAP server did not understand the command: \(Self.unpunctuated(text)). Report this with the name of the server."
        case .bye(let text):
            "The IMAP server closed the session: \(Self.unpunctuated(text)). Try again later; too many connections are a common reason."
        case .timedOut(let command):
            "The IMAP server did not answer \(command) in time. The connection was closed; connect again."
        case .closed:
            "The IMAP connection is closed. Connect again."
        case .cancelled:
            "The IMAP command was cancelled by its caller."
        case .unsupported(let feature):
            "The IMAP server does not support \(feature). Use another way, or another server setting."
        case .limitExceeded(let limit):
            "The IMAP server sent more than allowed (\(limit)). Raise the limit if the mailbox is that large."
        case .protocolViolation(let what):
            "The IMAP server broke the protocol: \(what). The connection was closed; connect again."
        case .invalidArgument(let what):
            "The IMAP command cannot be sent: \(what)."
        }
    }

    /// Server texts often end in full stops of their own.
    private static func unpunctuated(_ text: String) -> Substring {
        guard let last = text.lastIndex(where: { $0 != "." && $0 != " " }) else { return "no reason given" }
        return text[...last]
    }
}
