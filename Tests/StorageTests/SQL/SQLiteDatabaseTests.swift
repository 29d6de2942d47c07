import Foundation
import TestServers
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct SQLiteDatabaseTests {
    private func open(_ path: String, busyTimeout: Duration = .seconds(5)) async throws -> SQLiteDatabase {
        try await SQLiteDatabase.open(path: path, clock: SystemWallClock(), busyTimeout: busyTimeout)
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func theFileAndItsFolderArePrivate() async throws {
        let folder = try RunFolder.fresh("sqlite") + "/state/deeper"
        let database = try await open(folder + "/mosaic.db")
        try await database.makeThings()
        #expect(try mode(folder) == 0o700)
        #expect(try mode(folder + "/mosaic.db") == 0o600)
        #expect(try mode(folder + "/mosaic.db-wal") == 0o600)
        await database.close()
    }

    @Test func aPlaceThatCannotBeWrittenIsNamed() async throws {
        let file = try RunFolder.fresh("sqlite") + "/file"
        try Data().write(to: URL(filePath: file))
        let error = await #expect(throws: StorageError.self) { try await open(file + "/mosaic.db") }
        #expect(error?.sentence.contains(file) == true)
    }

    @Test func whatIsNoDatabaseIsCorrupt() async throws {
        let file = try RunFolder.fresh("sqlite") + "/mosaic.db"
        try Data(repeating: 65, count: 4_096).write(to: URL(filePath: file))
        let error = await #expect(throws: StorageError.self) { try await open(file) }
        #expect(error?.kind == .corrupt)
    }

    @Test(arguments: [
        "journal_mode": SQLValue.text("wal"), "synchronous": .int(2), "foreign_keys": .int(1), "secure_delete": .int(1),
    ])
    func durabilityIsSetOnBothConnections(pragma: String, value: SQLValue) async throws {
        let database = try await open(RunFolder.fresh("sqlite") + "/mosaic.db")
        let read = try await database.read { try await $0.query("SELECT * FROM pragma_\(raw: pragma)")[0].values }
        let written = try await database.transaction {
            try await $0.query("SELECT * FROM pragma_\(raw: pragma)")[0].values
        }
        #expect(read == [value] && written == [value])
        await database.close()
    }

    @Test func whatWasCommittedIsThereAfterReopening() async throws {
        let path = try RunFolder.fresh("sqlite") + "/mosaic.db"
        let first = try await open(path)
        try await first.makeThings()
        try await first.transaction { try await $0.execute("INSERT INTO things (id) VALUES (1)") }
        await first.close()
        let second = try await open(path)
        #expect(try await second.count() == 1)
        await second.close()
    }

    @Test func aSecondProcessThatWritesMakesUsBusyAndThenLetsUsGoOn() async throws {
        let path = try RunFolder.fresh("sqlite") + "/mosaic.db"
        let ours = try await open(path, busyTimeout: .milliseconds(1))
        let theirs = try await open(path)
        try await ours.makeThings()
        let error = try await theirs.transaction { session in
            try await session.execute("INSERT INTO things (id) VALUES (1)")
            return await Task.detached {
                await #expect(throws: StorageError.self) {
                    try await ours.transaction { try await $0.execute("INSERT INTO things (id) VALUES (2)") }
                }
            }.value
        }
        #expect(error?.kind == .busy)
        #expect(error?.isRetriable == true)
        try await ours.transaction { try await $0.execute("INSERT INTO things (id) VALUES (2)") }
        #expect(try await theirs.count() == 2)
        await ours.close()
        await theirs.close()
    }

    @Test func whoComesFirstIsServedFirst() async throws {
        let turnstile = Turnstile()
        try await turnstile.take()
        let (order, served) = AsyncStream.makeStream(of: Int.self)
        let (standing, arrived) = AsyncStream.makeStream(of: Void.self)
        var arrivals = standing.makeAsyncIterator()
        for number in 0..<5 {
            Task {
                arrived.yield()
                try await turnstile.take()
                served.yield(number)
                turnstile.pass()
            }
            await arrivals.next()
            while turnstile.lineLength <= number { await Task.yield() }
        }
        turnstile.pass()
        #expect(await order.prefix(5).reduce(into: []) { $0.append($1) } == [0, 1, 2, 3, 4])
    }

    @Test func whoLeavesTheLineHoldsUpNobody() async throws {
        let turnstile = Turnstile()
        try await turnstile.take()
        let leaving = Task { try await turnstile.take() }
        while turnstile.lineLength < 1 { await Task.yield() }
        leaving.cancel()
        await #expect(throws: CancellationError.self) { try await leaving.value }
        turnstile.pass()
        try await turnstile.take()
        turnstile.pass()
    }
}
