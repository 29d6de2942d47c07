import Postgres
import TestServers
import Testing
import Timing

@testable import Database
@testable import Storage

/// What is told to the code above when PostgreSQL goes away. Each test has a server of its own to kill.
@Suite(.timeLimit(.minutes(10))) struct PostgresFaultTests {
    private func withServer(_ body: (PostgresServer, PostgresDatabase) async throws -> Void) async throws {
        let server = try await PostgresServer.start()
        let database = PostgresDatabase(PostgresConfiguration(url: server.url), clock: SystemWallClock())
        do {
            try await body(server, database)
        } catch {
            await database.close()
            try await server.kill()
            throw error
        }
        await database.close()
        try await server.kill()
    }

    /// Returns once some session is seen running `query`.
    private func awaitSession(running query: String, on server: PostgresServer) async throws {
        let sql =
            "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND wait_event_type IS NOT NULL "
            + "AND pid <> pg_backend_pid() AND query LIKE '\(query)'"
        while try await server.psql(sql) == "0" {}
    }

    /// What is committed must outlive the machine, whatever somebody set for the role.
    @Test(arguments: [("off", "on"), ("local", "on"), ("remote_apply", "remote_apply")])
    func aCommitIsOnDiskBeforeItIsAnswered(_ setting: String, _ expected: String) async throws {
        try await withServer { server, database in
            try await server.psql("ALTER ROLE mosaic SET synchronous_commit = '\(setting)'")
            let row = try await database.read { session in
                try await session.query(
                    """
                    SELECT current_setting('synchronous_commit') AS commits, current_setting('lock_timeout') AS locks,
                        current_setting('idle_in_transaction_session_timeout') AS idle
                    """)[0]
            }
            #expect(try row.string("commits") == expected)
            #expect(try row.string("locks") == "5s")
            #expect(try row.string("idle") == "10s")
            // The test server itself does without fsync, which is told.
            #expect(
                try await Store(database: database).durability().weaknesses.contains { $0.hasPrefix("sync") } == false)
        }
    }

    /// A process that stands still, as in a suspended machine, gives its locks up.
    @Test func whoStandsStillInATransactionHoldsNobodyUpForLong() async throws {
        try await withServer { server, database in
            try await database.makeThings()
            try await database.transaction { try await $0.execute("INSERT INTO things (id, amount) VALUES (1, 0)") }
            let other = PostgresDatabase(PostgresConfiguration(url: server.url), clock: SystemWallClock())
            let held = Turn()
            await withThrowingTaskGroup { group in
                group.addTask {
                    try await database.transaction { session in
                        try await session.execute("UPDATE things SET amount = 1 WHERE id = 1")
                        held.open()
                        try await Task.sleep(for: .seconds(60))
                    }
                }
                await held.wait()
                let began = ContinuousClock.now
                var changed = 0
                while changed == 0, began.duration(to: .now) < .seconds(40) {
                    let count = try? await other.transaction { session in
                        try await session.execute("UPDATE things SET amount = 2 WHERE id = 1")
                    }
                    changed = count ?? 0
                }
                #expect(changed == 1)
                #expect(began.duration(to: .now) < .seconds(20))
                group.cancelAll()
            }
            await other.close()
        }
    }

    @Test func aServerKilledDuringAStatementIsUnavailableAndNothingIsKept() async throws {
        try await withServer { server, database in
            try await database.makeThings()
            async let outcome = #expect(throws: StorageError.self) {
                try await database.transaction { session in
                    try await session.execute("INSERT INTO things (id) VALUES (1)")
                    _ = try await session.query("SELECT pg_sleep(600)")
                }
            }
            try await awaitSession(running: "SELECT pg_sleep%", on: server)
            try await server.kill()
            let error = await outcome
            #expect(error?.kind == .unavailable)
            #expect(error?.isRetriable == true)
            try await server.start()
            #expect(try await database.countWhenBack() == 0)
        }
    }

    @Test func aServerKilledDuringACommitLeavesTheOutcomeUnknown() async throws {
        try await withServer { server, database in
            try await database.makeThings()
            try await database.transaction { session in
                try await session.run(script: Self.slowCommit)
            }
            async let outcome = #expect(throws: StorageError.self) {
                try await database.transaction { try await $0.execute("INSERT INTO things (id) VALUES (1)") }
            }
            try await awaitSession(running: "COMMIT%", on: server)
            try await server.kill()
            let error = await outcome
            #expect(error?.kind == .outcomeUnknown)
            #expect(error?.isRetriable == false)
        }
    }

    @Test func aBackendEndedDuringACommitLeavesTheOutcomeUnknown() async throws {
        try await withServer { server, database in
            try await database.makeThings()
            try await database.transaction { try await $0.run(script: Self.slowCommit) }
            async let outcome = #expect(throws: StorageError.self) {
                try await database.transaction { try await $0.execute("INSERT INTO things (id) VALUES (1)") }
            }
            try await awaitSession(running: "COMMIT%", on: server)
            try await server.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COMMIT%'")
            #expect(await outcome?.kind == .outcomeUnknown)
        }
    }

    @Test func aRestartCostsTheNextTransactionNothing() async throws {
        try await withServer { server, database in
            try await database.makeThings()
            try await server.restart()
            try await database.transaction { try await $0.execute("INSERT INTO things (id) VALUES (1)") }
            #expect(try await database.count() == 1)
        }
    }

    @Test func aBackendEndedBetweenTwoStatementsRunsTheTransactionAgain() async throws {
        try await withServer { server, database in
            try await database.makeThings()
            let runs = try await database.transaction { session in
                try await session.execute("INSERT INTO things (id) VALUES (1)")
                let first = try await server.psql(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'first'")
                let known = try await server.psql("SELECT to_regclass('ended')")
                if known.isEmpty {
                    try await server.psql(
                        "CREATE TABLE ended (); SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                            + "WHERE usename = 'mosaic' AND state = 'idle in transaction'")
                }
                _ = try await session.query("SELECT 1")
                return first + known
            }
            #expect(runs == "0ended")
            #expect(try await database.count() == 1)
        }
    }

    @Test func aDeadlockIsRunAgainAndBothSucceed() async throws {
        try await withServer { server, database in
            try await database.makeThings()
            try await database.transaction {
                try await $0.execute("INSERT INTO things (id, amount) VALUES (1, 0), (2, 0)")
            }
            let (held, signals) = (Turn(), Turn())
            try await withThrowingTaskGroup { group in
                for (first, second, mine, theirs) in [(1, 2, held, signals), (2, 1, signals, held)] {
                    group.addTask {
                        try await database.transaction { session in
                            try await session.execute("UPDATE things SET amount = amount + 1 WHERE id = \(first)")
                            mine.open()
                            await theirs.wait()
                            try await session.execute("UPDATE things SET amount = amount + 1 WHERE id = \(second)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let rows = try await database.read { try await $0.query("SELECT amount FROM things") }
            #expect(try rows.map { try $0.int("amount") } == [2, 2])
        }
    }

    /// A trigger that runs at COMMIT and sleeps.
    private static let slowCommit = """
        CREATE FUNCTION sleep_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_sleep(600); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON things DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION sleep_at_commit();
        """
}

extension SQLDatabase {
    /// The count, asked until the pool's backoff lets a try through.
    fileprivate func countWhenBack() async throws -> Int {
        while true {
            do { return try await count() } catch let error as StorageError where error.kind == .unavailable {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }
}

/// A door that opens once and stays open.
private final class Turn: Sendable {
    private let (stream, continuation) = AsyncStream.makeStream(of: Void.self)

    func open() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}
