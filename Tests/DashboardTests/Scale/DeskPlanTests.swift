import Hummingbird
import HummingbirdTesting
import Storage
import TestServers
import Testing
import Text

@testable import Dashboard

/// What pages and the interface ask costs the same however much has happened: no statement of theirs reads more than a page and
/// what belongs to it. PostgreSQL itself tells how it ran each of them (auto_explain).
@Suite(.serialized, .timeLimit(.minutes(10))) struct DeskPlanTests {
    private static let settings = [
        "shared_preload_libraries": "auto_explain", "auto_explain.log_min_duration": "0",
        "auto_explain.log_analyze": "on", "auto_explain.log_timing": "off", "autovacuum": "off",
    ]
    private static let size = 30_000
    /// Rows; the most that a page shows is 200 of something.
    private static let mostRead = 2_000

    /// Sums, which no page waits for (``Tally``); what a day lets accounts send; and the planner's look at what is planned, which is two
    /// mails an account and here much more.
    private static let allowed = [
        "SELECT state, COUNT(*) AS count FROM campaign_leads", "SELECT COUNT(CASE WHEN NOT (o.state = ",
        "SELECT COUNT(*) AS count FROM outbox WHERE campaign_id", "SELECT s.name, (SELECT COUNT(*) FROM outbox o",
        "SELECT line.status, COUNT(*) AS count", "SELECT COUNT(*) AS count, COUNT(DISTINCT o.contact_id) AS people",
        "SELECT COUNT(*) AS count FROM outbox o WHERE",
        "SELECT a.address, (SELECT COUNT(*) FROM outbox o WHERE o.account_id = a.id",
        "SELECT account_id, id, ", "SELECT l.id, l.state, l.reason, l.account_id, l.next_due_at, l.awaits_turn",
    ]

    @Test func noPageCostsMoreWithMoreRows() async throws {
        let server = try await PostgresServer.start(settings: Self.settings)
        let history = LargeHistory(size: Self.size)
        try await LargeDesk.with(history, server, patience: .zero) { _, session in
            let campaigns = try await session.get("/api/v1/campaigns").text
            #expect(campaigns.contains("\"mails_sent\":null"), "no program waits for sums")
            // Often enough for every plan to have become the one that stays.
            for path in history.paths {
                for _ in 0..<6 { #expect(try await session.get(path).status == .ok, "\(path)") }
            }
        }
        let log = try server.logText()
        #expect(log.contains("Query Text: SELECT h.*"), "auto_explain wrote nothing")
        let tables = PlanFault.tablesOfMail + ["events", "handoffs", "campaign_leads", "lead_recipients", "job_leads"]
        let faults = PlanFault.all(in: log, of: tables, mostRead: Self.mostRead).filter(isOfAPage)
        let worst = Dictionary(faults.map { ($0.statement, $0) }) { first, _ in first }
        for fault in worst.values { Issue.record("\(fault)") }
        try await server.stop()
    }

    /// Whether a page asked it: filling the tables reads them too.
    private func isOfAPage(_ fault: PlanFault) -> Bool {
        fault.statement.hasPrefix("SELECT ") && !Self.allowed.contains { fault.statement.hasPrefix($0) }
    }
}
