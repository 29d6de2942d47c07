import Hummingbird
import HummingbirdTesting
import TestServers
import Testing

@testable import Dashboard

/// No page reads a table from end to end, nor many rows in vain, however large the tables are. PostgreSQL itself tells how it ran
/// each statement (auto_explain). Sums are counted beside the pages; see ``Tally``.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DeskPlanTests {
    private static let settings = [
        "shared_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0",
        "auto_explain.log_analyze": "on", "auto_explain.log_timing": "off", "autovacuum": "off",
    ]
    private static let large: Set<String> = [
        "messages", "outbox", "email_threads", "contacts", "events", "campaign_leads", "lead_recipients", "job_leads",
        "handoffs",
    ]
    /// Rows that a page may look at in vain.
    private static let mostRemoved = 3_000

    @Test func noPageReadsATableFromEndToEnd() async throws {
        let server = try await PostgresServer.start(settings: Self.settings)
        let history = LargeHistory(size: 40_000)
        try await LargeDesk.with(history, server, patience: .seconds(20)) { _, session in
            let before = try server.logText().utf8.count
            for path in history.paths { #expect(try await session.get(path).status == .ok, "\(path)") }
            let log = String(decoding: Array(try server.logText().utf8.dropFirst(before)), as: UTF8.self)
            #expect(log.contains("Index"), "auto_explain wrote nothing")
            for fault in Self.faults(in: log) { Issue.record("\(fault)") }
        }
        try await server.stop()
    }

    @Test func aPlanThatReadsMuchIsFound() {
        let log = """
            LOG:  duration: 1.0 ms  plan:
            \tQuery Text: SELECT 1 FROM handoffs
            \tSeq Scan on handoffs h  (cost=0.00..1.00 rows=1 width=4) (actual rows=1 loops=1)
            LOG:  duration: 1.0 ms  plan:
            \tQuery Text: SELECT 2
            \tIndex Scan using x on outbox  (cost=0.00..1.00 rows=1 width=4) (actual rows=1 loops=1)
            \t  Rows Removed by Filter: 30000
            """
        #expect(Self.faults(in: log).count == 2)
    }

    /// Each with the statement that it stands in.
    private static func faults(in log: String) -> [String] {
        var statement = ""
        var faults: [String] = []
        for line in log.split(separator: "\n") {
            if let text = line.firstRange(of: "Query Text: ") { statement = String(line[text.upperBound...]) }
            let table = line.firstMatch(of: /Seq Scan on ([a-z_]+)/).map { String($0.1) }
            let removed = line.firstMatch(of: /Rows Removed by Filter: (\d+)/).flatMap { Int($0.1) } ?? 0
            if table.map(large.contains) == true || removed > mostRemoved {
                faults.append("\(line.trimmingPrefix(while: \.isWhitespace)) in: \(statement)")
            }
        }
        return faults
    }
}
