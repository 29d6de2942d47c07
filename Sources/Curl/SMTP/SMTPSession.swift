import CLibCurl
import Glibc

/// One SMTP session on the curl thread: carries out what ``SMTPDialogue`` decides over the connection that libcurl opened,
/// encrypted and logged in (CURLOPT_CONNECT_ONLY).
///
/// After a mail that was taken it may rest, with the connection open, for the next one of the same login: see ``serve(_:waiter:)``.
final class SMTPSession: Transfer {
    /// The events that the calling task hears of.
    enum Step: Sendable {
        case readyForDot
        case over(SMTPOutcome)
        /// The connection had rested, and was gone before the server heard of this mail: a new one is to be opened.
        case lapsed
    }
    typealias Waiter = CheckedContinuation<Step, Never>

    enum Stage {
        case loggingIn, talking, resting, parting, over
    }

    /// How long a finished session waits for the answer to QUIT.
    static let partingTime = Duration.seconds(5)
    /// How long to wait for the first answer over a connection that rested: some networks silently forget connections.
    private static let wakingTime = Duration.seconds(20)

    let easy: EasyHandle
    let server: SMTPServer
    private let afterDotGrace: Duration
    private(set) var login = SMTPLogin()
    var dialogue: SMTPDialogue
    private(set) var parser = SMTPReplyParser()
    var outgoing = OutgoingBytes()
    private var socket: curl_socket_t = -1
    var stage = Stage.loggingIn
    var waiter: Waiter?
    /// The caller was asked about the dot and has not answered.
    private var isAsking = false
    /// An outcome that came while the caller was asked, kept for ``finish(_:waiter:now:)``.
    private var unheard: SMTPOutcome?
    var deadline: ContinuousClock.Instant?
    /// The deadline that no progress extends, once the caller has stopped waiting.
    private(set) var lastMoment: ContinuousClock.Instant?
    var began = ContinuousClock.now
    let maySubmit: Bool
    /// Mails that this connection has carried or carries.
    var mails = 1
    /// The connection has rested, and the server has said nothing since.
    var isWaking = false

    var handle: EasyHandle.Pointer? { stage == .over ? nil : easy.pointer }
    var isOver: Bool { stage == .over && !isAsking }

    /// Prepares the session; nil when it cannot even begin, which the waiter has then heard.
    init?(_ server: SMTPServer, _ errand: SMTPErrand, afterDotGrace: Duration, waiter: Waiter) {
        let dialogue = SMTPDialogue(errand, at: server)
        func fail(_ cause: String) {
            let failure = SMTPFailure(phase: .connecting, host: server.host, cause: cause)
            waiter.resume(returning: .over(.failed(failure)))
        }
        if let failure = dialogue.envelopeFailure {
            waiter.resume(returning: .over(.failed(failure)))
            return nil
        }
        guard let easy = EasyHandle() else {
            fail("libcurl gave no handle, memory is out")
            return nil
        }
        self.easy = easy
        self.server = server
        self.afterDotGrace = afterDotGrace
        self.dialogue = dialogue
        if case .submit = errand { maySubmit = true } else { maySubmit = false }
        do throws(CurlError) {
            try configure()
        } catch {
            fail(error.message)
            return nil
        }
        self.waiter = waiter
    }

    /// libcurl hands back the pointer that `configure` gave it; the session outlives its handle, which it owns.
    static func at(_ context: UnsafeMutableRawPointer?) -> SMTPSession {
        Unmanaged.fromOpaque(context!).takeUnretainedValue()
    }

    func watch(_ kind: curl_infotype, _ bytes: UnsafeRawBufferPointer) {
        guard stage == .loggingIn else { return }
        switch kind {
        case CURLINFO_HEADER_OUT: login.sent(bytes)
        case CURLINFO_HEADER_IN: login.received(bytes)
        case CURLINFO_SSL_DATA_OUT: login.encrypting()
        default: break
        }
    }

    func curlFinished(_ code: CURLcode) {
        guard stage == .loggingIn else { return }
        guard code == CURLE_OK else { return failLogin(code, easy.errorText(code)) }
        guard let socket = easy.socket else { return failLogin(CURLE_RECV_ERROR, "the connection is gone") }
        if logsInByPassword, !login.isAuthenticated {
            return failLogin(CURLE_LOGIN_DENIED, "the server offers no login on this port")
        }
        self.socket = socket
        stage = .talking
        perform(dialogue.begin(login.capabilities))
        exchange()
    }

    private func failLogin(_ code: CURLcode, _ cause: String) {
        let phase = login.phase(
            security: server.security, wasConnected: easy.microseconds(CURLINFO_CONNECT_TIME_T) > 0,
            isEncrypted: easy.microseconds(CURLINFO_APPCONNECT_TIME_T) > 0)
        let reply = login.refusal.map { server.password.hidden(in: $0, username: server.username) }
        let failure = SMTPFailure(
            phase: phase, reply: reply, curlCode: Int(code.rawValue), host: server.host,
            cause: reply?.description ?? server.password.hidden(in: cause, username: server.username))
        conclude(.failed(failure), politely: false)
    }
}

// What others on the thread ask of it.
extension SMTPSession {
    var interest: (socket: curl_socket_t, events: Int32)? {
        guard stage == .talking || stage == .parting || stage == .resting else { return nil }
        return (socket, outgoing.isEmpty ? CURL_WAIT_POLLIN : CURL_WAIT_POLLIN | CURL_WAIT_POLLOUT)
    }

    func socketReady() { exchange() }

    func deadlinePassed(now: ContinuousClock.Instant) {
        if stage == .resting { return part() }
        guard stage == .talking else { return close() }
        perform(dialogue.broke(curlCode: Int(CURLE_OPERATION_TIMEDOUT.rawValue), "no answer in time"))
    }

    /// The caller's decision about the dot.
    func finish(_ verdict: FinalDot, waiter: Waiter, now: ContinuousClock.Instant) {
        isAsking = false
        if let unheard { return waiter.resume(returning: .over(unheard)) }
        self.waiter = waiter
        // Anything the server said meanwhile comes first: after a 421 the dot must not follow.
        exchange()
        guard stage == .talking else { return }
        perform(dialogue.decide(verdict))
        exchange()
    }

    func interrupt(_ reason: StopReason, now: ContinuousClock.Instant) {
        if reason == .shutDown {
            // Nobody will come for the answer: the order to finish is refused from now on, as aborted.
            isAsking = false
            if stage == .parting || stage == .resting { return close() }
        }
        guard stage == .loggingIn || stage == .talking else { return }
        perform(dialogue.interrupt())
        if dialogue.phase == .afterFinalDot {
            lastMoment = min(lastMoment ?? now + afterDotGrace, now + afterDotGrace)
            renewDeadline()
        }
    }
}

// What it does itself.
extension SMTPSession {
    func perform(_ action: SMTPDialogue.Action) {
        switch action {
        case .send(let bytes):
            outgoing.put(bytes)
            renewDeadline()
            if outgoing.isEmpty { perform(dialogue.written()) }
        case .askForDot:
            isAsking = true
            deadline = nil
            tell(.readyForDot)
        case .conclude(let outcome, let politely):
            conclude(outcome, politely: politely)
        case .wait:
            break
        }
    }

    private func renewDeadline() {
        let phase = dialogue.phase
        let patience = isWaking ? min(phase.patience, Self.wakingTime) : phase.patience
        var next = ContinuousClock.now + min(server.responseTimeout, patience)
        if phase < .afterFinalDot { next = min(next, began + server.beforeDotTimeout) }
        deadline = min(next, lastMoment ?? next)
    }

    private func conclude(_ outcome: SMTPOutcome, politely: Bool) {
        if isAsking { unheard = outcome } else { tell(isLapse(outcome) ? .lapsed : .over(outcome)) }
        guard politely, stage == .talking else { return close() }
        if restsAfter(outcome) { rest() } else { part() }
    }

    private func tell(_ step: Step) {
        waiter?.resume(returning: step)
        waiter = nil
    }

    /// The thread takes the handle off, which closes the connection.
    func close() {
        stage = .over
        outgoing.clear()
        deadline = nil
    }

    /// Reads what is available, then writes what it can, until the socket allows no more of either.
    func exchange() {
        receive()
        while stage == .talking || stage == .parting, let piece = outgoing.next {
            var count = 0
            switch curl_easy_send(easy.pointer, piece.baseAddress, piece.count, &count) {
            case CURLE_OK: advance(by: count)
            case CURLE_AGAIN: return
            case let code: return lost(code)
            }
        }
    }

    private func advance(by count: Int) {
        outgoing.advance(by: count)
        if stage == .talking { renewDeadline() }
        if outgoing.isEmpty { perform(dialogue.written()) }
    }

    /// After a refused write, the reason is often still unread.
    private func lost(_ code: CURLcode) {
        receive()
        guard stage == .talking else { return close() }
        perform(dialogue.broke(curlCode: Int(code.rawValue), "the connection broke while writing"))
    }

    private func receive() {
        let room = 16 << 10
        withUnsafeTemporaryAllocation(byteCount: room, alignment: 1) { buffer in
            while stage == .talking || stage == .parting || stage == .resting {
                var count = 0
                let code = curl_easy_recv(easy.pointer, buffer.baseAddress, room, &count)
                if code == CURLE_AGAIN { return }
                // Nothing was asked, so the server can only be saying that it leaves.
                if stage == .resting { return close() }
                guard code == CURLE_OK, count > 0 else { return broke(code, "the server closed the connection") }
                take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer) {
        do throws(SMTPReplyParser.Garbled) {
            for reply in try parser.take(bytes) { take(reply) }
        } catch {
            broke(CURLE_WEIRD_SERVER_REPLY, "the server does not speak SMTP, \(error.reason)")
        }
    }

    private func take(_ reply: SMTPReply) {
        guard stage == .talking else { return close() }
        // An answer to a command that was not sent yet would shift every later answer by one.
        let isEarly = !outgoing.isEmpty && dialogue.phase != .content && reply.code != 421
        guard !isEarly else { return broke(CURLE_WEIRD_SERVER_REPLY, "the server answered before it was asked") }
        if reply.code != 421 { isWaking = false }
        perform(dialogue.replied(reply))
    }

    private func broke(_ code: CURLcode, _ cause: String) {
        guard stage == .talking else { return close() }
        perform(dialogue.broke(curlCode: Int(code.rawValue), cause))
    }
}
