/// AUTH PLAIN and AUTH LOGIN (RFC 4954).
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
        case .command, .message:
            return undecodable
        }
    }

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
