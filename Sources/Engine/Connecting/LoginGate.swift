import Synchronization

/// Lets a few logins at a time through to each server: hundreds at once, as when a process starts, are what servers turn
/// away.
final class LoginGate: Sendable {
    private struct State {
        var busy: [String: Int] = [:]
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
    }

    /// Logins under way at one server.
    static let limit = 16
    private let state = Mutex(State())

    /// Performs `body` when its turn has come; in the order of arrival for each server.
    func pass<Result: Sendable>(to host: String, _ body: () async throws -> Result) async throws -> Result {
        await enter(host)
        defer { leave(host) }
        try Task.checkCancellation()
        return try await body()
    }

    private func enter(_ host: String) async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                guard state.busy[host, default: 0] >= Self.limit else {
                    state.busy[host, default: 0] += 1
                    return true
                }
                state.waiting[host, default: []].append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    /// Hands the place to the one who has waited longest.
    private func leave(_ host: String) {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard var waiting = state.waiting[host], !waiting.isEmpty else {
                state.busy[host, default: 1] -= 1
                return nil
            }
            let next = waiting.removeFirst()
            state.waiting[host] = waiting
            return next
        }
        next?.resume()
    }
}
