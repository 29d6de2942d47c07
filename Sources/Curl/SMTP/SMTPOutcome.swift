/// How a session ended.
public enum SMTPOutcome: Sendable, Equatable {
    /// The server accepted responsibility for the message; or, for a login test, answered NOOP.
    case accepted(SMTPReply)
    /// No dot was sent: the caller stopped it with this reason, or a cancelled task or a shutdown did without one. Certainly
    /// unsent.
    case aborted(String?)
    case failed(SMTPFailure)
}

/// Why and where a session failed.
public struct SMTPFailure: Error, Sendable, Equatable {
    /// What a caller may do about it.
    public enum Kind: String, Sendable, Equatable, CaseIterable {
        /// The server said "later" to this message (4xx).
        case transient
        /// The server said "later" about this recipient: its mailbox is full, or it is greylisting.
        case recipientBusy
        /// The server said "later" to everything of this account: too many logins, connections or messages, or no service.
        case throttled
        /// This recipient will never get it: its address is certainly invalid.
        case permanentRecipient
        /// This message is refused, or its recipient accepts none, without any sign that the address is dead.
        case permanentMessage
        /// We are refused, whatever the message: our standing, our address, or how we send.
        case policy
        /// The login is refused, or one is demanded.
        case authentication
        /// The account has used up what it may send.
        case quota
        /// No session, or it broke before the dot.
        case connection
        /// No encrypted session.
        case tls
        /// The dot was sent and no answer came: the mail may or may not be under way.
        case outcomeUnknown
    }

    /// The phase in which it failed.
    public let phase: SMTPPhase
    /// The server's refusal, when it was one.
    public let reply: SMTPReply?
    /// The raw `CURLcode`, 0 when libcurl did not fail.
    public let curlCode: Int
    public let kind: Kind
    /// One sentence for a person: what happened, and what to do next. Never holds a password.
    public let detail: String

    /// True when no server can have taken the message: the dot was never sent, or was answered with a refusal
    /// (RFC 5321 section 4.2.5).
    public var certainlyUnsent: Bool { kind != .outcomeUnknown }

    /// - Parameters:
    ///   - cause: what happened in a few words, without a full stop.
    ///   - detail: a sentence in place of the usual one for the kind.
    init(
        phase: SMTPPhase, reply: SMTPReply? = nil, curlCode: Int = 0, kind: Kind? = nil, host: String, cause: String,
        detail: String? = nil
    ) {
        self.phase = phase
        self.reply = reply
        self.curlCode = curlCode
        let kind = kind ?? SMTPRefusal.kind(phase: phase, reply: reply, curlCode: curlCode)
        self.kind = kind
        self.detail =
            detail ?? SMTPRefusal.sentence(kind, phase: phase, curlCode: curlCode, host: host, cause: cause)
    }
}

extension SMTPFailure: CustomStringConvertible {
    public var description: String { detail }
}
