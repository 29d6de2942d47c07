import Correspondence
import Database
import Outreach
import Testing
import Text
import Timing

@testable import Operations
@testable import Storage

/// What a check says of campaigns that are not on their way to their first start, and of names that nobody has.
@Suite struct CampaignCheckTests {
    @Test func aRunningCampaignSaysWhatItWaitsFor() async throws {
        let now = SystemWallClock().now
        let days = [now, now + .seconds(86_400)].map { $0.rfc3339.prefix(10) }.joined(separator: ", ")
        let closed = CampaignDesk.yaml.replacing("zone: UTC", with: "zone: UTC\nholidays: [\(days)]")
        for (yaml, isOpen) in [(CampaignDesk.yaml, true), (closed, false)] {
            try await CampaignDesk.with(yaml) { desk in
                _ = try await desk.importing(Self.people).run()
                #expect(try await CampaignReport.of("spring", in: desk.store).outlook.waits.isEmpty)
                _ = try await Interventions(desk.store).start("spring")
                let waits = try await CampaignReport.of("spring", in: desk.store).outlook.waits.map(\.sentence)
                #expect(isOpen ? waits.isEmpty : waits.first?.hasPrefix("It sends nothing until ") == true, "\(waits)")
                let team = try #require(EmailAddress("team@mosaic.test"))
                _ = try await Interventions(desk.store).pause(team, for: .seconds(3_600))
                let paused = try await CampaignReport.of("spring", in: desk.store).outlook.waits.map(\.sentence)
                #expect(paused.last?.hasPrefix("team@mosaic.test sends nothing until ") == true, "\(paused)")
            }
        }
    }

    /// Progress tells the gates that an explanation shows closed, and no others.
    @Test func progressAndExplanationAgree() async throws {
        let now = SystemWallClock().now
        let days = [now, now + .seconds(86_400)].map { $0.rfc3339.prefix(10) }.joined(separator: ", ")
        let closed = CampaignDesk.yaml.replacing("zone: UTC", with: "zone: UTC\nholidays: [\(days)]")
        try await CampaignDesk.with(closed) { desk in
            _ = try await desk.importing(Self.people).run()
            _ = try await Interventions(desk.store).start("spring")
            for isStopped in [false, true] {
                if isStopped { try await desk.store.instance.stopSending(reason: "by a person") }
                let waits = try await CampaignReport.of("spring", in: desk.store).outlook.waits
                let report = try await GateReport.of(campaign: "spring", in: desk.store) { _ in SendPolicy() }
                let reasons = report.sections.flatMap(\.lines).compactMap(\.state.reason)
                #expect(waits.map(\.why) == reasons)
            }
        }
    }

    /// The planner keeps to the limit by itself: nothing is claimed, and nothing put off.
    @Test func aLimitThatIsUsedUpIsSaid() async throws {
        try await CampaignDesk.with { desk in
            _ = try await desk.importing(Self.people).run()
            _ = try await Interventions(desk.store).start("spring")
            func waits() async throws -> [String] {
                try await CampaignReport.of("spring", in: desk.store).outlook.waits.map(\.why)
            }
            let before = try await waits()
            let account = try #require(try await desk.store.accounts.all().first)
            try await desk.store.database.transaction { session in
                try await session.execute(
                    """
                    INSERT INTO email_threads (account_id, contact_id, subject, created_at, updated_at)
                    SELECT \(account.id), id, 'Hello', \(SQL.now), \(SQL.now) FROM contacts
                    """)
                try await session.execute(
                    """
                    INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, purpose,
                        due_at, planned_at, state, in_doubt_at, sent_at)
                    SELECT t.id, t.account_id, t.contact_id, \(desk.campaign.campaign.sequence), 9, 9, 'a@creators.example',
                        'outreach', \(SQL.now), \(SQL.now), 'sent', \(SQL.now), \(SQL.now) FROM email_threads t
                    """)
            }
            #expect(try await waits() == before)
            _ = try await desk.store.accounts.register(account: account.address, displayName: nil, dailyLimit: 1)
            #expect(try await waits() == before + ["the account's limit of 1 mails in 24 h"])
        }
    }

    private static let people = Array("email,first_name\na@creators.example,Ann\n".utf8)
    private static let jobs = CampaignDesk.yaml.replacing("zone: UTC", with: "release: jobs\nzone: UTC")
        .replacing("    after: 3 days\n", with: "")

    private func check(_ desk: CampaignDesk) async throws -> CampaignCheck {
        try await CampaignCheck.of(WholeCampaign.of("spring", in: desk.store), in: desk.store)
    }

    @Test func whatMayBeDoneIsSaidForEachState() async throws {
        try await CampaignDesk.with { desk in
            let none = try await check(desk)
            #expect(none.faults == ["It has no leads: mosaic leads import FILE.csv --campaign spring"])
            #expect(none.verdict == nil)
            _ = try await desk.importing(Self.people).run()
            #expect(try await check(desk).verdict?.hasPrefix("Nothing keeps it from being started") == true)
            _ = try await Interventions(desk.store).start("spring")
            #expect(try await check(desk).verdict?.hasPrefix("It is active") == true)
            _ = try await Interventions(desk.store).pauseCampaign("spring")
            #expect(try await check(desk).verdict?.hasPrefix("It is paused") == true)
            #expect(try await desk.store.campaigns.change(desk.campaign.campaign.id, .started, reason: nil))
            let lead = try #require(try await desk.store.leads.list(limit: 1).first)
            _ = try await Interventions(desk.store).skip(lead.id)
            #expect(try await desk.store.campaigns.change(desk.campaign.campaign.id, .completed, reason: nil))
            let done = try await check(desk)
            #expect(done.faults.first?.hasPrefix("None of its leads may get more mail") == true, "\(done.faults)")
            #expect(try await desk.store.campaigns.change(desk.campaign.campaign.id, .archived, reason: nil))
            #expect(try await check(desk).faults.first == "It is archived, and is not started again")
        }
    }

    @Test func whatJobsReleaseIsNotStarted() async throws {
        try await CampaignDesk.with(Self.jobs) { desk in
            _ = try await desk.importing(Self.people).run()
            #expect(try await check(desk).verdict?.contains("mosaic jobs start spring --step STEP") == true)
            #expect(try await CampaignReport.of("spring", in: desk.store).standing == "waits for a job")
            _ = try await Interventions(desk.store).startJob("spring", step: "intro", .sendAll)
            let job = try #require(try await desk.store.jobs.beginDue().first)
            #expect(try await check(desk).verdict?.hasPrefix("Job \(job.id) of it runs") == true)
            let report = try await CampaignReport.of("spring", in: desk.store)
            #expect(report.standing == "job \(job.id) runs")
            #expect(report.json["standing"] == .string("job \(job.id) runs"))
            #expect(report.json["state"] == .string("draft"))
        }
    }

    /// With a default in the text nothing else would ever tell.
    @Test func aNameThatNoLeadHasIsWarnedOf() async throws {
        let yaml = CampaignDesk.yaml.replacing(
            "Again, {{ first_name }}", with: "Again, {{ frist_name | default('you') }}")
        try await CampaignDesk.with(yaml) { desk in
            _ = try await desk.importing(Array("email,first_name,city\na@creators.example,Ann,\n".utf8)).run()
            for depth in [CampaignCheck.Depth.start, .everything] {
                let check = try await CampaignCheck.of(desk.campaign, in: desk.store, depth: depth)
                #expect(check.isGood)
                #expect(
                    check.warnings == [
                        "intro asks for company_name, which none of its leads has",
                        "reminder asks for frist_name, which none of its leads has: did you mean first_name?",
                    ])
            }
        }
    }

    @Test func anAccountWithoutWhatATextNeedsOfItIsNamed() async throws {
        let yaml = CampaignDesk.yaml.replacing("Again, {{ first_name }}", with: "Again\\n{{ account_signature }}")
            .replacing("Hi {{ first_name }}", with: "Hi, {{ sender_last_name }} here")
        try await CampaignDesk.with(yaml, senderName: "Ann") { desk in
            _ = try await desk.importing(Self.people).run()
            let faults = try await check(desk).faults
            #expect(faults.count == 2)
            #expect(
                faults.first?.hasPrefix("team@mosaic.test has no last name, which intro needs") == true, "\(faults)")
            #expect(faults.last?.hasPrefix("team@mosaic.test has no signature, which reminder needs") == true)
        }
    }

    @Test func aMisspeltNameIsNotKept() async throws {
        try await CampaignDesk.with { desk in
            _ = try await desk.importing(Array("email,first_name,city\na@creators.example,Ann,Rome\n".utf8)).run()
            let lead = try #require(try await desk.store.leads.list(limit: 1).first)
            let acts = Interventions(desk.store)
            let wrong = [
                "frist_name": "did you mean first_name?", "compnay_name": "did you mean company_name?",
                "zzz": "there are", "sender_name": "comes from the account",
            ]
            for (name, told) in wrong {
                let failure = await #expect(throws: OperationFailure.self) {
                    try await acts.set(lead.id, [(name, "x")])
                }
                #expect(failure?.description.contains(told) == true, "\(failure?.description ?? "")")
            }
            #expect(try await desk.store.leads.record(lead.id)?.fields == #"{"city":"Rome"}"#)
            // Those of its file, of the texts, and those of everybody.
            _ = try await acts.set(
                lead.id, [("city", "Oslo"), ("company_name", "Acme"), ("last_name", "Bee"), ("select", "x")])
            #expect(try await desk.store.leads.record(lead.id)?.fields.contains("Oslo") == true)
        }
    }
}
