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
        let key = NetworkName.of(origin)
        return state.withLock { state in
            if state.minute != minute || state.visits.count >= Self.mostAddresses {
                state = State(minute: minute)
            }
            state.visits[key, default: 0] += 1
            return state.visits[key, default: 0] <= most
        }
    }
}

/// The network that an address belongs to, for limits.
enum NetworkName {
    private static let groups = 8

    /// An IPv4 address itself. Of IPv6 the first 64 bits, which one customer has as a whole, however the address is written (RFC 4291,
    /// 2.2).
    static func of(_ address: String) -> String {
        let address = address.prefix { $0 != "%" }.lowercased()
        guard address.contains(":"), !address.contains(".") else { return address }
        var groups = address.split(separator: ":").map { String($0.drop { $0 == "0" }) }
        if let gap = address.firstRange(of: "::") {
            let ahead = address[..<gap.lowerBound].split(separator: ":").count
            groups.insert(contentsOf: repeatElement("", count: max(0, Self.groups - groups.count)), at: ahead)
        }
        return groups.prefix(Self.groups / 2).map { $0.isEmpty ? "0" : $0 }.joined(separator: ":")
    }
}
