import IMAP
import OAuth
import Storage
import Synchronization
import Timing

import struct Database.StorageError

/// How often the watch of an account failed in a row, and how long to wait before the next try. Pure.
///
/// Only a watch that read its mailboxes to the end and then lasted a while ends the row: a server that lets us in and
/// then refuses something would otherwise be asked every second.
struct WatchFailures: Sendable {
    /// How long a watch must last to prove that all is well again.
    static let settling = Duration.seconds(180)
    /// Between tries with a password that was refused: seldom, so that the account is not locked.
    static let refusalPauses: [Duration] = [.seconds(5), .seconds(300), .seconds(900), .seconds(3_600)]

    /// Between looks whether a permission was given anew, which ask nobody but the database or a command of ours.
    static let permissionPauses: [Duration] = [.seconds(5), .seconds(60), .seconds(300)]

    private static let lost = Backoff(base: .seconds(1), cap: .seconds(60))
    /// After a connection that broke at one message, while others are handed over.
    static let searching = Duration.seconds(3)
    /// After "too many connections" and "try again later" at the login, one small question.
    private static let putOff = Backoff(base: .seconds(5), cap: .seconds(600))
    /// After a limit was reached while reading: nothing helps but minutes.
    private static let limited = Backoff(base: .seconds(60), cap: .seconds(900))

    /// All kinds together.
    private(set) var count = 0
    /// Refusals of the password alone: lost connections between them are none.
    private(set) var refusals = 0
    private var passing = 0
    /// Those that one message or action caused: the server is well, so pauses do not grow by them.
    private var singledOut = 0

    /// Notes a failure, and returns how long to wait.
    ///
    /// - Parameters:
    ///   - reach: how far the watch had come.
    ///   - isSingledOut: whether one message is, or will soon be known as, the cause.
    ///   - draw: chance in 0..<1.
    mutating func note(_ error: any Error, after reach: WatchReach, isSingledOut: Bool = false, draw: Double)
        -> Duration
    {
        if let watched = reach.watched, watched >= Self.settling { self = WatchFailures() }
        count += 1
        // One small query each time: who stands by takes over within seconds.
        if error is LeaseHeldElsewhere { return .seconds(2) }
        // The database comes back for all at once, and cannot be locked out of by asking.
        if error is StorageError { return min(Self.lost.delay(attempt: count - 1, draw: draw), .seconds(3)) }
        // Only a person can give a permission anew, and whoever did is not to wait an hour.
        if let failure = error as? TokenFailure, !failure.isPassing {
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
}

/// How far the watch of an account has come.
struct WatchReach: Sendable, Hashable {
    /// Whether the server let us in.
    var isLoggedIn = false
    /// How long it has lasted since its first full look; nil before that.
    var watched: Duration?
}

/// The same as it grows, for the one who waits for its end.
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
