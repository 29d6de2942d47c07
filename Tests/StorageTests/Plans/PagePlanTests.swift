import Postgres
import TestServers
import Testing
import Timing

@testable import Database
@testable import Storage

/// A page of any list, and a round of planning, read what they show and no more, however many leads and mails there are.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PagePlanTests {
    @Test(arguments: [false, true])
    func pagesReadWhatTheyShow(isAnalysed: Bool) async throws {
        let server = try await PostgresServer.start(settings: PlanTests.settings)
        let database = PostgresDatabase(PostgresConfiguration(url: server.url), clock: SystemWallClock())
        let busy = try await BusyCampaign.open(database, server, isAnalysed: isAnalysed)
        let before = try server.logText().utf8.count
        // Often enough for every plan to have become the one that stays.
        for _ in 0..<8 { try await busy.look() }
        let log = String(decoding: Array(try server.logText().utf8.dropFirst(before)), as: UTF8.self)
        for fault in PlanFault.all(in: log, of: BusyCampaign.tables) { Issue.record("\(fault)") }
        #expect(log.contains("Index"), "auto_explain wrote nothing")
        await database.close()
        try await server.stop()
    }
}
