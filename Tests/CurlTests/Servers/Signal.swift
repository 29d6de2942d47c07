import Glibc
import Synchronization
import Testing

/// Something a test waits for, told once by anybody.
final class Signal: Sendable {
    private struct State {
        var isGiven = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let gate = BlockingGate()

    func give() {
        gate.open()
        let waiting = state.withLock { state in
            state.isGiven = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// A minute is longer than anything takes: a fault fails the test that waits and does not hold up all the others.
    func wait() async {
        let alarm = Task {
            try await Task.sleep(for: .seconds(60))
            Issue.record("nobody gave the signal")
            give()
        }
        defer { alarm.cancel() }
        await withCheckedContinuation { continuation in
            let now = state.withLock { state in
                if !state.isGiven { state.waiting.append(continuation) }
                return state.isGiven
            }
            if now { continuation.resume() }
        }
    }

    /// For a script's thread.
    func block() { gate.pass() }
}

/// A pipe that everybody can get through once it is open.
private final class BlockingGate: Sendable {
    private let ends: (CInt, CInt)

    init() {
        var pair: [CInt] = [0, 0]
        precondition(pipe(&pair) == 0, "no pipe for a test")
        ends = (pair[0], pair[1])
    }

    deinit {
        close(ends.0)
        close(ends.1)
    }

    func open() { _ = write(ends.1, [1], 1) }

    func pass() {
        var wait = pollfd(fd: ends.0, events: Int16(POLLIN), revents: 0)
        poll(&wait, 1, 60_000)
    }
}
