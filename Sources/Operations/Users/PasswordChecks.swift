import Timing

/// Hashes and compares passwords one after another, away from the threads that serve everybody: a flood of logins must take
/// neither all memory nor all time.
actor PasswordChecks {
    private let queue = SerialQueueExecutor(label: "mosaic.passwords")
    nonisolated var unownedExecutor: UnownedSerialExecutor { queue.asUnownedSerialExecutor() }

    private let cost: PasswordHash.Cost
    /// Compared with when there is no such user, so that the answer takes just as long.
    private lazy var nobody = try? PasswordHash(of: "nobody", cost: cost)

    init(cost: PasswordHash.Cost) {
        self.cost = cost
    }

    func hash(_ password: String) throws -> PasswordHash { try PasswordHash(of: password, cost: cost) }

    /// - Parameter stored: nil where there is no such user.
    func matches(_ password: String, _ stored: String?) -> Bool {
        let hash = stored.flatMap(PasswordHash.init)
        let matches = (hash ?? nobody)?.matches(password) ?? false
        return matches && hash != nil
    }
}
