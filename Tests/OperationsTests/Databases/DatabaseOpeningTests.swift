import Database
import Settings
import TestServers
import Testing
import Text

@testable import Operations

@Suite struct DatabaseOpeningTests {
    private func kind(_ work: () async throws -> Void) async -> OperationFailure.Kind? {
        do {
            try await work()
            return nil
        } catch {
            return (error as? OperationFailure)?.kind
        }
    }

    @Test func aMissingOrAnEmptyDatabaseIsNotReadyAndAMigratedOneIs() async throws {
        let path = "\(try TemporaryFile.folder())/m.db"
        let location = DatabaseLocation.sqlite(path: path)
        #expect(await kind { _ = try await SchemaReport.looking(at: location) } == .notReady)
        #expect(await kind { try await location.withStore { _ in } } == .notReady)
        TemporaryFile.append("", to: path)
        #expect(await kind { try await location.withStore { _ in } } == .notReady)
        let migrated = try await SchemaReport.migrating(location)
        #expect(migrated.schema.version == migrated.schema.newest)
        #expect(try await location.withStore { try await AccountsOverview(of: $0).accounts.count } == 0)
        let json = try await SchemaReport.looking(at: location).json
        #expect(json["steps"] == .array([]))
        #expect(json["database"] == .string("sqlite"))
    }
}
