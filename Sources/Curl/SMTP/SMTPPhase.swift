/// How far a session got; later phases are greater.
public enum SMTPPhase: Int, Sendable, Comparable, CaseIterable {
    /// Looking up the host and opening the connection.
    case connecting
    /// STARTTLS and the TLS handshake.
    case tls
    /// The server's greeting and EHLO.
    case greeting
    case authentication
    case mailFrom
    case recipient
    /// The DATA command, before any content.
    case data
    /// Header and body under way.
    case content
    /// All content written, the dot not sent.
    case beforeFinalDot
    /// The dot is, or may be, with the server.
    case afterFinalDot
    case accepted

    /// How long a server may take to answer in this phase (RFC 5321 section 4.5.3.2).
    var patience: Duration {
        switch self {
        case .connecting, .tls, .greeting, .authentication, .mailFrom, .recipient: .seconds(300)
        case .data: .seconds(120)
        case .content, .beforeFinalDot: .seconds(180)
        case .afterFinalDot, .accepted: .seconds(600)
        }
    }

    public static func < (one: SMTPPhase, other: SMTPPhase) -> Bool { one.rawValue < other.rawValue }
}
