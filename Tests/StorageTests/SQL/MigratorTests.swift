import Foundation
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct MigratorTests {
    private static let steps = [
        Migration(version: 1, name: "first", script: "CREATE TABLE a (x int); CREATE TABLE b (y int);"),
        Migration(
            version: 2, name: "second", script: "ALTER TABLE a ADD COLUMN z int; INSERT INTO a (x, z) VALUES (1, 2);"),
    ]

    @Test(arguments: SQLFixture.allCases)
    func migrationsRunOnceInOrder(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            let migrator = Migrator(database, Self.steps)
            #expect(try await migrator.status().steps.map(\.version) == [1, 2])
            #expect(try await migrator.migrate().steps.map(\.name) == ["first", "second"])
            #expect(
                try await migrator.migrate() == Migrator.Status(version: 2, newest: 2, steps: [], missingIndexes: []))
            #expect(try await database.count("a") == 1)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteFile])
    func manyProcessesMayStartAtOnce(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            let applied = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await Migrator(database, Self.steps).migrate().steps.count } }
                return try await group.reduce(0, +)
            }
            #expect(applied == 2)
            #expect(try await database.count("a") == 1)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func aFailedMigrationLeavesNothingAndTheOnesBeforeStand(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            let broken = Migration(
                version: 3, name: "broken", script: "CREATE TABLE c (x int); CREATE TABLE a (x int);")
            await #expect(throws: StorageError.self) { try await Migrator(database, Self.steps + [broken]).migrate() }
            #expect(try await Migrator(database, Self.steps).status().version == 2)
            await #expect(throws: StorageError.self) { try await database.count("c") }
            let mended = Migration(version: 3, name: "mended", script: "CREATE TABLE c (x int);")
            #expect(try await Migrator(database, Self.steps + [mended]).migrate().steps == [mended])
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func anEditedMigrationIsRefused(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            try await Migrator(database, Self.steps).migrate()
            let edited = [Self.steps[0], Migration(version: 2, name: "second", script: "SELECT 1;")]
            let error = await #expect(throws: StorageError.self) { try await Migrator(database, edited).migrate() }
            #expect(error?.kind == .invalid)
            #expect(error?.sentence.contains("second") == true)
        }
    }

    @Test(arguments: SQLFixture.allCases)
    func anOldBinaryRunsOneStepBehindAndNoMore(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            try await Migrator(database, Self.steps).migrate()
            #expect(try await Migrator(database, [Self.steps[0]]).migrate().steps == [])
            let error = await #expect(throws: StorageError.self) { try await Migrator(database, []).migrate() }
            #expect(error?.sentence.contains("newer") == true)
        }
    }

    @Test func lineEndingsDoNotChangeAChecksum() {
        let unix = Migration(version: 1, name: "a", script: "SELECT 1;\n")
        let windows = Migration(version: 1, name: "a", script: "SELECT 1;\r\n")
        #expect(unix.checksum == windows.checksum)
        #expect(unix.checksum != Migration(version: 1, name: "a", script: "SELECT 2;\n").checksum)
        #expect(unix.checksum.count == 16)
    }

    @Test(arguments: SQLFixture.allCases)
    func theEmbeddedSchemaIsApplied(_ fixture: SQLFixture) async throws {
        try await fixture.withDatabase { database async throws in
            let migrations = Migration.embedded(for: database.dialect)
            #expect(try await Migrator(database, migrations).migrate().version == migrations.count)
            #expect(try await database.count("outbox") == 0)
        }
    }

    @Test(arguments: [SQLDialect.postgres, .sqlite])
    func everyFileOfTheSchemaIsEmbedded(_ dialect: SQLDialect) throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../schema/\(dialect)")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).filter { $0.hasSuffix(".sql") }
        let embedded = Migration.embedded(for: dialect)
        #expect(embedded.map(\.fileName) == files.sorted().filter { !$0.hasSuffix(".indexes.sql") })
        for migration in embedded {
            let text = try String(contentsOf: folder.appending(path: migration.fileName), encoding: .utf8)
            #expect(migration.script == text)
        }
    }
}

extension Migration {
    fileprivate var fileName: String {
        let digits = "\(version)"
        return String(repeating: "0", count: 3 - digits.count) + digits + "_\(name).sql"
    }
}
