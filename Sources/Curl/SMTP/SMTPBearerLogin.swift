import Text

/// AUTH OAUTHBEARER (RFC 7628) or XOAUTH2 with an access token. Pure: it takes replies and says what to send.
///
/// libcurl could do it, but hangs up on the server's error challenge, so that the refusal itself is never seen.
///
///     AUTH … → 235
///     AUTH … → 334 (error) → acknowledgement → 535;   AUTH without initial response → 334 → response → …
struct SMTPBearerLogin: Sendable, Equatable {
    enum Step: Sendable, Equatable {
        case send(String)
        case loggedIn
        case refused(SMTPReply)
    }

    /// A command line may have this many octets, CR LF included (RFC 4954 section 4); longer responses follow a 334.
    private static let longestCommand = 512

    private let mechanism: String
    private let response: String
    private let acknowledgement: String
    private let token: String
    private var responseIsSent = false
    private var isAcknowledged = false

    /// Nil when the server offers neither mechanism.
    init?(_ server: SMTPServer, _ token: Password, offered: Set<String>) {
        let message: String
        if offered.contains("OAUTHBEARER") {
            mechanism = "OAUTHBEARER"
            // RFC 7628 section 3.2.3: one 0x01.
            acknowledgement = "AQ=="
            message = BearerMessage.oauthBearer(
                user: server.username, token: token.secret, host: server.host, port: Int(server.port))
        } else if offered.contains("XOAUTH2") {
            mechanism = "XOAUTH2"
            acknowledgement = ""
            message = BearerMessage.xoauth2(user: server.username, token: token.secret)
        } else {
            return nil
        }
        response = Base64.encoded(message.utf8)
        self.token = token.secret
    }

    /// Whether user and token could end their field and begin another.
    static func isSafe(_ server: SMTPServer, _ token: Password) -> Bool {
        (server.username + token.secret).utf8.allSatisfy { $0 > 0x1F && $0 != 0x7F }
    }

    mutating func begin() -> String {
        let command = "AUTH \(mechanism) \(response)"
        guard command.utf8.count + 2 <= Self.longestCommand else { return "AUTH \(mechanism)" }
        responseIsSent = true
        return command
    }

    mutating func replied(_ reply: SMTPReply) -> Step {
        if reply.code == 235 { return .loggedIn }
        guard reply.code == 334, !isAcknowledged else { return .refused(hidden(reply)) }
        if responseIsSent {
            isAcknowledged = true
            return .send(acknowledgement)
        }
        responseIsSent = true
        return .send(response)
    }

    private func hidden(_ reply: SMTPReply) -> SMTPReply {
        let lines = reply.lines.map {
            BearerMessage.stands(in: $0, token: token) ? "(the server repeated the token)" : $0
        }
        return SMTPReply(code: reply.code, lines: lines)
    }
}

extension SMTPBearerLogin: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { "SMTPBearerLogin(\(mechanism))" }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: ["mechanism": mechanism]) }
}
