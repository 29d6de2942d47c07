import Correspondence
import Outreach
import Storage
import Testing
import Text
import Timing

@testable import Operations

/// Why nothing is sent: every gate of an account, a campaign or a lead, and when it opens.
@Suite struct GateReportTests {
    private static let people = Array("email,first_name\na@creators.example,Ann\n".utf8)
    private static let team = EmailAddress("team@mosaic.test")!

    private static func state(_ gate: String, _ report: GateReport) -> GateState? {
        report.sections.flatMap(\.lines).first { $0.gate == gate }?.state
    }

    @Test func aCampaignSaysWhatKeepsItBack() async throws {
        try await CampaignDesk.with { desk in
            let store = desk.store
            _ = try await desk.importing(Self.people).run()
            let draft = try await GateReport.of(campaign: "spring", in: store) { _ in SendPolicy() }
            #expect(Self.state("state", draft) == .closed(until: nil, "the campaign is draft"))
            #expect(!draft.isOpen)
            _ = try await Interventions(store).start("spring")
            let active = try await GateReport.of(campaign: "spring", in: store) { _ in SendPolicy() }
            #expect(active.isOpen)
            #expect(active.sections.map(\.title) == ["campaign spring", "account team@mosaic.test"])
        }
    }

    @Test func closedHoursOpenAtAnInstant() async throws {
        let now = Timestamp(secondsSince1970: SystemWallClock().now.secondsSince1970)
        // Two days from now at this hour, so that it is closed whenever this runs.
        let day = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"][Int(now.secondsSince1970 / 86_400 + 2) % 7]
        let yaml = CampaignDesk.yaml.replacing("zone: UTC", with: "zone: UTC\nhours: {\(day): \"09:00-17:00\"}")
        try await CampaignDesk.with(yaml) { desk in
            let report = try await GateReport.of(campaign: "spring", in: desk.store) { _ in SendPolicy() }
            let opens = try #require(Self.state("hours", report)?.opensAt)
            #expect(opens > now + .seconds(3_600) && opens < now + .seconds(3 * 86_400))
        }
    }

    @Test func aLeadIsExplainedWithItsPeopleItsCampaignAndItsAccount() async throws {
        try await CampaignDesk.with { desk in
            let store = desk.store
            _ = try await desk.importing(Self.people).run()
            _ = try await Interventions(store).start("spring")
            let lead = try #require(try await store.leads.list(limit: 1).first)
            let report = try await GateReport.of(lead: lead.id, in: store) { _ in SendPolicy() }
            #expect(report.isOpen)
            #expect(
                report.sections.map(\.title)
                    == ["lead \(lead.id)", "a@creators.example", "campaign spring", "account team@mosaic.test"])
            _ = try await Interventions(store).pause(lead.id)
            let held = try await GateReport.of(lead: lead.id, in: store) { _ in SendPolicy() }
            #expect(Self.state("lead", held) == .closed(until: nil, "the lead is held: held by a person"))
        }
    }

    @Test func anAccountSaysWhenItMaySendAgain() async throws {
        try await CampaignDesk.with { desk in
            let store = desk.store
            let open = try await AccountStatistics.of(Self.team, in: store) { _ in SendPolicy() }
            #expect(open.accounts.map(\.obstacle) == [nil])
            _ = try await Interventions(store).pause(Self.team, for: .seconds(3_600))
            let until = try #require(try await store.accounts.all().first?.pausedUntil)
            let paused = try await AccountStatistics.of(nil, in: store) { _ in SendPolicy() }
            #expect(paused.accounts.map(\.opensAt) == [until])
            #expect(paused.accounts.first?.obstacle?.gate == .accountPause)
            let report = try await GateReport.of(account: Self.team, in: store) { _ in SendPolicy() }
            #expect(Self.state("account_pause", report)?.opensAt == until)
            _ = try await Interventions(store).setState(.observe, of: Self.team)
            let observing = try await AccountStatistics.of(nil, in: store) { _ in SendPolicy() }
            #expect(observing.accounts.map(\.opensAt) == [nil])
        }
    }
}
