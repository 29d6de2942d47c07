import Dispatch

/// Where calls that block (waitpid, connect, openssl) run, so that they never hold one of the two cooperative threads.
private let blockingCalls = DispatchQueue(label: "test-servers.blocking", attributes: .concurrent)

/// Runs a blocking body off the cooperative pool and gives its result.
func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        blockingCalls.async { continuation.resume(with: Result(catching: body)) }
    }
}
