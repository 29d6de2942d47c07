/// The commands between greeting and final dot, in the order RFC 5321 section 4.1.4 allows.
extension SubmissionSession {
    mutating func perform(
        _ command: SMTPCommand, world: inout MailWorld, script: inout SubmissionScript
    ) -> [WireStep] {
        switch command.verb {
        case "EHLO", "HELO": return hello(command, world, &script)
        case "AUTH": return authenticate(command.argument, world, &script)
        case "MAIL": return mail(command.argument, &script)
        case "RCPT": return recipient(command.argument, world, &script)
        case "DATA": return data(&script)
        case "RSET":
            let steps = answer(.reset, about: [], &script) { SubmissionReply(250, "2.0.0 OK") }
            clearEnvelope()
            return steps
        case "NOOP": return reply(250, "2.0.0 OK")
        case "QUIT": return answer(.quit, about: [], &script) { SubmissionReply(221, "2.0.0 Bye") } + [.close]
        default: return reply(502, "5.5.1 Command not recognised")
        }
    }

    private func reply(_ code: Int, _ text: String) -> [WireStep] { [.send(SubmissionReply(code, text).bytes)] }

    private mutating func hello(
        _ command: SMTPCommand, _ world: MailWorld, _ script: inout SubmissionScript
    ) -> [WireStep] {
        guard !command.argument.isEmpty else { return reply(501, "5.5.4 A name is missing") }
        hasGreeted = true
        clearEnvelope()
        let mechanisms =
            "PLAIN LOGIN"
            + (world.userOfToken == nil ? "" : world.offersOAuthBearer ? " XOAUTH2 OAUTHBEARER" : " XOAUTH2")
        let extensions = [
            "PIPELINING", "SIZE \(Self.sizeLimit)", "8BITMIME", "AUTH \(mechanisms)", "ENHANCEDSTATUSCODES",
        ]
        return answer(.hello, about: [], &script) {
            SubmissionReply(
                250, lines: ["post-office.test at your service"] + (command.verb == "EHLO" ? extensions : []))
        }
    }

    private mutating func mail(_ argument: String, _ script: inout SubmissionScript) -> [WireStep] {
        guard hasGreeted else { return reply(503, "5.5.1 EHLO first") }
        guard user != nil else { return reply(530, "5.7.0 Authentication required") }
        guard sender == nil else { return reply(503, "5.5.1 A sender is given already") }
        guard let path = SMTPPath(argument, keyword: "FROM") else { return reply(501, "5.1.7 Bad sender address") }
        guard path.declaredSize <= Self.sizeLimit else { return reply(552, "5.3.4 Message too big") }
        var accepts = false
        let steps = answer(.mail, about: [path.address], &script) {
            accepts = true
            return SubmissionReply(250, "2.1.0 OK")
        }
        if accepts { sender = path.address }
        return steps
    }

    private mutating func recipient(
        _ argument: String, _ world: MailWorld, _ script: inout SubmissionScript
    ) -> [WireStep] {
        guard sender != nil else { return reply(503, "5.5.1 MAIL first") }
        guard let path = SMTPPath(argument, keyword: "TO") else { return reply(501, "5.1.3 Bad recipient address") }
        guard recipients.count < 100 else { return reply(452, "4.5.3 Too many recipients") }
        let isRefused = world.refusedRecipients.contains(path.address.lowercased())
        var accepts = false
        let steps = answer(.recipient, about: [path.address], &script) {
            accepts = !isRefused
            return isRefused ? .mailboxUnavailable : SubmissionReply(250, "2.1.5 OK")
        }
        if accepts { recipients.append(path.address) }
        return steps
    }

    private mutating func data(_ script: inout SubmissionScript) -> [WireStep] {
        guard !recipients.isEmpty else { return reply(503, "5.5.1 RCPT first") }
        var accepts = false
        let steps = answer(.data, about: recipients, &script) {
            accepts = true
            return SubmissionReply(354, "Go ahead")
        }
        if accepts { expectation = .message }
        return steps
    }
}

extension SMTPPath {
    /// The SIZE parameter (RFC 1870); 0 when it is not given.
    fileprivate var declaredSize: Int {
        let size = parameters.first { Ascii.equal($0.prefix(5), "SIZE=") }
        return size.map { Ascii.number($0.utf8.dropFirst(5), as: Int.self) ?? .max } ?? 0
    }
}
