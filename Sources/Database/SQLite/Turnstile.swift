import Synchronization

/// Lets one through at a time, in the order they came. Cancellation leaves the line.
final class Turnstile: Sendable {
    private struct Line {
        var isTaken = false
        var nextTicket: UInt64 = 0
        var waiting: [(ticket: UInt64, enter: CheckedContinuation<Void, any Error>)] = []
    }

    private let line = Mutex(Line())

    /// How many wait.
    var lineLength: Int { line.withLock { $0.waiting.count } }

    /// Returns when it is this caller's turn, which lasts until `pass()`. Throws `CancellationError` and holds nothing.
    func take() async throws {
        let ticket = line.withLock { line in
            line.nextTicket += 1
            return line.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = line.withLock { line in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if !line.isTaken {
                        line.isTaken = true
                        return .success(())
                    }
                    line.waiting.append((ticket, continuation))
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            let leaving = line.withLock { line in
                line.waiting.firstIndex { $0.ticket == ticket }.map { line.waiting.remove(at: $0).enter }
            }
            leaving?.resume(throwing: CancellationError())
        }
    }

    /// Ends the caller's turn and begins the next one's.
    func pass() {
        let next = line.withLock { line in
            if line.waiting.isEmpty {
                line.isTaken = false
                return nil as CheckedContinuation<Void, any Error>?
            }
            return line.waiting.removeFirst().enter
        }
        next?.resume()
    }
}
