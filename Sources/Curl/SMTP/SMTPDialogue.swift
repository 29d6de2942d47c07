/// The second half of a session, which is ours: from the encrypted connection, which a password has logged in already, to
/// the answer. Pure: it takes what happened and says what to do next.
///
/// ```
/// submit:  (login by token) → mailFrom → recipient → data → content → beforeFinalDot → afterFinalDot → accepted
/// verify:  (login by token) → noop → accepted
/// ```
/// libcurl could lead this half too, but it waits for the answer to the dot inside one blocking call, and one slow server
/// would hold up every other transfer on the thread.
struct SMTPDialogue: Sendable {
    /// What the session does next.
    enum Action: Sendable, Equatable {
        case send([UInt8])
        /// Ask the caller; nothing is sent until ``decide(_:)``.
        case askForDot
        /// Tell the outcome, then say QUIT or just close.
        case conclude(SMTPOutcome, politely: Bool)
        case wait
    }

    private enum State: Sendable {
        case loggingIn(SMTPBearerLogin)
        case begun, noop, mailFrom, recipient, data, content, beforeFinalDot, afterFinalDot, over
    }

    private struct Mail: Sendable {
        let sender: SMTPPath
        let recipient: SMTPPath
        let content: [UInt8]

        var hasEightBit: Bool { content.contains { $0 >= 0x80 } }
    }

    private let server: SMTPServer
    private var capabilities = SMTPCapabilities()
    private var mail: Mail?
    private let badEnvelope: (SMTPFailure.Kind, String)?
    private var state = State.begun

    init(_ errand: SMTPErrand, at server: SMTPServer) {
        self.server = server
        guard case .submit(let submission) = errand else {
            (mail, badEnvelope) = (nil, nil)
            return
        }
        guard let sender = submission.sender.isEmpty ? .null : SMTPPath(submission.sender) else {
            (mail, badEnvelope) = (nil, (.permanentMessage, "the sender's address cannot be sent"))
            return
        }
        guard let recipient = SMTPPath(submission.recipient) else {
            (mail, badEnvelope) = (nil, (.permanentRecipient, "the recipient's address cannot be sent"))
            return
        }
        badEnvelope = nil
        mail = Mail(sender: sender, recipient: recipient, content: MessageContent.onTheWire(submission.message))
    }

    /// The fault in the envelope that makes connecting pointless.
    var envelopeFailure: SMTPFailure? {
        badEnvelope.map { kind, cause in
            SMTPFailure(
                phase: kind == .permanentRecipient ? .recipient : .mailFrom, kind: kind, host: server.host, cause: cause
            )
        }
    }

    var phase: SMTPPhase {
        switch state {
        case .begun, .mailFrom: .mailFrom
        case .noop, .loggingIn: .authentication
        case .recipient: .recipient
        case .data: .data
        case .content: .content
        case .beforeFinalDot: .beforeFinalDot
        case .afterFinalDot: .afterFinalDot
        case .over: .accepted
        }
    }

    var isOver: Bool { if case .over = state { true } else { false } }

    /// The connection stands, and a password has logged in.
    mutating func begin(_ capabilities: SMTPCapabilities) -> Action {
        self.capabilities = capabilities
        guard let token = server.token else { return beginErrand() }
        guard SMTPBearerLogin.isSafe(server, token),
            var login = SMTPBearerLogin(server, token, offered: capabilities.mechanisms)
        else {
            let cause = "the server offers no login with a token (OAUTHBEARER or XOAUTH2) on this port"
            return conclude(
                .failed(
                    SMTPFailure(phase: .authentication, kind: .authentication, host: server.host, cause: cause)),
                politely: true)
        }
        let command = login.begin()
        state = .loggingIn(login)
        return .send(Self.line(command))
    }

    private mutating func loginReplied(_ reply: SMTPReply, _ login: SMTPBearerLogin) -> Action {
        var login = login
        switch login.replied(reply) {
        case .send(let text):
            state = .loggingIn(login)
            return .send(Self.line(text))
        case .loggedIn: return beginErrand()
        case .refused(let reply): return refused(reply)
        }
    }

    private mutating func beginErrand() -> Action {
        guard let mail else {
            state = .noop
            return .send(Self.line("NOOP"))
        }
        state = .mailFrom
        if let lack = Self.lack(of: capabilities, for: mail) {
            return conclude(.failed(failure(kind: .permanentMessage, cause: lack)), politely: true)
        }
        return .send(Self.line("MAIL FROM:<\(mail.sender.address)>" + Self.parameters(capabilities, for: mail)))
    }

    private static func lack(of capabilities: SMTPCapabilities, for mail: Mail) -> String? {
        if let limit = capabilities.maxMessageBytes, mail.content.count > limit {
            return "it has \(mail.content.count) bytes and the server takes \(limit)"
        }
        if !capabilities.offersUTF8, mail.sender.needsUTF8 || mail.recipient.needsUTF8 {
            return "the server takes no addresses beyond ASCII"
        }
        if !capabilities.offersEightBit, mail.hasEightBit { return "the server takes no 8-bit content" }
        return nil
    }

    private static func parameters(_ capabilities: SMTPCapabilities, for mail: Mail) -> String {
        var parameters = ""
        if capabilities.offersSize { parameters += " SIZE=\(mail.content.count)" }
        if mail.hasEightBit { parameters += " BODY=8BITMIME" }
        if mail.sender.needsUTF8 || mail.recipient.needsUTF8 { parameters += " SMTPUTF8" }
        return parameters
    }

    /// The server said something.
    mutating func replied(_ reply: SMTPReply) -> Action {
        switch state {
        case .loggingIn(let login): return loginReplied(reply, login)
        case .noop, .afterFinalDot:
            guard reply.isPositive else { return refused(reply) }
            return conclude(.accepted(reply), politely: true)
        case .mailFrom:
            guard reply.isPositive, let mail else { return refused(reply) }
            state = .recipient
            return .send(Self.line("RCPT TO:<\(mail.recipient.address)>"))
        case .recipient:
            guard reply.isPositive else { return refused(reply) }
            state = .data
            return .send(Self.line("DATA"))
        case .data:
            // 354 and no other (RFC 5321 section 4.3.2): a 250 here would leave us writing a message as commands.
            guard reply.code == 354, let mail else { return refused(reply) }
            state = .content
            return .send(mail.content)
        case .content, .beforeFinalDot:
            // Not asked for: the server gives up on us, and the dot must not follow.
            return refused(reply, politely: false)
        case .begun, .over:
            return .wait
        }
    }

    /// Everything given to send is written.
    mutating func written() -> Action {
        guard case .content = state else { return .wait }
        state = .beforeFinalDot
        return .askForDot
    }

    /// The caller's word. From here on the dot counts as sent, since part of it may be.
    mutating func decide(_ verdict: FinalDot) -> Action {
        guard case .beforeFinalDot = state else { return .wait }
        if let aborted = verdict.outcome { return conclude(aborted, politely: false) }
        state = .afterFinalDot
        return .send(Self.line("."))
    }

    /// The connection is of no use any more.
    mutating func broke(curlCode: Int = 0, _ cause: String) -> Action {
        guard !isOver else { return .wait }
        return conclude(.failed(failure(curlCode: curlCode, cause: cause)), politely: false)
    }

    /// The caller wants no more. After the dot that has to wait for the server.
    mutating func interrupt() -> Action {
        switch state {
        case .afterFinalDot, .over: .wait
        default: conclude(.aborted(nil), politely: false)
        }
    }

    private mutating func refused(_ reply: SMTPReply, politely: Bool = true) -> Action {
        conclude(.failed(failure(reply: reply, cause: reply.description)), politely: politely && reply.code != 421)
    }

    private func failure(
        reply: SMTPReply? = nil, curlCode: Int = 0, kind: SMTPFailure.Kind? = nil, cause: String
    ) -> SMTPFailure {
        SMTPFailure(phase: phase, reply: reply, curlCode: curlCode, kind: kind, host: server.host, cause: cause)
    }

    private mutating func conclude(_ outcome: SMTPOutcome, politely: Bool) -> Action {
        state = .over
        return .conclude(outcome, politely: politely)
    }

    private static func line(_ command: String) -> [UInt8] { Array(command.utf8) + [0x0D, 0x0A] }
}

extension FinalDot {
    /// What the session ends with when no dot may go out; nil when it may.
    fileprivate var outcome: SMTPOutcome? {
        switch self {
        case .abort(let reason): .aborted(reason)
        case .send(let objection): objection().map { .aborted($0) }
        }
    }
}
