import Synchronization

/// The traffic over the connections of a pool since it was made; setting up sessions does not count.
public struct PostgresTraffic: Sendable, Hashable {
    /// Times that something was sent and its answer awaited.
    public var roundTrips = 0
    /// Statements in them, `BEGIN` and `COMMIT` included.
    public var statements = 0
    /// Transactions that were to be committed, with `COMMIT` or as what was sent together.
    public var transactions = 0

    public init() {}

    public static func - (left: PostgresTraffic, right: PostgresTraffic) -> PostgresTraffic {
        var difference = PostgresTraffic()
        difference.roundTrips = left.roundTrips - right.roundTrips
        difference.statements = left.statements - right.statements
        difference.transactions = left.transactions - right.transactions
        return difference
    }
}

/// Counts for all connections of a pool.
final class TrafficCounter: Sendable {
    private let counted = Mutex(PostgresTraffic())

    var traffic: PostgresTraffic { counted.withLock { $0 } }

    func count(_ work: Operation.Work, _ effect: StatementEffect) {
        counted.withLock { counted in
            counted.roundTrips += 1
            guard case .statements(let statements) = work else { return counted.statements += 1 }
            counted.statements += statements.count
            if effect == .commits, statements.last?.text != "ROLLBACK" { counted.transactions += 1 }
        }
    }
}
