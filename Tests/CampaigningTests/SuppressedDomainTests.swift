import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// A domain that no mail goes to, as the planner, the claim and the last moment before the dot see it.
@Suite struct SuppressedDomainTests {
    private static let acme = MailDomain("acme.example")!

    private func withRun(_ body: (CampaignRun) async throws -> Void) async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(CampaignRun.draft(rules: PublicFailureTests.rules(), accounts: ["one"]))
            try await run.add(["a@acme.example", "b@sales.acme.example", "c@notacme.example"].map { [$0] })
            try await run.begin()
            try await body(run)
        }
    }

    @Test func whoIsThereGetsNothingMoreAndTheOthersGoOn() async throws {
        try await withRun { run in
            try await run.run(until: CampaignRun.start + .seconds(3_600))
            #expect(run.sent.count == 3)
            #expect(try await run.store.contacts.suppress(domains: [Self.acme]) == 1)
            try await run.run(until: CampaignRun.start + .seconds(5 * 86_400))
            #expect(run.sent.dropFirst(3).map(\.recipient.text) == ["c@notacme.example"])
            #expect(try await run.lead("a@acme.example").state == .stopped)
            #expect(try await run.lead("b@sales.acme.example").state == .stopped)
            #expect(try await run.lead("c@notacme.example").state == .finished)
        }
    }

    @Test func whatIsPlannedIsTakenBackAtOnce() async throws {
        try await withRun { run in
            try await run.plan()
            let planned = try await run.mails().filter { $0.state == .planned }
            #expect(!planned.isEmpty)
            _ = try await run.store.contacts.suppress(domains: [Self.acme])
            let left = try await run.mails().filter { $0.state == .planned }
            #expect(left.allSatisfy { $0.recipient.domain == "notacme.example" })
        }
    }

    /// The gate knows it by itself, whoever planned the mail.
    @Test func aMailThatIsClaimedGetsNoDot() async throws {
        try await withRun { run in
            try await run.plan()
            var claim = try await run.claimedOrNil()
            while claim == nil {
                run.clock.advance(by: .seconds(30))
                claim = try await run.claimedOrNil()
            }
            let taken = try #require(claim)
            #expect(taken.recipient.text == "a@acme.example")
            _ = try await run.store.contacts.suppress(domains: [Self.acme])
            let facts = try #require(try await run.store.outbox.gateFacts(of: [taken.id])[taken.id])
            #expect(facts.isSuppressed)
            try await run.send(taken)
            #expect(run.sent.isEmpty)
        }
    }

    /// Who comes later is barred too, and an address of it is not let back in by itself.
    @Test func whoComesLaterIsBarredToo() async throws {
        try await withRun { run in
            _ = try await run.store.contacts.suppress(domains: [Self.acme])
            try await run.add([["d@acme.example"], ["e@other.example"]])
            try await run.run(until: CampaignRun.start + .seconds(3_600))
            #expect(run.sent.map(\.recipient.domain).sorted() == ["notacme.example", "other.example"])
            let refused = try await run.store.contacts.unbar(
                CampaignRun.lead("a@acme.example"), reason: "x", evenAfterOptOut: false)
            guard case .refused(let why) = refused else {
                Issue.record("\(refused)")
                return
            }
            #expect(why.contains("domain"))
        }
    }
}
