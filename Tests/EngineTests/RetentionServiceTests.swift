import Database
import Settings
import Storage
import Testing
import Timing

@testable import Engine

/// When what is not needed any more is removed.
@Suite struct RetentionServiceTests {
    private func withDay(_ body: (ManualWallClock, Mosaic) async throws -> Void) async throws {
        let clock = ManualWallClock(at: Timestamp(secondsSince1970: 1_800_000_000))
        let database = try await SQLiteDatabase.open(path: ":memory:", clock: clock)
        try await Migrator(database, Migration.embedded(for: .sqlite)).migrate()
        let settings = MosaicSettings(accounts: [], database: .sqlite(path: ":memory:"))
        let mosaic = try await Mosaic.open(settings, over: Store(database: database))
        try await body(clock, mosaic)
        await mosaic.close()
    }

    private func makesPass(_ name: String, _ mosaic: Mosaic) async throws -> Bool {
        let process = try #require(ProcessIdentity("\(name)/boot/1/1"))
        return try await RetentionService(parts: mosaic.parts, process: process).runIfDue() != nil
    }

    @Test func onePassADayWhicheverProcessMakesIt() async throws {
        try await withDay { clock, mosaic in
            let first = try await makesPass("one", mosaic)
            #expect(first)
            for name in ["one", "two", "one-anew"] { #expect(try await !makesPass(name, mosaic)) }
            clock.advance(by: RetentionService.interval - .seconds(60))
            #expect(try await !makesPass("two", mosaic))
            clock.advance(by: .seconds(120))
            #expect(try await makesPass("two", mosaic))
            #expect(try await !makesPass("one", mosaic))
        }
    }

    @Test func whatADeadProcessBeganIsMadeAnew() async throws {
        try await withDay { clock, mosaic in
            _ = try await mosaic.store.leases.acquire("retention", holder: "dead", for: RetentionService.lease)
            #expect(try await !makesPass("two", mosaic))
            clock.advance(by: RetentionService.lease + .seconds(1))
            #expect(try await makesPass("two", mosaic))
        }
    }
}
