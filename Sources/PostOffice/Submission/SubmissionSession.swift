import Timing

/// One submission session as a pure state machine (RFC 5321, RFC 6409, RFC 4954): the client's bytes, the world and the
/// script in, wire steps out.
struct SubmissionSession: Sendable {
    enum Expectation: Hashable, Sendable {
        case command, message
        case plainResponse, loginName
        case loginPassword(name: String)
        case bearerResponse
        /// The token was refused; the client has to acknowledge that.
        case bearerAcknowledgement
    }

    static let sizeLimit = 35 * 1024 * 1024

    private var reader = SMTPLineReader(limit: 1_048_576)
    private var isOver = false
    var expectation = Expectation.command
    var hasGreeted = false
    /// The user who is logged in.
    var user: String?
    var sender: String?
    var recipients: [String] = []
    var message: [UInt8] = []

    mutating func open(_ script: inout SubmissionScript) -> [WireStep] {
        finish(
            answer(.greeting, about: [], &script) { SubmissionReply(220, "post-office.test ESMTP ready") })
    }

    /// Takes what the client sent, in whatever pieces, and answers every line that is complete.
    mutating func receive(
        _ bytes: [UInt8], world: inout MailWorld, script: inout SubmissionScript, now: Timestamp
    ) -> [WireStep] {
        var steps: [WireStep] = []
        if !isOver { reader.append(bytes) }
        while !isOver, let line = reader.next() {
            steps += finish(take(line, world: &world, script: &script, now: now))
        }
        if !isOver, reader.isOverLimit || message.count > Self.sizeLimit {
            steps += finish([.send(SubmissionReply(552, "5.3.4 Too much data").bytes), .close])
        }
        return steps
    }

    /// The ordinary answer at a phase, unless the script interferes. `accept` does the work and is left out with it.
    mutating func answer(
        _ phase: SubmissionPhase, about addresses: [String], _ script: inout SubmissionScript,
        accept: () -> SubmissionReply
    ) -> [WireStep] {
        let fault = script.take(phase, addresses: addresses)
        if phase == .message, fault?.acceptsAnyway == true { _ = accept() }
        switch fault {
        case nil: return [.send(accept().bytes)]
        case .delay(let span): return [.pause(span), .send(accept().bytes)]
        case .reply(let reply), .acceptAndReply(let reply):
            return [.send(reply.bytes)] + (reply.code == 421 ? [.close] : [])
        case .drop, .acceptAndDrop: return [.close]
        case .silence, .acceptAndSilence: return [.hold]
        }
    }

    /// After a close or a hold nothing more is read.
    private mutating func finish(_ steps: [WireStep]) -> [WireStep] {
        if steps.contains(where: { $0 == .close || $0 == .reset || $0 == .hold }) { isOver = true }
        return steps
    }

    private mutating func take(
        _ line: ArraySlice<UInt8>, world: inout MailWorld, script: inout SubmissionScript, now: Timestamp
    ) -> [WireStep] {
        switch expectation {
        case .command:
            return perform(SMTPCommand(line), world: &world, script: &script)
        case .message:
            return takeMessageLine(line, world: &world, script: &script, now: now)
        case .plainResponse, .loginName, .loginPassword, .bearerResponse, .bearerAcknowledgement:
            return continueAuthentication(Array(line), world, &script)
        }
    }

    /// Dot-unstuffing and the final dot (RFC 5321 section 4.5.2).
    private mutating func takeMessageLine(
        _ line: ArraySlice<UInt8>, world: inout MailWorld, script: inout SubmissionScript, now: Timestamp
    ) -> [WireStep] {
        let dot = UInt8(ascii: ".")
        guard line.elementsEqual([dot]) else {
            if message.count <= Self.sizeLimit {
                message += line.first == dot ? line.dropFirst() : line
                message += Ascii.crlf
            }
            return []
        }
        let submission = SubmittedMail(from: sender ?? "", to: recipients, bytes: message, user: user)
        expectation = .command
        clearEnvelope()
        return answer(.message, about: submission.recipients, &script) {
            world.submit(submission, at: now)
            return SubmissionReply(250, "2.0.0 OK queued as \(world.accepted.count)")
        }
    }

    mutating func clearEnvelope() {
        (sender, recipients, message) = (nil, [], [])
    }
}
