import Synchronization
import Timing

/// Admits a few logins at a time to each server: hundreds at once, as when a process starts, are what servers
/// refuse.
final class LoginGate: Sendable {
    /// The most concurrent logins at one server.
    static let limit = 16
    private let turnstiles = Mutex<[String: Turnstile]>([:])

    /// Performs `body` once its turn has come; for each server in order of arrival.
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
