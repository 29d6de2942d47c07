import Correspondence
import Postgres
import TestServers
import Testing
import Timing

@testable import Database
@testable import Storage

/// No statement that runs for each reply or mail reads a table from end to end, however large it has grown and whether it was
/// ever analysed. PostgreSQL itself tells how it ran each of them (auto_explain).
@Suite(.serialized, .timeLimit(.minutes(10))) struct PlanTests {
    static let settings = [
        "shared_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0",
        "auto_explain.log_analyze": "on", "auto_explain.log_timing": "off", "autovacuum": "off",
    ]

    @Test(arguments: [false, true])
    func theHotPathReadsNoTableFromEndToEnd(isAnalysed: Bool) async throws {
        let server = try await PostgresServer.start(settings: Self.settings)
        let database = PostgresDatabase(PostgresConfiguration(url: server.url), clock: SystemWallClock())
        let scene = try await BusyHistory.open(database, server, isAnalysed: isAnalysed)
        let before = try server.logText().utf8.count
        // Often enough for every plan to have become the one that stays.
        for number in 0..<8 { try await scene.liveThrough(number) }
        let log = String(decoding: Array(try server.logText().utf8.dropFirst(before)), as: UTF8.self)
        let faults = PlanFault.all(in: log)
        for fault in faults { Issue.record("\(fault)") }
        #expect(log.contains("Index Scan"), "auto_explain wrote nothing")
        await database.close()
        try await server.stop()
    }

    @Test func aPlanThatReadsEverythingIsFound() {
        let log = """
            2026-11-30 LOG:  duration: 1.0 ms  plan:
            \tQuery Text: SELECT 1 FROM messages
            \t  WHERE x
            \tSeq Scan on messages m  (cost=0.00..1.00 rows=1 width=4) (actual rows=1 loops=1)
            \t  Filter: x
            \t  Rows Removed by Filter: 3
            2026-11-30 LOG:  duration: 1.0 ms  plan:
            \tQuery Text: SELECT 2
            \tIndex Scan using outbox_due on outbox  (cost=0.00..1.00 rows=1 width=4) (actual rows=1 loops=1)
            \t  Rows Removed by Filter: 30000
            """
        #expect(PlanFault.all(in: log).map(\.statement) == ["SELECT 1 FROM messages WHERE x", "SELECT 2"])
    }
}
