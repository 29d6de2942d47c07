import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Operations

/// Jobs and lists as somebody new meets them.
@Suite struct JobOperationTests {
    private static let yaml = """
        name: spring
        accounts: [team@mosaic.test]
        release: jobs
        steps:
          - id: intro
            subject: "An idea"
            text: "Hi {{ first_name }}"
          - id: bump
            text: "Again, {{ first_name }}"
        """

    private static let people = Array(
        "email,first_name,select\na@creators.example,Ann,x\nb@creators.example,Bo,\n".utf8)

    @Test func aJobIsMadeListedReportedAndTakenBack() async throws {
        try await CampaignDesk.with(Self.yaml) { desk in
            _ = try await desk.importing(Self.people).run()
            let acts = Interventions(desk.store)
            _ = try await acts.startJob("spring", step: "intro", .sendSelected)
            #expect(try await desk.store.jobs.beginDue().count == 1)
            let report = try #require(try await JobReport.all(limit: 10, in: desk.store).first)
            #expect(report.job.state == .running)
            #expect(report.totals == [.waiting: 1])
            await #expect(throws: OperationFailure.self) { try await acts.startJob("spring", step: "bump", .sendAll) }
            await #expect(throws: OperationFailure.self) { try await acts.startJob("spring", step: "odd", .sendAll) }
            await #expect(throws: OperationFailure.self) { try await acts.start("spring") }
            _ = try await acts.cancelJob(report.job.id)
            #expect(try await JobReport.of(report.job.id, in: desk.store).totals == [.skipped: 1])
            let names = try await desk.store.audit.latest(limit: 50).map(\.name)
            for name in ["job.made", "job.started", "lock.taken", "lock.released", "job.ended"] {
                #expect(names.contains(name), "\(name)")
            }
        }
    }

    @Test func theReportOfAJobIsRefusedAsAListAndNamesItsMaster() async throws {
        try await CampaignDesk.with(Self.yaml) { desk in
            _ = try await desk.importing(Self.people).run()
            _ = try await Interventions(desk.store).startJob("spring", step: "intro", .draftAll)
            _ = try await desk.store.jobs.beginDue()
            let job = try #require(try await desk.store.jobs.list(limit: 1).first)
            var bytes: [UInt8] = []
            try await JobReport.writeLog(of: job.id, in: desk.store) { bytes += $0 }
            let report = String(decoding: bytes, as: UTF8.self)
            #expect(report.contains("a@creators.example") && report.contains("WAITING"))
            let failure = await #expect(throws: OperationFailure.self) { try await desk.importing(bytes).preview() }
            #expect(failure?.description.contains("report of job \(job.id) of campaign spring") == true)
            #expect(failure?.description.contains("people.csv") == true, "\(failure?.description ?? "")")
        }
    }

    @Test func aStepThatJobsReleaseHasNoTimeOfItsOwn() throws {
        let late = Self.yaml.replacing("id: bump\n", with: "id: bump\n    after: 3 days\n")
        let failure = #expect(throws: OperationFailure.self) { try CampaignFile.draft(late) }
        #expect(failure?.description.contains("leave after away") == true)
        #expect(try CampaignFile.draft(Self.yaml).rules.release == .jobs)
    }

    @Test func anAccountWithoutTheNameThatATextNeedsKeepsTheCampaignFromStarting() async throws {
        let yaml = CampaignDesk.yaml.replacing("Hi {{ first_name }}", with: "Hi {{ first_name }}, {{ sender_name }}")
        try await CampaignDesk.with(yaml, senderName: nil) { desk in
            _ = try await desk.importing(Self.people).run()
            let check = try await CampaignCheck.of(desk.campaign, in: desk.store, depth: .start)
            #expect(check.faults.count == 1)
            #expect(check.faults.first?.contains("team@mosaic.test has no name, which intro needs") == true)
        }
        let mild = yaml.replacing("{{ sender_name }}", with: "{{ sender_name | default('us') }}")
        try await CampaignDesk.with(mild, senderName: nil) { desk in
            _ = try await desk.importing(Self.people).run()
            #expect(try await CampaignCheck.of(desk.campaign, in: desk.store, depth: .start).faults.isEmpty)
        }
    }

    @Test func whomTheSettingsForbidIsNotImportedAndCounted() async throws {
        try await CampaignDesk.with { desk in
            let report = try await desk.importing(Self.people, forbidden: ["b@creators.example"]).run()
            #expect(report.added == 1)
            #expect(report.forbidden == 1)
            #expect(try await desk.store.leads.list(limit: 10).map(\.address.text) == ["a@creators.example"])
        }
    }

    @Test(arguments: [
        ("calendar_link: https://cal.example/ada", nil), ("", "wants calendar_link"),
        ("calendar_link: http://cal.example/ada", "wants calendar_link"),
        ("calendar_link: https://cal.example/ada\nanswer: Come!", "is to hold"),
        (
            "calendar_link: https://cal.example/ada\nanswer: 'Hi {{ first_name }}, {{ calendar_link }}'",
            "no other value"
        ),
    ])
    func aCalendarLinkIsCheckedBeforeAnybodyGetsIt(lines: String, fault: String?) throws {
        let yaml = CampaignDesk.yaml.replacing("zone: UTC\n", with: "zone: UTC\nreply: calendar_link\n\(lines)\n")
        guard let fault else {
            #expect(try CampaignFile.draft(yaml).rules.answer?.contains("https://cal.example/ada") == true)
            return
        }
        let failure = #expect(throws: OperationFailure.self) { try CampaignFile.draft(yaml) }
        #expect(failure?.description.contains(fault) == true, "\(failure?.description ?? "")")
    }
}
