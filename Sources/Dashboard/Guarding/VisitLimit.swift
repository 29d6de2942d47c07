import Synchronization
import Timing

/// Limits the requests of one network address within a minute. Counts are dropped after a minute, and all at once when very many
/// addresses ask: memory is bounded.
final class VisitLimit: Sendable {
    private struct State {
        var minute: Int64 = 0
        var visits: [String: Int] = [:]
    }

    private static let mostAddresses = 10_000

    private let most: Int
    private let state = Mutex(State())

    init(perMinute most: Int) { self.most = most }

    func admits(_ origin: String, at now: Timestamp) -> Bool {
        let minute = now.secondsSince1970 / 60
        let key = Self.network(of: origin)
        return state.withLock { state in
            if state.minute != minute || state.visits.count >= Self.mostAddresses {
                state = State(minute: minute)
            }
            state.visits[key, default: 0] += 1
            return state.visits[key, default: 0] <= most
        }
    }

    /// One IPv6 customer has a whole network of 64 bits.
    private static func network(of origin: String) -> String {
        guard origin.contains(":") else { return origin }
        return origin.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":")
    }
}
