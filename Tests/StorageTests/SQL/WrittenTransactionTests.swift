import Postgres
import Testing
import Timing

@testable import Database
@testable import Storage

/// Transactions that await no answer before their end: PostgreSQL gets them in one round trip, without `BEGIN` and `COMMIT`.
@Suite(.timeLimit(.minutes(10))) struct WrittenTransactionTests {
    @Test func theyAreOneRoundTripAndNothingElse() async throws {
        try await SQLFixture.postgres.withDatabase { database in
            try await database.makeThings()
            let postgres = try #require(database as? PostgresDatabase)
            let before = postgres.traffic
            try await database.transaction { session in
                try await session.write("INSERT INTO things (id) VALUES (1)")
                try await session.write("INSERT INTO things (id) VALUES (2)")
            }
            let cost = postgres.traffic - before
            #expect(cost.roundTrips == 1)
            #expect(cost.statements == 2)
            #expect(cost.transactions == 1)
            #expect(try await database.count() == 2)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func theyFailAsAWhole(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            let error = await #expect(throws: StorageError.self) {
                try await database.transaction { session in
                    try await session.write("INSERT INTO things (id, amount) VALUES (1, 1)")
                    try await session.write("INSERT INTO things (id, amount) VALUES (2, -1)")
                }
            }
            #expect(error?.kind == .checkViolation(constraint: "amount_not_negative"))
            #expect(try await database.count() == 0)
            // The connection is as good as before.
            try await database.transaction { try await $0.write("INSERT INTO things (id) VALUES (3)") }
            #expect(try await database.count() == 1)
        }
    }

    /// What is refused at the commit, after every statement has succeeded, is told.
    @Test func aRefusalAtTheirCommitIsThrown() async throws {
        try await SQLFixture.postgres.withDatabase { database in
            try await database.makeThings()
            try await database.transaction { try await $0.run(script: Self.refusedCommit) }
            await #expect(throws: StorageError.self) {
                try await database.transaction { try await $0.write("INSERT INTO things (id) VALUES (1)") }
            }
            #expect(try await database.count() == 0)
        }
    }

    private static let refusedCommit = """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'refused at the commit'; END $$;
        CREATE CONSTRAINT TRIGGER refusing AFTER INSERT ON things DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION refuse();
        """

    @Test func aSettingHoldsForTheTransactionAlone() async throws {
        try await SQLFixture.postgres.withDatabase { database in
            try await database.makeThings()
            let noted: SQL = "current_setting('synchronous_commit') || ' ' || current_setting('lock_timeout')"
            try await database.transaction { session in
                try await session.writeUnsynced()
                try await session.waitBrieflyForLocks()
                try await session.write("INSERT INTO things (id, name) VALUES (1, \(noted))")
            }
            try await database.transaction { try await $0.write("INSERT INTO things (id, name) VALUES (2, \(noted))") }
            let rows = try await database.rows("SELECT name FROM things ORDER BY id")
            #expect(try rows.map { try $0.string("name") } == ["off 1s", "on 5s"])
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aReadWritesNothingThisWayEither(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            try await database.makeThings()
            await #expect(throws: StorageError.self) {
                try await database.read { try await $0.write("INSERT INTO things (id) VALUES (1)") }
            }
            #expect(try await database.count() == 0)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func whatIsNotAskedHasNoRows(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database in
            let asked: [SQL?] = [nil, "SELECT 1 AS n", nil, "SELECT 2 AS n"]
            let read = try await database.read { try await $0.query(optional: asked) }
            #expect(try read.map { try $0.map { try $0.int("n") } } == [[], [1], [], [2]])
            #expect(try await database.rows(optional: asked).map(\.count) == [0, 1, 0, 1])
            #expect(try await database.rows(optional: [nil, nil]).map(\.count) == [0, 0])
        }
    }
}
