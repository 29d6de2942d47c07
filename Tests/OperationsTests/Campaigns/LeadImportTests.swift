import Correspondence
import Outreach
import Storage
import Synchronization
import Testing
import Text
import Timing

@testable import Operations

@Suite struct LeadImportTests {
    private static let plain = "email,first_name,company\na@creators.example,Zoë,Acme\nb@creators.example,Bo,\n"
    private static let german =
        "E-Mail;Vorname;Firma\r\na@creators.example;Zoë;Acme\r\nb@creators.example;Bo;\r\n"
    private static let tabs = "email\tfirst\tcompany\r\na@creators.example\tZoë\tAcme\r\nb@creators.example\tBo\t\r\n"

    /// The same two people as programs write them: UTF-8, with a mark and semicolons, Windows-1252, UTF-16 with tabs.
    static let files: [[UInt8]] = [
        Array(plain.utf8), [0xEF, 0xBB, 0xBF] as [UInt8] + Array(german.utf8),
        plain.unicodeScalars.map { UInt8($0.value) }, utf16(tabs),
    ]

    private static func utf16(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        return bytes
    }

    /// listmonk#65, sendportal#67, dotCMS#36508: a mark in front of the first heading hid the addresses, or semicolons made no row.
    @Test(arguments: files.indices)
    func theSamePeopleComeOutOfEachEncoding(_ index: Int) async throws {
        try await CampaignDesk.with { desk in
            let leads = try desk.importing(Self.files[index])
            let preview = try await leads.preview()
            #expect(preview.stage == .preview)
            #expect(preview.added == 2)
            #expect(try await desk.store.leads.list(limit: 10).isEmpty)
            let report = try await leads.run()
            #expect(report.stage == .imported)
            #expect(report.added == 2)
            let stored = try await desk.store.leads.list(limit: 10)
            #expect(stored.map(\.address.text) == ["a@creators.example", "b@creators.example"])
            #expect(stored[0].fields == #"{"company_name":"Acme"}"#)
            #expect(stored[0].people[0].fields.contains("Zoë"))
            // An empty cell is no field.
            #expect(stored[1].fields == "{}")
            #expect(try await leads.run().stage == .known)
            #expect(try await desk.store.leads.list(limit: 10).count == 2)
        }
    }

    @Test func everyRowIsCountedOnceWithItsLine() async throws {
        try await CampaignDesk.with { desk in
            let csv = """
                email,first_name,email 2
                a@creators.example,Ann,a2@creators.example
                A@Creators.example,Ann again,
                ,Nobody,
                nonsense,Non,
                team@mosaic.test,Us,
                "x@creators.example, y@creators.example",Two,
                b@creators.example,Bo,

                """
            let report = try await desk.importing(Array(csv.utf8)).run()
            #expect(report.rows == 7)
            #expect(report.added == 2)
            #expect(report.duplicatesInFile == 1)
            #expect(report.faulty == 4)
            #expect(report.faults.count == 4)
            #expect(report.faults[0] == "Line 4 (row 4): there is no address.")
            #expect(report.faults[2].contains("an account of ours"))
            let first = try #require(try await desk.store.leads.list(limit: 10).first)
            #expect(first.people.map(\.address.text) == ["a@creators.example", "a2@creators.example"])
        }
    }

    @Test func addressesOfOfficesAndMachinesAreTold() async throws {
        try await CampaignDesk.with { desk in
            let names = ["abuse", "No-Reply+x", "info", "abused"]
            let people = (["email"] + names.map { "\($0)@creators.example" }).joined(separator: "\n")
            let report = try await desk.importing(Array(people.utf8)).preview()
            #expect(report.roles == 2 && report.added == 4)
            #expect(report.notices.first?.hasPrefix("Line 2: abuse@creators.example is read by an office") == true)
        }
    }

    @Test func anotherImportNeitherChangesNorRevivesAnybody() async throws {
        try await CampaignDesk.with { desk in
            _ = try await desk.importing(Array("email,first_name\na@creators.example,Ann\n".utf8)).run()
            let report = try await desk.importing(
                Array("email,first_name\na@creators.example,Changed\nc@creators.example,Cy\n".utf8)
            ).run()
            #expect(report.known == 1)
            #expect(report.added == 1)
            let leads = try await desk.store.leads.list(limit: 10)
            #expect(leads.map { $0.people[0].fields } == [#"{"first_name":"Ann"}"#, #"{"first_name":"Cy"}"#])
        }
    }

    @Test func whoeverWasErasedBecomesNoLeadAndIsNotStored() async throws {
        try await CampaignDesk.with { desk in
            let before = Array("email,email 2\na@creators.example,b@creators.example\n".utf8)
            _ = try await desk.importing(before).run()
            let acts = Interventions(desk.store)
            for person in ["a@creators.example", "c@creators.example"] {
                let address = try #require(EmailAddress(person))
                let erased = try await acts.erase(address).json
                #expect(erased["leads"] == JSON.int(person.hasPrefix("a") ? 1 : 0))
            }
            let left = try #require(try await desk.store.leads.list(limit: 10).first)
            #expect(left.address.text == "b@creators.example", "the others of a lead stay")
            #expect(left.people.map(\.address.text) == ["b@creators.example"])
            let again = "email,email 2\na@creators.example,\nc@creators.example,d@creators.example\n"
            let preview = try await desk.importing(Array(again.utf8)).preview()
            let report = try await desk.importing(Array(again.utf8)).run()
            for told in [preview, report] {
                #expect(told.suppressed == 1)
                #expect(told.added == 1)
            }
            let leads = try await desk.store.leads.list(limit: 10)
            #expect(leads.flatMap(\.people).map(\.address.text) == ["b@creators.example", "d@creators.example"])
            #expect(try await desk.store.leads.list(limit: 10).count == 2)
        }
    }

    @Test func aColumnMayBeNamed() async throws {
        try await CampaignDesk.with { desk in
            let bytes = Array("Kontakt,Rufname\na@creators.example,Ann\n".utf8)
            await #expect(throws: OperationFailure.self) { try await desk.importing(bytes).preview() }
            let leads = try desk.importing(bytes, renamed: ["email": "Kontakt", "first_name": "Rufname"])
            #expect(try await leads.run().added == 1)
            #expect(try await desk.store.leads.list(limit: 1).first?.people[0].fields == #"{"first_name":"Ann"}"#)
        }
    }

    @Test func anImportThatIsInterruptedGoesOnWhereItWas() async throws {
        try await CampaignDesk.with { desk in
            let lines = (1...9_000).map { "p\($0)@creators.example,Ann" }
            let leads = try desk.importing(Array("email,first_name\n\(lines.joined(separator: "\n"))\n".utf8))
            let done = Mutex(0)
            let interrupted = Task { try await leads.run { rows in done.withLock { $0 = rows } } }
            while done.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
            interrupted.cancel()
            await #expect(throws: CancellationError.self) { try await interrupted.value }
            let before = try await desk.store.campaigns.counts(of: desk.campaign.campaign.id).allLeads
            #expect(before >= 2_000 && before < 9_000 && before % 1_000 == 0)
            let report = try await leads.run()
            #expect(report.resumedAfter == before && report.added == 9_000 - before)
            #expect(try await desk.store.campaigns.counts(of: desk.campaign.campaign.id).allLeads == 9_000)
            #expect(try await leads.run().stage == .known)
        }
    }

    /// A lead that has no account yet may get any of them: what one lacks is no fault of the leads.
    @Test func aCheckTellsWhatAnAccountLacksAsItsFault() async throws {
        try await CampaignDesk.with { desk in
            _ = try await desk.store.accounts.register(
                account: EmailAddress("bare@mosaic.test")!, displayName: nil, dailyLimit: 50)
            let yaml = CampaignDesk.yaml.replacing("[team@mosaic.test]", with: "[team@mosaic.test, bare@mosaic.test]")
                .replacing("Hi {{ first_name }}", with: "Hi, {{ sender_name }} here")
            _ = try await Interventions(desk.store).apply(CampaignFile.draft(yaml), over: .any)
            _ = try await desk.importing(Array("email,first_name\na@creators.example,Ann\n".utf8)).run()
            let check = try await CampaignCheck.of(WholeCampaign.of("spring", in: desk.store), in: desk.store)
            #expect(check.faults.count == 1)
            #expect(check.faults.first?.hasPrefix("bare@mosaic.test has no name, which intro needs") == true)
            #expect(check.unwritable == 0, "the other account can write to everybody")
        }
    }

    @Test func aCheckNamesWhoCannotBeWrittenTo() async throws {
        try await CampaignDesk.with { desk in
            let empty = try await CampaignCheck.of(desk.campaign, in: desk.store)
            #expect(!empty.isGood)
            _ = try await desk.importing(Array("email,first_name\na@creators.example,Ann\nb@creators.example,\n".utf8))
                .run()
            let check = try await CampaignCheck.of(desk.campaign, in: desk.store)
            #expect(check.isGood)
            #expect(check.leads == 2)
            #expect(check.examples.map(\.address.text) == ["b@creators.example"])
            #expect(check.examples.first?.problem.contains("first_name") == true)
            #expect(check.forecast?.count == 2)
            let lead = try #require(try await desk.store.leads.list(limit: 1).first)
            let rendered = try await RenderedLead.of(lead.id, in: desk.store)
            #expect(rendered.mails.map(\.text) == ["Hi Ann", "Again, Ann"])
            #expect(rendered.mails.map(\.subject) == ["An idea for you", "Re: An idea for you"])
            let second = try await RenderedLead.of(lead.id, step: "reminder", in: desk.store)
            #expect(second.mails.map(\.subject) == ["Re: An idea for you"])
            _ = try await Interventions(desk.store).start("spring")
            #expect(try await desk.store.campaigns.list().first?.state == .active)
        }
    }
}
