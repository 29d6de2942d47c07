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

    @Test func whoIsInACampaignIsTakenOutOfIt() async throws {
        try await CampaignDesk.with { desk in
            _ = try await desk.importing(Array("email,first_name\na@creators.example,Ann\n".utf8)).run()
            _ = try await desk.store.contacts.suppress([EmailAddress("a@creators.example")!], reason: .manual)
            let lead = try #require(try await desk.store.leads.list(limit: 1).first)
            #expect(lead.state == .stopped)
        }
    }
}
