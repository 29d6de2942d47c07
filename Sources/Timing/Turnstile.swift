import Synchronization

/// Admits a few callers at a time, by default one, in order of arrival. Cancellation leaves the line.
public final class Turnstile: Sendable {
    private struct Line {
        var free: Int
        var nextTicket: UInt64 = 0
        var waiting: [(ticket: UInt64, enter: CheckedContinuation<Void, any Error>)] = []
    }

    private let line: Mutex<Line>

    /// - Parameter places: how many may be inside at once.
    public init(places: Int = 1) { line = Mutex(Line(free: places)) }

    /// The number of callers that wait.
    public var lineLength: Int { line.withLock { $0.waiting.count } }
    /// Whether the next caller need not wait.
    public var isFree: Bool { line.withLock { $0.free > 0 } }

    /// Performs `body` once its turn has come.
    public func whileInside<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await take()
        defer { pass() }
        try Task.checkCancellation()
        return try await body()
    }

    /// Returns when it is this caller's turn, which lasts until `pass()`. Throws `CancellationError`, and then holds nothing.
    public func take() async throws {
        let ticket = line.withLock { line in
            line.nextTicket += 1
            return line.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = line.withLock { line in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if line.free > 0 {
                        line.free -= 1
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

    /// Ends the caller's turn and begins the next caller's.
    public func pass() {
        let next = line.withLock { line in
            if line.waiting.isEmpty {
                line.free += 1
                return nil as CheckedContinuation<Void, any Error>?
            }
            return line.waiting.removeFirst().enter
        }
        next?.resume()
    }
}
