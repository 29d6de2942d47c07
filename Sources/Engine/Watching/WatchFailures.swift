import IMAP
import OAuth
import Storage
import Synchronization
import Timing

import struct Database.StorageError

/// The number of failures of an account's watch in a row, and the wait before the next try. Pure.
///
/// Only a watch that read its mailboxes to the end and then lasted a while ends the row: otherwise a server that lets us in and
/// then refuses something would be tried every second.
struct WatchFailures: Sendable {
    /// How long a watch must last to prove that all is well again.
    static let settling = Duration.seconds(180)
    /// Time between tries with a refused password: long, so that the account is not locked.
    static let refusalPauses: [Duration] = [.seconds(5), .seconds(300), .seconds(900), .seconds(3_600)]

    /// Time between checks whether a permission was granted again, or a token is taken again: short, since nobody guesses tokens.
    static let permissionPauses: [Duration] = [.seconds(5), .seconds(60), .seconds(300)]

    private static let lost = Backoff(base: .seconds(1), cap: .seconds(60))
    /// The wait after a connection that broke at one message, while others are delivered.
    static let searching = Duration.seconds(3)
    /// The wait after "too many connections" and "try again later" at the login, one small request.
    private static let putOff = Backoff(base: .seconds(5), cap: .seconds(600))
    /// The wait after a limit was reached while reading: only minutes help.
    private static let limited = Backoff(base: .seconds(60), cap: .seconds(900))

    /// Failures of all kinds together.
    private(set) var count = 0
    /// Refusals of the password alone: lost connections between them do not count.
    private(set) var refusals = 0
    private var passing = 0
    /// Failures caused by one message or task: the server is well, so they do not lengthen pauses.
    private var singledOut = 0

    /// Records a failure, and returns how long to wait.
    ///
    /// - Parameters:
    ///   - reach: how far the watch had got.
    ///   - isSingledOut: whether one message is, or will soon be known as, the cause.
    ///   - draw: chance in 0..<1.
    mutating func note(_ error: any Error, after reach: WatchReach, isSingledOut: Bool = false, draw: Double)
        -> Duration
    {
        if let watched = reach.watched, watched >= Self.settling { self = WatchFailures() }
        count += 1
        // One small query each time: a process on standby takes over within seconds.
        if error is LeaseHeldElsewhere { return .seconds(2) }
        // The database comes back for all at once, and asking cannot lock anybody out.
        if error is StorageError { return min(Self.lost.delay(attempt: count - 1, draw: draw), .seconds(3)) }
        // Only a person can grant a permission again, and should not have to wait an hour after that.
        if Self.isAboutPermission(error) {
            refusals += 1
            return Self.permissionPauses[min(refusals, Self.permissionPauses.count) - 1]
        }
        if error is BrokenAtAction {
            singledOut += 1
            return Self.searching
        }
        guard let error = error as? IMAPError else { return Self.lost.delay(attempt: count - 1, draw: draw) }
        if case .authenticationFailed = error {
            refusals += 1
            return Self.refusalPauses[min(refusals, Self.refusalPauses.count) - 1]
        }
        if error.isThrottling, reach.isLoggedIn {
            passing += 1
            return Self.limited.delay(attempt: passing - 1, draw: max(draw, 0.9))
        }
        if error.isPassing || error.leavesConnectionOpen {
            passing += 1
            return Self.putOff.delay(attempt: passing - 1, draw: max(draw, 0.9))
        }
        if isSingledOut {
            singledOut += 1
            return Self.searching
        }
        return Self.lost.delay(attempt: max(0, count - 1 - singledOut), draw: draw)
    }

    private static func isAboutPermission(_ error: any Error) -> Bool {
        if case .tokenRefused? = error as? IMAPError { return true }
        return (error as? TokenFailure).map { !$0.isPassing } ?? false
    }
}

/// How far the watch of an account has got.
struct WatchReach: Sendable, Hashable {
    /// Whether the server let us in.
    var isLoggedIn = false
    /// How long it has lasted since its first full look; nil before that.
    var watched: Duration?
}

/// The same while it progresses, for the one who waits for its end.
final class WatchProgress: Sendable {
    private struct State {
        var isLoggedIn = false
        var readySince: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    func loggedIn() { state.withLock { $0.isLoggedIn = true } }
    func ready() { state.withLock { $0.readySince = $0.readySince ?? .now } }

    var reach: WatchReach {
        state.withLock { state in
            WatchReach(isLoggedIn: state.isLoggedIn, watched: state.readySince.map { $0.duration(to: .now) })
        }
    }
}
