import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// A lead that lacks a value goes on as soon as that arrives, in whichever way.
@Suite struct ValueTests {
    private static let quick = CampaignRules(pacing: Pacing(gap: .seconds(60)...(.seconds(60)), mailsBeforePause: nil))
    private static let intro = [CampaignRun.twoSteps[0]]
    private static let hour = Duration.seconds(3_600)

    @Test(arguments: ["set", "import"])
    func aValueThatArrivesWakesItsLead(way: String) async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(CampaignRun.draft(rules: Self.quick, accounts: ["one"], steps: Self.intro))
            try await run.add([["a"]], named: false)
            try await run.begin()
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.isEmpty)
            let lead = try await run.lead("a")
            #expect(lead.state == .needsData)
            if way == "set" {
                let done = try await run.store.leads.set(lead.id, fields: "{}", names: #"{"first_name":"Ada"}"#)
                #expect(done == .done)
            } else {
                try await run.add([["a"]], updating: true)
            }
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.map(\.text) == [way == "set" ? "Hi Ada" : "Hi a"])
        }
    }

    @Test func theNameOfTheSenderWakesItsLeads() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            let step = CampaignDraft.Step(
                name: "intro", delay: .after(.zero), subject: "Hello", text: "I am {{ sender_first_name }}")
            _ = try await run.store.accounts.register(
                account: CampaignRun.address("one"), displayName: nil, dailyLimit: 50)
            try await run.apply(CampaignRun.draft(rules: Self.quick, accounts: ["one"], steps: [step]))
            try await run.add([["a"]])
            try await run.begin()
            try await run.run(until: run.clock.now + Self.hour)
            #expect(try await run.leads() == ["a": .needsData])
            _ = try await run.store.accounts.register(
                account: CampaignRun.address("one"), displayName: "Eve Example", dailyLimit: 50)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.map(\.text) == ["I am Eve"])
        }
    }

    /// What is planned already is planned anew, so nobody gets the former words.
    @Test func aPlannedMailGetsTheNewValue() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(CampaignRun.draft(rules: Self.quick, accounts: ["one"], steps: Self.intro))
            try await run.add([["a"]])
            try await run.begin()
            try await run.plan()
            let claim = try await run.claim()
            let done = try await run.store.leads.set(
                run.lead("a").id, fields: "{}", names: #"{"first_name":"Ada"}"#)
            #expect(done == .done)
            try await run.send(claim)
            #expect(run.sent.isEmpty)
            try await run.run(until: run.clock.now + Self.hour)
            #expect(run.sent.map(\.text) == ["Hi Ada"])
        }
    }

    /// listmonk#2008, keila#253, mailtrain#325: a second import let people get mail again who had opted out.
    @Test func anImportThatUpdatesClearsNoSuppressionAndNoEnd() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(CampaignRun.draft(rules: Self.quick, accounts: ["one"]))
            try await run.add([["a"], ["b"]])
            try await run.begin()
            try await run.run(until: run.clock.now + Self.hour)
            try await run.answer(from: "a", .optOut)
            try await run.add([["a"], ["b"]], updating: true)
            try await run.run(until: run.clock.now + .seconds(5 * 86_400))
            #expect(run.sent.count { $0.recipient.localPart == "a" } == 1)
            #expect(run.sent.count { $0.recipient.localPart == "b" } == 2)
            #expect(try await run.leads()["a"] == .stopped)
        }
    }
}

/// Campaigns that share an account.
@Suite struct SharedAccountTests {
    private static let hour = Duration.seconds(3_600)

    /// The long pause of one is after its own mails: another that makes none must not put it off for ever.
    @Test func theMailsOfOneCampaignDoNotBringAnotherToAStandstill() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 500) { run in
            let resting = CampaignRules(
                pacing: Pacing(
                    gap: .seconds(60)...(.seconds(60)), mailsBeforePause: 5, pause: .seconds(600)...(.seconds(600))))
            let steady = CampaignRules(pacing: Pacing(gap: .seconds(60)...(.seconds(60)), mailsBeforePause: nil))
            let first = try await run.apply(
                CampaignRun.draft("resting", rules: resting, accounts: ["one"], steps: [CampaignRun.twoSteps[0]]))
            try await run.add((1...20).map { ["r\($0)"] })
            try await run.begin()
            let second = try await run.apply(
                CampaignRun.draft("steady", rules: steady, accounts: ["one"], steps: [CampaignRun.twoSteps[0]]))
            try await run.add((1...300).map { ["s\($0)"] })
            try await run.begin()
            #expect(first != second)
            try await run.run(until: run.clock.now + .seconds(3 * 3_600))
            let rested = run.sent.filter { $0.recipient.localPart.hasPrefix("r") }
            #expect(rested.count == 20)
            // It rested after each five of its own.
            for place in stride(from: 5, to: rested.count, by: 5) {
                #expect(rested[place].at - rested[place - 1].at >= .seconds(600))
            }
            // Whoever they are for, mails of the account keep the gap.
            for (one, next) in zip(run.sent, run.sent.dropFirst()) { #expect(next.at - one.at >= .seconds(60)) }
        }
    }

    /// Each answer begins the gap anew, and not the long pause: or a campaign whose people answer well never goes on.
    @Test func answersDoNotBringACampaignToAStandstill() async throws {
        try await CampaignRun.with(accounts: ["one"], dailyLimit: 500) { run in
            _ = try await run.store.sequences.register(
                .collectContact(secondDelay: .seconds(86_400), thirdDelay: .seconds(86_400)))
            let rules = CampaignRules(
                pacing: Pacing(
                    gap: .seconds(60)...(.seconds(60)), mailsBeforePause: 5, pause: .seconds(600)...(.seconds(600))))
            try await run.apply(
                CampaignRun.draft(rules: rules, accounts: ["one"], steps: [CampaignRun.twoSteps[0]]))
            try await run.add((1...10).map { ["p\($0)"] })
            try await run.begin()
            try await run.run(until: run.clock.now + Self.hour) { run.sent.count == 5 }
            let rest = run.clock.now
            try await run.plan()
            for number in 1...3 {
                try await run.run(until: rest + .seconds(190 * number))
                try await run.answer(from: "p\(number)", .startSequence, intent: .interested)
            }
            try await run.run(until: rest + .seconds(700))
            let own = run.sent.filter { $0.subject != nil }
            #expect(run.sent.count == own.count + 3)
            #expect(own.count > 5)
            for (one, next) in zip(own[4...], own[5...]) where one == own[4] {
                #expect(next.at - one.at >= .seconds(600) && next.at - one.at <= .seconds(640))
            }
        }
    }

    @Test func whoWroteBackIsCountedByWhatTheyMeant() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            let id = try await run.apply(
                CampaignRun.draft(
                    rules: CampaignRules(pacing: Pacing(gap: .seconds(60)...(.seconds(60)), mailsBeforePause: nil)),
                    accounts: ["one"], steps: [CampaignRun.twoSteps[0]]))
            try await run.add([["a"], ["b"], ["c"], ["d"]])
            try await run.begin()
            try await run.run(until: run.clock.now + Self.hour)
            try await run.answer(from: "a", .optOut)
            try await run.answer(from: "b", .handOff(.clarification))
            try await run.answer(from: "c", .complete)
            let counts = try await run.store.campaigns.counts(of: id)
            #expect(counts.replies == [.optedOut: 1, .forPerson: 1, .refused: 1])
        }
    }
}

/// `reply: calendar_link`.
@Suite struct CalendarLinkTests {
    @Test func whoeverSaysYesGetsTheLinkOnceAndThenAPerson() async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            _ = try await run.store.sequences.register(
                .collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200)))
            let quick = Pacing(gap: .seconds(60)...(.seconds(60)), mailsBeforePause: nil)
            let link = "Pick a time: https://cal.example/ada"
            let ids = [
                try await run.apply(
                    CampaignRun.draft("plain", rules: CampaignRules(pacing: quick), accounts: ["one"])),
                try await run.apply(
                    CampaignRun.draft("linked", rules: CampaignRules(pacing: quick, answer: link), accounts: ["one"])),
            ]
            for (id, name) in zip(ids, ["a", "b"]) {
                try await run.add([[name]], to: id)
                #expect(try await run.store.campaigns.change(id, .started, reason: nil))
            }
            #expect(try await run.record().rules.answer == link)
            try await run.run(until: run.clock.now + .seconds(3_600))
            try await run.answer(from: "a", .startSequence)
            try await run.answer(from: "b", .startSequence)
            try await run.run(until: run.clock.now + .seconds(5 * 86_400))
            let answers = run.sent.dropFirst(2)
            let linked = answers.filter { $0.recipient.localPart == "b" }
            #expect(linked.map(\.text) == [link])
            let plain = answers.filter { $0.recipient.localPart == "a" }
            #expect(plain.count == 3)
            #expect(plain.allSatisfy { !$0.text.contains("cal.example") })
        }
    }
}
