import Correspondence
import Database
import Events
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Storage
import Testing
import Text
import Timing

@testable import Dashboard

/// People, templates and reports.
@Suite struct PeopleTests {
    @Test func aPersonIsFoundShownBarredAndLifted() async throws {
        try await DeskScene.with { scene in
            _ = try await Samples.handoff(in: scene.store)
            let session = try await scene.enter()
            #expect(try await session.get("/people").text.contains("creator@creators.example"))
            #expect(try await session.get("/people?q=CREA").text.contains("creator@creators.example"))
            #expect(try await session.get("/people?q=reator").text.contains("begins with reator"))
            let id = try #require(try await scene.store.contacts.record(EmailAddress("creator@creators.example")!)).id
            let page = try await session.get("/people/\(id)").text
            #expect(page.contains("Call me at +55 11 91234-5678") && page.contains("Never write again"))
            #expect(try await session.post("/people/\(id)/bar").status == .seeOther)
            #expect(try await session.get("/people/\(id)").text.contains("No mail goes there"))
            #expect(try await session.post("/people/\(id)/lift", ["reason": ""]).status == .conflict)
            #expect(try await session.post("/people/\(id)/lift", ["reason": "a misclick"]).status == .seeOther)
            #expect(try await scene.store.contacts.record(id)?.suppressedAt == nil)
            #expect(try await session.get("/people/999").status == .notFound)
            let export = try await session.get("/people/\(id)/export")
            #expect(export.headers[.contentDisposition]?.hasPrefix("attachment") == true)
            #expect(try JSON(reading: Array(export.text.utf8))["address"] == .string("creator@creators.example"))
        }
    }

    @Test func erasingNeedsTheWholeAddress() async throws {
        try await DeskScene.with { scene in
            _ = try await Samples.handoff(in: scene.store)
            let session = try await scene.enter()
            let address = EmailAddress("creator@creators.example")!
            let id = try #require(try await scene.store.contacts.record(address)).id
            let page = try await session.get("/people/\(id)/erase").text
            #expect(page.contains("would be erased") && page.contains("Type the address to confirm"))
            #expect(try await session.post("/people/\(id)/erase", ["address": "creator"]).status == .conflict)
            #expect(try await scene.store.contacts.record(address) != nil)
            let done = try await session.post("/people/\(id)/erase", ["address": " Creator@creators.example "])
            #expect(done.status == .seeOther)
            #expect(try await scene.store.contacts.record(address) == nil)
            #expect(try await session.get("/people/\(id)").status == .notFound)
        }
    }

    @Test func peopleArePagedByKey() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: "Team", dailyLimit: 50)
            let session = try await scene.enter()
            let rows = (1...120).map { "p\(1_000 + $0)@many.example,P" }.joined(separator: "\n")
            let path = try await NewCampaignTests.mapped(session, "email,first_name,company_name\n" + rows)
            _ = try await session.post("\(path)/write", NewCampaignTests.written)
            for search in ["", "q=p1"] {
                var seen: Set<Substring> = []
                var next: String? = "/people?\(search)"
                var pages = 0
                while let here = next {
                    let page = try await session.get(here).text
                    seen.formUnion(page.matches(of: /p1\d\d\d@many\.example/).map(\.0))
                    next = page.firstMatch(of: /href="(\/people\?[^"]*after=[^"]*)"/).map {
                        String($0.1).replacing("&amp;", with: "&")
                    }
                    pages += 1
                }
                #expect(seen.count == 120 && pages == 3, "\(search): \(seen.count) on \(pages)")
            }
            let templates = try await session.get("/templates").text
            #expect(templates.contains("spring/intro") && templates.contains("spring/reminder"))
            let id = try #require(templates.firstMatch(of: /\/templates\/(\d+)/)?.1)
            #expect(try await session.get("/templates/\(id)").text.contains("Version 1, the newest"))
        }
    }

    @Test func aReportCountsWhatLeftAndWhatFailed() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.sequences.register(
                .collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200)))
            let mail = try await Samples.planned(in: scene.store)
            let session = try await scene.enter()
            #expect(try await session.get("/reports").text.contains("No mail left and none failed"))
            try await scene.database.transaction { database in
                try await database.write(
                    """
                    UPDATE outbox SET state = 'sent', in_doubt_at = \(SQL.now), sent_at = \(SQL.now),
                        message_id = 'sent-1@mosaic.test' WHERE id = \(mail)
                    """)
            }
            let page = try await session.get("/reports").text
            #expect(page.contains("<dt>Sent</dt><dd class=\"number\">1</dd>"))
            #expect(page.contains("<dt>Unique recipients</dt><dd class=\"number\">1</dd>"))
            #expect(page.contains("sent-1@mosaic.test"))
            let csv = try await session.get("/reports/mails.csv").text
            #expect(csv.contains("batch_date,status,email,message_id,custom_subject,error"))
            #expect(csv.contains(",sent,creator@creators.example,sent-1@mosaic.test,"))
            #expect(try await session.get("/reports?from=2020-01-01&to=2020-01-31").text.contains("No mail left"))
            for query in ["from=2020-02-30", "from=x", "from=2020-02-02&to=2020-02-01"] {
                #expect(try await session.get("/reports?\(query)").status == .unprocessableContent, "\(query)")
            }
        }
    }
}
