/// One command as the state machine sends it.
struct Command: Sendable {
    enum Kind: Hashable, Sendable {
        case plain
        /// Its EXISTS and FLAGS describe the new mailbox instead of news in the old one.
        case select
        /// Its FETCH responses were asked for.
        case fetch
        case search
        /// Its answer consists of names and states of mailboxes.
        case list
        /// Its EXPUNGE responses are its own doing.
        case expunge
        /// Ends with DONE.
        case idle
        /// A `+` after the last segment is a refusal of the token, which must be acknowledged before the tagged NO comes:
        /// with one 0x01 (OAUTHBEARER, RFC 7628 section 3.2.3) or with an empty line (XOAUTH2).
        case authenticate(acknowledgement: String)
        case startTLS
        /// BYE is expected.
        case logout
    }

    /// The deadline of the command.
    enum Patience: Hashable, Sendable {
        /// This long after the command was sent.
        case total(Duration)
        /// After this long without any data.
        case silence(Duration)
    }

    /// The command without its arguments, for errors.
    let name: String
    var kind: Kind = .plain
    /// Whether its answer includes all messages announced before it began.
    var showsAllNews = false
    /// The bytes; the first segment follows the tag, each further one follows a `+`.
    let segments: [[UInt8]]
    let patience: Patience
}

extension Command: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Only the name: segments may hold a password.
    var description: String { name }
    var debugDescription: String { name }
    var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}

/// Identifies a submitted command within its connection.
struct CommandID: Hashable, Sendable {
    let rawValue: UInt64
}

/// The successful end of a command.
enum Completion: Hashable, Sendable {
    /// The tagged OK, or the greeting.
    case ok(StatusResponse)
    case idled(IdleOutcome)
}

/// Why an IDLE ended.
public enum IdleOutcome: Hashable, Sendable {
    /// The server announced new, removed or changed messages, now or since the last IDLE.
    case changed
    /// The time was over.
    case timedOut
    /// `interruptIdle()` was called, or another command is waiting.
    case interrupted
    /// The server ended it by itself, without news.
    case ended
}
