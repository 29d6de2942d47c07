import Synchronization

/// Lets a cancellation reach exactly one running statement, and never a later one.
final class Interruption: Sendable {
    private enum State { case waiting, running, cancelled, ended }
    private let state = Mutex(State.waiting)

    func begin() throws(StorageError) {
        let mayRun = state.withLock { state in
            guard state == .waiting else { return false }
            state = .running
            return true
        }
        guard mayRun else { throw .taskCancelled }
    }

    func end() { state.withLock { $0 = .ended } }

    /// Calls `interrupt` again and again for as long as the statement runs: SQLite forgets an interruption that comes
    /// before the statement's first step.
    func cancel(_ interrupt: @escaping @Sendable () -> Void) {
        guard interruptsRunning(interrupt) else { return }
        // A task of its own, so that the canceller does not wait. It ends with the statement.
        Task {
            repeat { try? await Task.sleep(for: .milliseconds(10)) } while interruptsRunning(interrupt)
        }
    }

    /// Under the lock, so that the statement cannot end meanwhile.
    private func interruptsRunning(_ interrupt: () -> Void) -> Bool {
        state.withLock { state in
            if state == .waiting { state = .cancelled }
            if state == .running { interrupt() }
            return state == .running
        }
    }
}

extension StorageError {
    static let taskCancelled = StorageError(.cancelled, "the task was cancelled before its statement was done")
}
