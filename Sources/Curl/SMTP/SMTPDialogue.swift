/// The second half of a session, which we lead ourselves: from the encrypted connection, already logged in if by password, to the
/// answer. Pure: it takes events and returns the next step.
///
/// ```
/// submit:  (login by token) → mailFrom → recipient → data → content → beforeFinalDot → afterFinalDot → accepted
/// verify:  (login by token) → noop → accepted
/// ```
/// Where the server takes commands in groups (RFC 2920), MAIL, RCPT and DATA go out at once, and their answers are read in turn: no
/// byte of the content goes before all three are good.
///
/// libcurl could lead this half too, but it waits for the answer to the dot inside one blocking call, and one slow server
/// would hold up every other transfer on the thread.
struct SMTPDialogue: Sendable {
    /// The session's next action.
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

    private let server: SMTPServer
    private var capabilities = SMTPCapabilities()
    private var mail: SMTPEnvelope?
    private let badEnvelope: (SMTPFailure.Kind, String)?
    private var state = State.begun
    /// Whether MAIL, RCPT and DATA went out together.
    private var isGrouped = false

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
        mail = SMTPEnvelope(
            sender: sender, recipient: recipient, content: MessageContent.onTheWire(submission.message),
            id: submission.envelopeID)
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
                    SMTPFailure(
                        phase: .authentication, kind: .authentication, host: server.host, cause: cause,
                        detail:
                            "\(server.host): \(cause). Check server, port and encryption, or log in with a password.")),
                politely: true)
        }
        let command = login.begin()
        state = .loggingIn(login)
        return .send(Self.line(command))
    }

    /// Another mail over a connection that carried one before and is logged in.
    mutating func goOn(_ capabilities: SMTPCapabilities) -> Action {
        self.capabilities = capabilities
        return beginErrand()
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
        if let lack = mail.lack(of: capabilities) {
            return conclude(.failed(failure(kind: .permanentMessage, cause: lack)), politely: true)
        }
        let command = Self.line(mail.mail(capabilities))
        isGrouped = capabilities.offersPipelining
        return .send(isGrouped ? command + Self.line(mail.rcpt(capabilities)) + Self.line("DATA") : command)
    }

    /// The server said something.
    mutating func replied(_ reply: SMTPReply) -> Action {
        switch state {
        case .loggingIn(let login): return loginReplied(reply, login)
        case .noop, .afterFinalDot:
            guard reply.isPositive else { return refused(reply) }
            return conclude(.accepted(reply), politely: true)
        case .mailFrom:
            // Answers to the rest of a group may still come, and DATA may have been accepted: nothing more is sent.
            guard reply.isPositive, let mail else { return refused(reply, politely: !isGrouped) }
            state = .recipient
            return isGrouped ? .wait : .send(Self.line(mail.rcpt(capabilities)))
        case .recipient:
            guard reply.isPositive else { return refused(reply, politely: !isGrouped) }
            state = .data
            return isGrouped ? .wait : .send(Self.line("DATA"))
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

    /// Everything to be sent has been written.
    mutating func written() -> Action {
        guard case .content = state else { return .wait }
        state = .beforeFinalDot
        return .askForDot
    }

    /// The caller's decision. From here on the dot counts as sent, since part of it may be.
    mutating func decide(_ verdict: FinalDot) -> Action {
        guard case .beforeFinalDot = state else { return .wait }
        if let aborted = verdict.outcome { return conclude(aborted, politely: false) }
        state = .afterFinalDot
        return .send(Self.line("."))
    }

    /// The connection is no longer usable.
    mutating func broke(curlCode: Int = 0, _ cause: String) -> Action {
        guard !isOver else { return .wait }
        return conclude(.failed(failure(curlCode: curlCode, cause: cause)), politely: false)
    }

    /// The caller wants no more. After the dot this has to wait for the server.
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
    /// The outcome when no dot may go out; nil when it may.
    fileprivate var outcome: SMTPOutcome? {
        switch self {
        case .abort(let reason): .aborted(reason)
        case .send(let objection): objection().map { .aborted($0) }
        }
    }
}
