/// One message for one recipient: nobody learns of another's address, and every refusal has one addressee.
public struct SMTPSubmission: Sendable {
    public var server: SMTPServer
    /// The envelope sender without angle brackets; empty for the null path `<>`.
    public var sender: String
    /// The one envelope recipient, without angle brackets.
    public var recipient: String
    /// The message as bytes, header first. Bare CR and LF become CR LF, and leading dots are doubled on the wire.
    public var message: [UInt8]
    /// The name by which reports identify the mail, if the server supports it (ENVID, RFC 3461 section 4.4); nil: none.
    public var envelopeID: String?

    public init(
        server: SMTPServer, sender: String, recipient: String, message: [UInt8], envelopeID: String? = nil
    ) {
        self.server = server
        self.sender = sender
        self.recipient = recipient
        self.message = message
        self.envelopeID = envelopeID
    }
}

/// The caller's decision, once all but the final dot is with the server: whether the dot may go out.
///
/// It is asked on the transport's thread, directly before the write. Time may have passed since the decision: a process can be held
/// up between any two instructions.
public enum FinalDot: Sendable {
    /// Send, unless the closure objects right before the dot: then the connection is closed instead, and the server throws
    /// the message away (RFC 5321 section 4.1.1.4). It must return at once: every other transfer waits for it.
    case send(unless: @Sendable () -> String?)
    /// Close the connection, and why.
    case abort(String?)

    public static let send = FinalDot.send { nil }
}

/// The purpose of a session.
enum SMTPErrand: Sendable {
    case submit(SMTPSubmission)
    case verify
}
