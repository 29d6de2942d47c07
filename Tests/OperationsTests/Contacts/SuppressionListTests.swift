import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Operations

@Suite struct SuppressionListTests {
    @Test func aListGoesInOnceComesOutAndKeepsItsPeopleOutOfCampaigns() async throws {
        try await CampaignDesk.with { desk in
            let list = Array("Email,Why\na@creators.example,left\n\"Zoë <z@creators.example>\",\nnonsense,\n".utf8)
            let report = try await SuppressionList.take(list, reason: .optOut, into: desk.store)
            #expect(report.addresses == 2)
            #expect(report.added == 2)
            #expect(report.faulty == [4])
            #expect(try await SuppressionList.take(list, reason: .manual, into: desk.store).added == 0)
            #expect(try await desk.store.contacts.suppressed(limit: 9).map(\.reason) == [.optOut, .optOut])
            var bytes: [UInt8] = []
            try await SuppressionList.write(from: desk.store) { bytes += $0 }
            #expect(String(decoding: bytes, as: UTF8.self).contains("z@creators.example"))
            #expect(try await SuppressionList.take(bytes, reason: .manual, into: desk.store).addresses == 2)
            let people = Array("email,first_name\na@creators.example,Ann\nb@creators.example,Bo\n".utf8)
            let imported = try await desk.importing(people).run()
            #expect(imported.added == 1)
            #expect(imported.suppressed == 1)
        }
    }

    @Test func theReasonOfWhoIsAddedIsKept() async throws {
        try await CampaignDesk.with { desk in
            let entry = try #require(SuppressionEntry("a@creators.example"))
            _ = try await SuppressionList.add([entry], reason: .optOut, to: desk.store)
            #expect(try await desk.store.contacts.suppressed(limit: 9).map(\.reason) == [.optOut])
        }
    }

    @Test func whoIsInACampaignIsTakenOutOfIt() async throws {
        try await CampaignDesk.with { desk in
            _ = try await desk.importing(Array("email,first_name\na@creators.example,Ann\n".utf8)).run()
            _ = try await desk.store.contacts.suppress([EmailAddress("a@creators.example")!], reason: .manual)
            let lead = try #require(try await desk.store.leads.list(limit: 1).first)
            #expect(lead.state == .stopped)
        }
    }
}

/// Whole domains.
extension SuppressionListTests {
    private static let people = Array(
        "email,first_name\na@agency.example,Ann\nb@mail.agency.example,Bo\nc@otheragency.example,Cy\n".utf8)

    @Test func everybodyAtADomainStaysOutOfCampaigns() async throws {
        try await CampaignDesk.with { desk in
            let entry = try #require(SuppressionEntry("@agency.example"))
            #expect(try await SuppressionList.add([entry], to: desk.store) == 1)
            #expect(try await SuppressionList.add([entry], to: desk.store) == 0)
            let preview = try await desk.importing(Self.people).preview()
            let report = try await desk.importing(Self.people).run()
            for told in [preview, report] { #expect(told.added == 1 && told.suppressed == 2) }
            #expect(try await desk.store.leads.list(limit: 9).map(\.address.text) == ["c@otheragency.example"])
            _ = try await SuppressionList.remove(try #require(MailDomain("agency.example")), from: desk.store)
            #expect(try await desk.importing(Self.people + Array("\n".utf8)).run().added == 2)
            await #expect(throws: OperationFailure.self) {
                try await SuppressionList.remove(MailDomain("agency.example")!, from: desk.store)
            }
        }
    }

    @Test func domainsGoOutAndInAgain() async throws {
        try await CampaignDesk.with { desk in
            let list = Array(
                "email,why\n@agency.example,rival\nfirm.example,\nx,@third.example\nann@firm.example,left\ngmail.com,\n"
                    .utf8)
            let report = try await SuppressionList.take(list, reason: .manual, into: desk.store)
            #expect(report.domains == 3 && report.addresses == 1 && report.added == 4)
            #expect(report.refused.count == 1)
            #expect(report.refused.first?.hasPrefix("Line 6: People of all kinds") == true, "\(report.refused)")
            var bytes: [UInt8] = []
            try await SuppressionList.write(from: desk.store) { bytes += $0 }
            for domain in try await desk.store.contacts.suppressedDomains() {
                #expect(try await desk.store.contacts.allow(domain: domain.domain) == .done)
            }
            #expect(try await SuppressionList.take(bytes, reason: .manual, into: desk.store).domains == 3)
            #expect(
                try await desk.store.contacts.suppressedDomains().map(\.domain.name)
                    == ["agency.example", "firm.example", "third.example"])
        }
    }

    @Test(arguments: ["gmail.com", "@yahoo.co.uk", "co.uk", "web.de"])
    func whereEverybodyHasAnAddressNobodyIsBarredByASlip(_ text: String) async throws {
        try await CampaignDesk.with { desk in
            let entry = try #require(SuppressionEntry(text))
            let failure = await #expect(throws: OperationFailure.self) {
                try await SuppressionList.add([entry], to: desk.store)
            }
            #expect(failure?.description.contains("add --force") == true)
            #expect(try await desk.store.contacts.suppressedDomains().isEmpty)
            #expect(try await SuppressionList.add([entry], isForced: true, to: desk.store) == 1)
        }
    }
}
