package import Postgres
package import Timing

/// The shared store: PostgreSQL through a pool. Its own clock decides what is due.
package struct PostgresDatabase: SQLDatabase {
    package var dialect: SQLDialect { .postgres }

    let pool: PostgresPool
    private let backoff: Backoff
    private let draw: @Sendable () -> Double
    private let clock: any WallClock

    /// How often a transaction is tried before a conflict becomes the caller's.
    private static let tries = 5

    /// Connects when first used.
    /// - Parameters:
    ///   - clock: only for values that a statement asks of the program; ``SQL/now`` is the server's.
    ///   - draw: chance for the jitter between tries, 0 ..< 1.
    package init(
        _ configuration: PostgresConfiguration, clock: any WallClock,
        backoff: Backoff = Backoff(base: .milliseconds(20), cap: .seconds(1)),
        draw: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        pool = PostgresPool(configuration, draw: draw)
        self.clock = clock
        self.backoff = backoff
        self.draw = draw
    }

    package func read<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R {
        try await repeating { try await once(.snapshot, body) }
    }

    @discardableResult
    package func transaction<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R {
        try await repeating { try await once(.transaction, body) }
    }

    package func rows(_ statements: [SQL]) async throws -> [[SQLRow]] {
        try TransactionScope.refuseNesting(in: .postgres)
        let bound = statements.map { $0.rendered(for: .postgres, now: { clock.now }).bound }
        return try await repeating {
            let results = try await pool.withConnection { try await $0.run(bound, effect: .undoable) }
            guard results.count == bound.count else { throw PostgresError(.invalid, "PostgreSQL sent no result") }
            return results.map(\.sqlRows)
        }
    }

    package func close() async { pool.close() }

    /// The round trips to the server so far.
    package var traffic: PostgresTraffic { pool.traffic }

    private func repeating<R: Sendable>(_ attempted: () async throws -> R) async throws -> R {
        try TransactionScope.refuseNesting(in: .postgres)
        var attempt = 0
        while true {
            do { return try await told(attempted) } catch let failure as StorageError {
                guard failure.mayVanishWhenRepeated(after: attempt), attempt + 1 < Self.tries else {
                    throw failure.forCaller
                }
            }
            try await Task.sleep(for: backoff.delay(attempt: attempt, draw: draw()))
            attempt += 1
        }
    }

    private func told<R: Sendable>(_ attempted: () async throws -> R) async throws -> R {
        do { return try await attempted() } catch let error as PostgresError { throw StorageError(error) }
    }

    private func once<R: Sendable>(
        _ kind: PostgresSession.Kind, _ body: @Sendable (any SQLSession) async throws -> R
    ) async throws -> R {
        try await pool.withConnection { connection in
            let session = PostgresSession(connection: connection, kind, clock: clock)
            do {
                let result = try await TransactionScope.run(in: .postgres) { scope in
                    try await body(session.scoped(scope))
                }
                try await session.commit()
                return result
            } catch {
                await session.rollBack()
                throw error
            }
        }
    }
}

extension StorageError {
    /// A conflict gets several tries. A lost connection gets one: it tells whether the server is there.
    fileprivate func mayVanishWhenRepeated(after attempt: Int) -> Bool {
        switch kind {
        case .conflict: true
        case .unavailable: attempt == 0 && wasConnectionLost
        default: false
        }
    }
}
