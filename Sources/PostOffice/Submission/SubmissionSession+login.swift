/// AUTH PLAIN and AUTH LOGIN (RFC 4954), OAUTHBEARER (RFC 7628) and XOAUTH2.
extension SubmissionSession {
    mutating func authenticate(
        _ argument: String, _ world: MailWorld, _ script: inout SubmissionScript
    ) -> [WireStep] {
        guard hasGreeted else { return [.send(SubmissionReply(503, "5.5.1 EHLO first").bytes)] }
        guard user == nil else { return [.send(SubmissionReply(503, "5.5.1 Already logged in").bytes)] }
        let words = argument.utf8.split(separator: Ascii.space).map { Array($0) }
        let initial = words.count > 1 ? words[1] : nil
        switch String(decoding: words.first ?? [], as: UTF8.self).uppercased() {
        case "PLAIN":
            expectation = .plainResponse
            return initial.map { continueAuthentication($0, world, &script) } ?? challenge("")
        case "LOGIN":
            expectation = .loginName
            return initial.map { continueAuthentication($0, world, &script) } ?? challenge("Username:")
        case "XOAUTH2" where world.userOfToken != nil,
            "OAUTHBEARER" where world.userOfToken != nil && world.offersOAuthBearer:
            expectation = .bearerResponse
            return initial.map { continueAuthentication($0, world, &script) } ?? challenge("")
        default:
            return [.send(SubmissionReply(504, "5.5.4 Mechanism not offered").bytes)]
        }
    }

    mutating func continueAuthentication(
        _ response: [UInt8], _ world: MailWorld, _ script: inout SubmissionScript
    ) -> [WireStep] {
        let current = expectation
        expectation = .command
        guard response != [UInt8(ascii: "*")] else { return [.send(SubmissionReply(501, "5.7.0 Cancelled").bytes)] }
        switch current {
        case .plainResponse:
            guard let plain = SASLPlain(base64: response) else { return undecodable }
            return logIn(plain.user, plain.password, world, &script)
        case .loginName:
            guard let name = Base64.decode(response) else { return undecodable }
            expectation = .loginPassword(name: String(decoding: name, as: UTF8.self))
            return challenge("Password:")
        case .loginPassword(let name):
            guard let password = Base64.decode(response) else { return undecodable }
            return logIn(name, String(decoding: password, as: UTF8.self), world, &script)
        case .bearerResponse:
            return takeToken(response, world, &script)
        case .bearerAcknowledgement:
            return [.send(SubmissionReply(535, "5.7.8 The token is not accepted").bytes)]
        case .command, .message:
            return undecodable
        }
    }

    /// Both mechanisms part their fields with 0x01 and name the token alike; the user stands in `user=` or `a=`.
    private mutating func takeToken(
        _ response: [UInt8], _ world: MailWorld, _ script: inout SubmissionScript
    ) -> [WireStep] {
        guard let message = Base64.decode(response) else { return undecodable }
        let fields = message.split(separator: 1).map { String(decoding: $0, as: UTF8.self) }
        let token = fields.first { $0.hasPrefix("auth=Bearer ") }?.dropFirst(12) ?? ""
        let name = fields.first.map { $0.hasPrefix("user=") ? $0.dropFirst(5) : $0.dropFirst(4).prefix { $0 != "," } }
        let owner = world.userOfToken?(String(token))
        var accepts = false
        let steps = answer(.authentication, about: [String(name ?? "")], &script) {
            accepts = owner != nil && owner?.lowercased() == name?.lowercased()
            return accepts ? SubmissionReply(235, "2.7.0 Accepted") : SubmissionReply(334, Self.tokenRefusal)
        }
        if accepts { user = owner } else { expectation = .bearerAcknowledgement }
        return steps
    }

    /// `{"status":"400","schemes":"Bearer"}`.
    private static let tokenRefusal = "eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIn0="

    private var undecodable: [WireStep] { [.send(SubmissionReply(501, "5.5.2 Cannot decode the response").bytes)] }

    private func challenge(_ text: String) -> [WireStep] {
        [.send(SubmissionReply(334, String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)).bytes)]
    }

    private mutating func logIn(
        _ name: String, _ password: String, _ world: MailWorld, _ script: inout SubmissionScript
    ) -> [WireStep] {
        let known = world.authenticate(name, password: password)
        var accepts = false
        let steps = answer(.authentication, about: [name], &script) {
            accepts = known != nil
            return accepts
                ? SubmissionReply(235, "2.7.0 Accepted")
                : SubmissionReply(535, "5.7.8 Username and Password not accepted")
        }
        if accepts { user = known }
        return steps
    }
}
