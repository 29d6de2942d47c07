import Correspondence
import Database
import Hummingbird
import HummingbirdTesting
import Logging
import Operations
import Postgres
import Storage
import TestServers
import Testing
import Timing

@testable import Dashboard

/// A desk over PostgreSQL with a large history, and an admin who is logged in.
enum LargeDesk {
    static func with(
        _ history: LargeHistory, _ server: PostgresServer, patience: Duration = DeskOptions().countPatience,
        _ body: @escaping @Sendable (Desk, Session) async throws -> Void
    ) async throws {
        let database = PostgresDatabase(PostgresConfiguration(url: server.url), clock: SystemWallClock())
        try await Migrator(database, Migration.embedded(for: .postgres)).migrate(buildingIndexes: true)
        let store = Store(database: database)
        _ = try await store.instance.secret(orElse: [1])
        try await history.fill(server)
        var options = DeskOptions()
        options.countPatience = patience
        options.uploads = "/tmp/mosaic-test-desk-\(UInt64.random(in: .min ... .max))/uploads"
        let desk = try Desk(
            options, store: store, acts: Interventions(store), doorkeeper: Doorkeeper(store, cost: DeskScene.cheap),
            log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        try await desk.application().test(.router) { client in
            let scene = DeskScene(database: database, store: store, desk: desk, client: client)
            try await body(desk, try await scene.enter("root", role: .admin))
        }
        await store.close()
    }
}
