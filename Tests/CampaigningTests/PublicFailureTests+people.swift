import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

extension PublicFailureTests {
    /// listmonk#2008, keila#253, mailtrain#325: a second import let mail go again to people who had opted out.
    @Test func anImportLetsNobodyBackIn() async throws {
        try await CampaignRun.with { run in
            try await run.apply(CampaignRun.draft("first", rules: Self.rules(), steps: Self.intro))
            try await run.add([["a"]])
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(900))
            try await run.answer(from: "a", .optOut)
            let second = try await run.apply(CampaignRun.draft("second", rules: Self.rules(), steps: Self.intro))
            let record = try await run.store.imports.begin("again.csv", sha256: "again", into: second)
            var progress = ImportProgress()
            let admissions = try await run.store.leads.admit(
                [
                    NewLead(
                        row: 2, people: [NewLead.Person(address: CampaignRun.lead("a"), name: "A", fields: "{}")],
                        fields: "{}")
                ],
                of: record.id, into: second, progress: &progress, isLast: true)
            #expect(admissions == [.suppressed])
            try await run.begin()
            try await run.run(until: run.clock.now + Self.days(2))
            #expect(run.sent.count == 1)
        }
    }

    /// Rock#7034, useSend#412, emailflare#190: a scanner that looked at a link took everybody off the list. Ours acts on what is
    /// posted alone (`OptOutTests`), and its address when somebody writes to it.
    @Test func onlyAMailThatNamesOursOptsOut() throws {
        let id = try #require(MessageID("0123abcd@mosaic.test"))
        #expect(OptOutRequest.mail(in: OptOutRequest.subject(for: id)) == id)
        #expect(OptOutRequest.mail(in: "Unsubscribe 0123abcd@mosaic.test") == id)
        for subject in ["unsubscribe", "unsubscribe me, ada@mosaic.test", "Re: unsubscribe 0123abcd@mosaic.test", ""] {
            #expect(OptOutRequest.mail(in: subject) == nil, "\(subject)")
        }
    }

    /// warmbly#589: progress was told as 378 of 63.
    @Test func progressCountsLeadsAndMailsEachByThemselves() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            let steps = (1...6).map { number in
                CampaignDraft.Step(
                    name: "step-\(number)", delay: number == 1 ? .after(.zero) : .days(1),
                    subject: number == 1 ? "Hello" : nil, text: "Mail \(number)")
            }
            let id = try await run.apply(CampaignRun.draft(rules: Self.rules(), accounts: ["one"], steps: steps))
            try await run.add((1...63).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: CampaignRun.start + .seconds(3_600)) { run.sent.count == 1 }
            let counts = try await run.store.campaigns.counts(of: id)
            #expect(counts.allLeads == 63)
            #expect(counts.leads == [.pending: 62, .active: 1])
            #expect(counts.mails == 1)
            #expect(counts.perStep.map(\.mails) == [1, 0, 0, 0, 0, 0])
        }
    }
}
