/// HTTP and SMTP over one libcurl multi handle on one thread of its own.
///
/// Any number of calls may run at once; none waits for another's server. Cancelling the calling task reaches the
/// transfer at once. Call ``shutdown()`` before the program ends.
public final class CurlTransport: Sendable {
    private let inbox = CurlInbox()

    /// Starts the thread.
    ///
    /// - Parameter afterDotGrace: how long a cancelled or shut down submission still waits for the server's answer to its
    ///   final dot. Without that answer nobody knows whether the mail was taken.
    public init(afterDotGrace: Duration = .seconds(30)) {
        CurlThread.start(inbox, afterDotGrace: afterDotGrace)
    }

    deinit { inbox.shutDown() }

    /// Ends every transfer and then the thread; returns when both are done. Later calls fail with
    /// ``CurlError/Kind/shutDown`` or end as ``SMTPOutcome/aborted(_:)``.
    public func shutdown() async {
        inbox.shutDown()
        await inbox.ended()
    }

    /// Sends one request and gathers the whole response. Any status is a response.
    public func perform(_ request: HTTPRequest) async throws(CurlError) -> HTTPResponse {
        try await perform(request, through: nil)
    }

    func perform(_ request: HTTPRequest, through gate: RequestGate?) async throws(CurlError) -> HTTPResponse {
        try request.validate()
        let id = inbox.newID()
        return try await cancelling(id) { self.inbox.start(.perform(id, request, gate, $0)) }.get()
    }

    /// Submits one message to one recipient (RFC 5321, RFC 6409).
    ///
    /// `beforeFinalDot` runs when the server has the whole message except the dot that makes it take responsibility.
    /// Until it returns, and unless its word still holds when the dot is written, the mail is certainly unsent. A task cancelled by then sends no dot; one
    /// cancelled later still waits for the answer, at most the grace given to `init`.
    ///
    /// Where `restTime` of the server allows, a connection that carried a mail of the same login carries this one too. If it turns
    /// out to be gone before the server has said a word, a new one is opened.
    public func submit(
        _ submission: SMTPSubmission, beforeFinalDot: @Sendable () async -> FinalDot
    ) async -> SMTPOutcome {
        var (id, step) = await offer(submission, afresh: false)
        if case .lapsed = step { (id, step) = await offer(submission, afresh: true) }
        switch step {
        case .over(let outcome): return outcome
        case .readyForDot:
            let wish = await beforeFinalDot()
            return await conclude(id, Task.isCancelled ? .abort(nil) : wish)
        // A connection that was opened afresh never rested.
        case .lapsed: return .aborted(nil)
        }
    }

    /// - Parameter afresh: whether a connection that rests must be left alone.
    private func offer(_ submission: SMTPSubmission, afresh: Bool) async -> (TransferID, SMTPSession.Step) {
        let id = inbox.newID()
        let step = await cancelling(id) {
            self.inbox.start(.converse(id, submission.server, .submit(submission), afresh: afresh, $0))
        }
        return (id, step)
    }

    private func conclude(_ id: TransferID, _ verdict: FinalDot) async -> SMTPOutcome {
        let step = await cancelling(id) { self.inbox.post(.finish(id, verdict, $0)) }
        guard case .over(let outcome) = step else { return .aborted(nil) }
        return outcome
    }

    /// Connects, encrypts, logs in and says NOOP and QUIT: proves an account's settings and sends nothing.
    ///
    /// ``SMTPOutcome/accepted(_:)`` carries the reply to NOOP.
    public func verifyLogin(_ server: SMTPServer) async -> SMTPOutcome {
        let id = inbox.newID()
        let step = await cancelling(id) { self.inbox.start(.converse(id, server, .verify, afresh: true, $0)) }
        guard case .over(let outcome) = step else { return .aborted(nil) }
        return outcome
    }

    /// Waits for the curl thread's answer to the order that `send` leaves, and passes the task's cancellation on to it.
    private func cancelling<Answer: Sendable>(
        _ id: TransferID, _ send: (CheckedContinuation<Answer, Never>) -> Void
    ) async -> Answer {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                send(continuation)
                // A task cancelled before the order was left ran its handler too early to find the transfer.
                if Task.isCancelled { inbox.post(.cancel(id)) }
            }
        } onCancel: {
            inbox.post(.cancel(id))
        }
    }
}
