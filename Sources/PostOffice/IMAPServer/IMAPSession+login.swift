/// LOGIN and AUTHENTICATE PLAIN (RFC 3501 sections 6.2.2 and 6.2.3, RFC 4616).
extension IMAPSession {
    mutating func logIn(
        _ tag: String, name: String, password: String, _ world: MailWorld, _ options: IMAPOptions,
        _ reply: inout IMAPReply
    ) {
        guard user == nil else { return reply.bad(tag, "already logged in") }
        if let refusal = options.loginRefusal { return reply.no(tag, refusal) }
        guard let known = world.authenticate(name, password: password) else {
            return reply.no(tag, "[AUTHENTICATIONFAILED] Invalid credentials")
        }
        user = known
        reply.ok(tag, "[CAPABILITY \(capabilities(options, world))] logged in")
    }

    mutating func startAuthentication(
        _ tag: String, _ response: [UInt8]?, _ world: MailWorld, _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard user == nil else { return reply.bad(tag, "already logged in") }
        guard let response else {
            expectation = .saslResponse(tag: tag)
            return reply.line("+ ")
        }
        authenticate(tag, response: response, world, options, &reply)
    }

    mutating func authenticate(
        _ tag: String, response: [UInt8], _ world: MailWorld, _ options: IMAPOptions, _ reply: inout IMAPReply
    ) {
        guard response != [UInt8(ascii: "*")] else { return reply.bad(tag, "authentication cancelled") }
        guard let credentials = SASLPlain(base64: response) else {
            return reply.bad(tag, "not a SASL PLAIN response")
        }
        logIn(tag, name: credentials.user, password: credentials.password, world, options, &reply)
    }
}
