import Synchronization

/// Lets a cancellation reach exactly one running statement, and never the one that comes after it.
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

    /// Calls `interrupt` when the statement runs right now; under the lock, so that the statement cannot end meanwhile.
    func cancel(_ interrupt: () -> Void) {
        state.withLock { state in
            switch state {
            case .waiting: state = .cancelled
            case .running: interrupt()
            case .cancelled, .ended: break
            }
        }
    }
}

extension StorageError {
    static let taskCancelled = StorageError(.cancelled, "the task was cancelled before its statement was done")
}
