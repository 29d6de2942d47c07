/// Thrown by `withDeadline` when the time is up before the work is done.
public struct DeadlineExceeded: Error, Hashable, CustomStringConvertible {
    /// The operation that was waited for, as a person would name it.
    public let operation: String
    public let limit: Duration

    public var description: String { "\(operation) took longer than \(limit)" }
}

/// Runs `work`, and cancels it and throws `DeadlineExceeded` once `limit` has passed on the monotonic clock.
///
/// The work must honour cancellation: the call returns only after the work has ended.
public func withDeadline<Value: Sendable>(
    _ limit: Duration, for operation: String, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else {
            throw DeadlineExceeded(operation: operation, limit: limit)
        }
        return value
    }
}
