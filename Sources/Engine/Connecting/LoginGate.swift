import Synchronization
import Timing

/// Lets a few logins at a time through to each server: hundreds at once, as when a process starts, are what servers turn
/// away.
final class LoginGate: Sendable {
    /// Logins under way at one server.
    static let limit = 16
    private let turnstiles = Mutex<[String: Turnstile]>([:])

    /// Performs `body` when its turn has come; in the order of arrival for each server.
    func pass<Result: Sendable>(to host: String, _ body: () async throws -> Result) async throws -> Result {
        let turnstile = turnstiles.withLock { turnstiles in
            if let turnstile = turnstiles[host] { return turnstile }
            let turnstile = Turnstile(places: Self.limit)
            turnstiles[host] = turnstile
            return turnstile
        }
        return try await turnstile.whileInside(body)
    }
}
