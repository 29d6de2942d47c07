import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The places in the pipeline at which a crash matters. In a debug build the variable `MOSAIC_FAILPOINT` kills the process there
/// by SIGKILL, `send.in_doubt` at the first pass or `send.in_doubt:3` at the third, or stops it by SIGSTOP until somebody sends
/// SIGCONT, `send.in_doubt:3:stop`; a release build contains none of this.
enum Failpoint: String, CaseIterable, Sendable {
    /// A message was fetched; its row is not written.
    case intakeBeforeCommit = "intake.before_commit"
    case intakeAfterCommit = "intake.after_commit"
    /// A conversation was judged; nothing is written.
    case decisionBeforeCommit = "decision.before_commit"
    case decisionAfterCommit = "decision.after_commit"
    /// A mail is claimed, not rendered.
    case sendClaimed = "send.claimed"
    case sendRendered = "send.rendered"
    /// Inbox and Sent were read again.
    case sendFenced = "send.fenced"
    /// The body is with the server; the mail is still claimed.
    case sendBeforeInDoubt = "send.before_in_doubt"
    /// The mail is in doubt; the final dot has not gone out.
    case sendInDoubt = "send.in_doubt"
    /// The server has accepted the mail; the mail is still in doubt.
    case sendAfterDot = "send.after_dot"
    case sendConfirmed = "send.confirmed"
    /// Flags were changed or a copy was filed; the action is still pending.
    case actionBeforeFinish = "action.before_finish"
    case actionAfterFinish = "action.after_finish"

    /// Dies or stops here when the environment says so.
    func pass() {
        #if DEBUG
        // To this thread: a signal to the process may reach another thread first, and this one would continue for a moment.
        if Self.plan.takesPass(of: self) { raise(Self.plan.signal) }
        #endif
    }

    #if DEBUG
    private static let plan = Plan(getenv("MOSAIC_FAILPOINT").map { String(cString: $0) } ?? "")
    #endif
}

#if DEBUG
/// The place and the pass at which the signal is raised.
private final class Plan: Sendable {
    let signal: Int32
    private let point: Failpoint?
    private let rest: Mutex<Int>

    init(_ text: String) {
        let parts = text.split(separator: ":")
        point = parts.first.flatMap { Failpoint(rawValue: String($0)) }
        signal = parts.count > 2 && parts[2] == "stop" ? SIGSTOP : SIGKILL
        rest = Mutex(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
    }

    func takesPass(of point: Failpoint) -> Bool {
        guard point == self.point else { return false }
        return rest.withLock { rest in
            rest -= 1
            return rest == 0
        }
    }
}
#endif
