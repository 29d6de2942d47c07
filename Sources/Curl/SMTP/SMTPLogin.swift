/// The first half of a session, which libcurl leads: connect, TLS, greeting, EHLO, STARTTLS, AUTH. We only watch it.
///
/// A CURLcode does not tell the phase, so this follows the commands and replies that libcurl shows its debug callback.
struct SMTPLogin: Sendable {
    private enum Command: Sendable {
        case none, hello, startTLS, auth
    }

    private var command = Command.none
    private var parser = SMTPReplyParser()
    private(set) var lastReply: SMTPReply?
    private(set) var capabilities = SMTPCapabilities()
    /// 235 came for an AUTH (RFC 4954 section 6).
    private(set) var isAuthenticated = false

    private var isConnected = false

    /// A TLS handshake is in progress, so there is a connection.
    mutating func encrypting() { isConnected = true }

    /// A command was sent. Only its verb is read: the text after AUTH is the password.
    mutating func sent(_ bytes: some Collection<UInt8>) {
        // After 334 the line is a response to the challenge, whatever it looks like.
        if command == .auth, lastReply?.code == 334 { return lastReply = nil }
        lastReply = nil
        switch String(decoding: bytes.prefix(4).map(\.asciiUppercased), as: UTF8.self) {
        case "EHLO", "HELO":
            command = .hello
            capabilities = SMTPCapabilities()
        case "STAR": command = .startTLS
        case "AUTH": command = .auth
        default: break
        }
    }

    /// Bytes from the server. libcurl itself refuses anything that is not SMTP.
    mutating func received(_ bytes: some Sequence<UInt8>) {
        isConnected = true
        // Without reason to look further: the parser's complaint becomes libcurl's own.
        guard let replies = try? parser.take(bytes) else { return parser = SMTPReplyParser() }
        for reply in replies {
            lastReply = reply
            if command == .hello, reply.code == 250 { capabilities = SMTPCapabilities(reply) }
            if command == .auth, reply.code == 235 { isAuthenticated = true }
        }
    }

    /// The last reply, if it is a refusal.
    var refusal: SMTPReply? { lastReply.flatMap { $0.code >= 400 ? $0 : nil } }

    /// The phase in which libcurl gave up.
    ///
    /// - Parameter wasConnected: according to libcurl's clock, which starts only after the handshake where TLS comes first.
    func phase(security: SMTPServer.Security, wasConnected: Bool, isEncrypted: Bool) -> SMTPPhase {
        guard isConnected || wasConnected else { return .connecting }
        if security == .tls, !isEncrypted { return .tls }
        switch command {
        case .none, .hello: return .greeting
        case .startTLS: return .tls
        case .auth: return .authentication
        }
    }
}
