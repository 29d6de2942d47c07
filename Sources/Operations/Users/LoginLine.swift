import Synchronization

/// Logins whose passwords are being checked, or wait for it. Strangers have few places, and one network has fewer: whatever they
/// try, memory is bounded, and known browsers have places of their own.
final class LoginLine: Sendable {
    static let mostStrangers = 5
    static let mostOfNetwork = 2
    static let mostKnown = 5

    enum Place: Sendable, Hashable {
        case known
        case stranger(network: String)
    }

    private let taken = Mutex<[Place: Int]>([:])

    /// - Returns: false where there is no room. Whoever got in leaves again.
    func enter(_ place: Place) -> Bool {
        taken.withLock { taken in
            let here = taken[place, default: 0]
            switch place {
            case .known: guard here < Self.mostKnown else { return false }
            case .stranger:
                let strangers = taken.reduce(0) { $0 + ($1.key == .known ? 0 : $1.value) }
                guard here < Self.mostOfNetwork, strangers < Self.mostStrangers else { return false }
            }
            taken[place] = here + 1
            return true
        }
    }

    func leave(_ place: Place) {
        taken.withLock { taken in
            let rest = taken[place, default: 1] - 1
            taken[place] = rest > 0 ? rest : nil
        }
    }
}
