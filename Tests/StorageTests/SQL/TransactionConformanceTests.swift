import Synchronization
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite(.timeLimit(.minutes(10))) struct TransactionConformanceTests {
    private struct Refusal: Error {}

    @Test(arguments: SQLFixture.allCases)
    func aThrowingBodyLeavesNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            await #expect(throws: Refusal.self) {
                try await database.transaction { session in
                    try await session.execute("INSERT INTO things (id) VALUES (1)")
                    throw Refusal()
                }
            }
            #expect(try await database.count() == 0)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aReadWritesNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let error = await #expect(throws: StorageError.self) {
                try await database.read { session in
                    _ = try await session.query("INSERT INTO things (id) VALUES (1) RETURNING id")
                }
            }
            #expect(error?.code == "25006")
            #expect(try await database.count() == 0)
            try await database.transaction { try await $0.execute("INSERT INTO things (id) VALUES (2)") }
            #expect(try await database.count() == 1)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aFailedStatementFailsTheTransactionEvenWhenSwallowed(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let error = await #expect(throws: StorageError.self) {
                try await database.transaction { session in
                    try await session.execute("INSERT INTO things (id) VALUES (1)")
                    do { try await session.execute("INSERT INTO nowhere VALUES (1)") } catch {}
                }
            }
            #expect(error?.kind == .invalid)
            #expect(try await database.count() == 0)
            try await database.transaction { try await $0.execute("INSERT INTO things (id) VALUES (2)") }
            #expect(try await database.count() == 1)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func violationsSayWhichRule(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            try await database.transaction { session in
                try await session.execute("INSERT INTO things (id, name) VALUES (1, 'a')")
                try await session.run(
                    script: "CREATE TABLE parts (thing bigint NOT NULL REFERENCES things (id))")
            }
            let kind = { (statement: SQL) in
                await #expect(throws: StorageError.self) {
                    try await database.transaction { try await $0.execute(statement) }
                }?.kind
            }
            let isPostgres = fixture == .postgres
            #expect(
                await kind("INSERT INTO things (id, name) VALUES (2, 'a')")
                    == .uniqueViolation(constraint: isPostgres ? "things_name_key" : "things.name"))
            #expect(
                await kind("INSERT INTO things (id) VALUES (1)")
                    == .uniqueViolation(constraint: isPostgres ? "things_pkey" : "things.id"))
            #expect(
                await kind("INSERT INTO things (id, amount) VALUES (3, \(-1))")
                    == .checkViolation(constraint: "amount_not_negative"))
            #expect(
                await kind("INSERT INTO parts (thing) VALUES (NULL)")
                    == .checkViolation(constraint: isPostgres ? "thing" : "parts.thing"))
            let foreign = await kind("INSERT INTO parts (thing) VALUES (42)")
            guard case .foreignKeyViolation = foreign else {
                return #expect(Bool(false), "\(String(describing: foreign))")
            }
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func readsMayNotWriteAndWritersStillMay(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let error = await #expect(throws: StorageError.self) {
                try await database.read { try await $0.execute("INSERT INTO things (id) VALUES (1)") }
            }
            #expect(error?.kind == .invalid)
            try await database.transaction { try await $0.execute("INSERT INTO things (id) VALUES (1)") }
            #expect(try await database.count() == 1)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteFile])
    func aReadSeesOneStateThroughout(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let counts = try await database.read { session in
                let before = try await session.query("SELECT count(*) AS n FROM things")[0].int("n")
                // In a task of its own: a transaction inside a read of the same task is refused.
                _ = try await Task.detached {
                    try await database.transaction { try await $0.execute("INSERT INTO things (id) VALUES (1)") }
                }.value
                return [before, try await session.query("SELECT count(*) AS n FROM things")[0].int("n")]
            }
            #expect(counts == [0, 0])
            #expect(try await database.count() == 1)
        }
    }

    /// On a busy machine the lock may be waited for longer than a statement may wait: then nothing was changed.
    private func increment(in database: any SQLDatabase) async throws {
        while true {
            do {
                try await database.transaction { session in
                    let amount = try await session.query(
                        "SELECT amount FROM things WHERE id = 1 \(SQL.forUpdate)")[0]
                    let next = try amount.int("amount") + 1
                    try await session.execute("UPDATE things SET amount = \(next) WHERE id = 1")
                }
                return
            } catch let error as StorageError where error.kind == .busy {}
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func concurrentIncrementsAllCount(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            try await database.transaction { try await $0.execute("INSERT INTO things (id, amount) VALUES (1, 0)") }
            try await withThrowingTaskGroup { group in
                for _ in 0..<40 {
                    group.addTask { try await increment(in: database) }
                }
                try await group.waitForAll()
            }
            let row = try await database.read { try await $0.query("SELECT amount FROM things")[0] }
            #expect(try row.int("amount") == 40)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func claimsNeverOverlap(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            try await database.transaction { session in
                for id in 0..<60 { try await session.execute("INSERT INTO things (id, flag) VALUES (\(id), \(false))") }
            }
            let claimed = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await database.transaction { session in
                            try await session.query(
                                """
                                UPDATE things SET flag = \(true) WHERE id IN (
                                    SELECT id FROM things WHERE flag = \(false) ORDER BY id LIMIT 10 \(SQL.skipLocked))
                                RETURNING id
                                """
                            ).map { try $0.int("id") }
                        }
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(claimed.count == Set(claimed).count)
            #expect(claimed.count >= 10)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aTransactionInsideAnotherIsRefusedInsteadOfWaitingForItself(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            let error = await #expect(throws: StorageError.self) {
                try await database.transaction { _ in try await database.transaction { _ in } }
            }
            #expect(error?.kind == .invalid)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func anEscapedSessionIsUseless(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            let escaped = try await database.transaction { $0 }
            let error = await #expect(throws: StorageError.self) { try await escaped.query("SELECT 1") }
            #expect(error?.kind == .invalid)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func cancellationEndsARunningStatementAndKeepsNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let (isRunning, signal) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await database.transaction { session in
                    try await session.execute("INSERT INTO things (id) VALUES (1)")
                    signal.yield()
                    _ = try await session.query(
                        .either(
                            postgres: "SELECT pg_sleep(600)",
                            sqlite: """
                                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000)
                                SELECT count(*) FROM n
                                """))
                }
            }
            for await _ in isRunning { break }
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.count() == 0)
            try await database.transaction { try await $0.execute("INSERT INTO things (id) VALUES (1)") }
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func cancellationBeforeTheCommitKeepsNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let task = Task {
                try await database.transaction { session in
                    try await session.execute("INSERT INTO things (id) VALUES (1)")
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(try await database.count() == 0)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aClosedDatabaseThrows(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            await database.close()
            await #expect(throws: StorageError.self) { try await database.read { try await $0.query("SELECT 1") } }
        }
    }
}
