import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reads and waits for wall-clock instants. Everything that acts at a due time gets its clock through its initialiser.
public protocol WallClock: Sendable {
    /// The current instant.
    var now: Timestamp { get }

    /// Suspends until `deadline` on this clock, or throws `CancellationError`.
    func sleep(until deadline: Timestamp) async throws
}

extension WallClock {
    /// Suspends for `span` of this clock's own time.
    public func sleep(for span: Duration) async throws {
        try await sleep(until: now + span)
    }
}

/// The machine's clock.
///
/// A sleep is re-examined at least once a minute, so that a step of the wall clock moves its end too.
public struct SystemWallClock: WallClock {
    public init() {}

    public var now: Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microsecondsSince1970: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    public func sleep(until deadline: Timestamp) async throws {
        while true {
            let rest = deadline - now
            guard rest > .zero else { return try Task.checkCancellation() }
            try await Task.sleep(for: min(rest, .seconds(60)))
        }
    }
}

/// A clock that moves only when told to: for tests and simulation.
public final class ManualWallClock: WallClock {
    private struct State {
        var now: Timestamp
        var nextWaiter: UInt64 = 0
        var waiters: [UInt64: (deadline: Timestamp, wake: CheckedContinuation<Void, any Error>)] = [:]
    }

    private let state: Mutex<State>

    public init(at start: Timestamp) {
        state = Mutex(State(now: start))
    }

    public var now: Timestamp { state.withLock { $0.now } }

    /// The earliest instant anybody sleeps for; nil when nobody does.
    public var nextDeadline: Timestamp? {
        state.withLock { $0.waiters.values.map(\.deadline).min() }
    }

    /// Moves the clock and wakes everybody whose deadline has come. Moving backwards wakes nobody.
    public func set(to instant: Timestamp) {
        let due = state.withLock { state in
            state.now = instant
            let ripe = state.waiters.filter { $0.value.deadline <= instant }
            for key in ripe.keys { state.waiters[key] = nil }
            return ripe.values.sorted { $0.deadline < $1.deadline }.map(\.wake)
        }
        for wake in due { wake.resume() }
    }

    public func advance(by span: Duration) {
        set(to: now + span)
    }

    public func sleep(until deadline: Timestamp) async throws {
        let ticket = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let immediate: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if deadline <= state.now { return .success(()) }
                    state.waiters[ticket] = (deadline, continuation)
                    return nil
                }
                if let immediate { continuation.resume(with: immediate) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: ticket) }
            waiter?.wake.resume(throwing: CancellationError())
        }
    }
}
