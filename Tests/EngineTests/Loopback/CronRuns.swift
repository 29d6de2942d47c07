import Correspondence
import Database
import Outreach
import Testing
import Timing

@testable import Engine
@testable import Storage

/// Runs that end by themselves, as cron starts them.
@Suite(.fewAtATime, .timeLimit(.minutes(10))) struct CronRuns {
    @Test func aRunForCronEndsOnceNothingIsLeft() async throws {
        let world = try await LoopbackScene.open()
        let first = try await Mosaic.open(world.settings, on: .sqlite(path: ":memory:"))
        let store = first.store
        // What lies there before the first look is left alone.
        try await first.runToItsEnd()
        #expect(world.accepted == 0)
        try world.reply(Scene.interested)
        try await Mosaic.open(world.settings, over: store).runToItsEnd()
        #expect(world.accepted == 1)

        let campaign = try await Self.campaign(["a", "b", "c"], in: store)
        let other = try await Self.campaign(["d"], named: "summer", in: store)
        try await Mosaic.open(world.settings, over: store).runToItsEnd(campaigns: [campaign], batch: 2)
        #expect(world.accepted == 3)
        try await Mosaic.open(world.settings, over: store).runToItsEnd(campaigns: [campaign])
        #expect(world.accepted == 4)
        #expect(world.accepted(for: "d@creators.example") == 0)
        try await Mosaic.open(world.settings, over: store).runToItsEnd(campaigns: [other])
        #expect(world.accepted(for: "d@creators.example") == 1)
        await first.close()
        await world.close()
    }

    /// A run is shorter than the time between two looks for evidence.
    @Test func aRunForCronGivesUpWhatNothingShowsToHaveLeft() async throws {
        let world = try await LoopbackScene.open()
        let first = try await Mosaic.open(world.settings, on: .sqlite(path: ":memory:"))
        let store = first.store
        try await first.runToItsEnd()
        try world.reply(Scene.interested)
        try await Mosaic.open(world.settings, over: store).runToItsEnd()
        #expect(world.accepted == 1)
        try await store.database.transaction { session in
            try await session.write(
                """
                UPDATE outbox SET state = 'in_doubt', in_doubt_at = \(SQL.now) - \(Duration.seconds(7_200)) WHERE state = 'sent'
                """)
        }
        try await Mosaic.open(world.settings, over: store).runToItsEnd()
        let handoffs = try await store.handoffs.list(onlyOpen: true, limit: 5)
        #expect(handoffs.map(\.reason) == [HandoffReason.sendInDoubt.rawValue])
        #expect(world.accepted == 1)
        await first.close()
        await world.close()
    }

    /// A batch that the campaign's file names keeps no other campaign from going on.
    @Test func aCampaignMaySayHowManyOfItsMailsOneRunSends() async throws {
        let world = try await LoopbackScene.open()
        let first = try await Mosaic.open(world.settings, on: .sqlite(path: ":memory:"))
        let store = first.store
        _ = try await Self.campaign(["a", "b", "c"], batch: 2, in: store)
        _ = try await Self.campaign(["d", "e", "f"], named: "summer", in: store)
        func received(_ people: [String]) -> Int {
            people.count { world.accepted(for: "\($0)@creators.example") == 1 }
        }
        try await first.runToItsEnd()
        #expect(received(["a", "b", "c"]) == 2 && received(["d", "e", "f"]) == 3)
        try await Mosaic.open(world.settings, over: store).runToItsEnd()
        #expect(received(["a", "b", "c"]) == 3 && world.accepted == 6)
        await first.close()
        await world.close()
    }

    private static func campaign(
        _ people: [String], named name: String = "spring", batch: Int? = nil, in store: Store
    ) async throws -> CampaignID {
        let gap = Duration.seconds(1)
        let draft = CampaignDraft(
            name: name, rules: CampaignRules(batchSize: batch, pacing: Pacing(gap: gap...gap, mailsBeforePause: nil)),
            senders: try await store.accounts.all().map { CampaignDraft.Sender($0.address) },
            steps: [
                CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hello", text: "Hi"),
                CampaignDraft.Step(name: "reminder", delay: .days(3), text: "Again"),
            ])
        let campaign = try await store.campaigns.apply(draft).campaign
        let record = try await store.imports.begin("people.csv", sha256: name, into: campaign)
        let leads = people.enumerated().compactMap { index, name in
            EmailAddress("\(name)@creators.example").map {
                NewLead(
                    row: index + 2, people: [NewLead.Person(address: $0, name: nil, fields: "{}")], fields: "{}")
            }
        }
        var progress = ImportProgress()
        _ = try await store.leads.admit(leads, of: record.id, into: campaign, progress: &progress, isLast: true)
        try #require(try await store.campaigns.change(campaign, .started, reason: nil))
        return campaign
    }
}
