import Testing

@testable import Database
@testable import Storage

@Suite struct ClockIndexTests {
    /// A volatile function in a condition would forbid the index, and a claim would read all rows that are not due yet.
    @Test func theServersClockMayBeLookedUpInAnIndex() async throws {
        try await SQLFixture.postgres.withDatabase { database in
            try await database.makeThings()
            let plan = try await database.transaction { session in
                try await session.run(script: "CREATE INDEX things_at ON things (at); SET LOCAL enable_seqscan = off;")
                return try await session.query(
                    "EXPLAIN SELECT id FROM things WHERE at <= \(SQL.now) ORDER BY at LIMIT 10"
                )
                .map { try $0.string("QUERY PLAN") }
            }
            #expect(plan.contains { $0.contains("Index Cond") && $0.contains("InitPlan") == false }, "\(plan)")
        }
    }
}
