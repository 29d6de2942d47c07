import Correspondence
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

/// What pages show and what their buttons do.
@Suite struct PageTests {
    @Test func everyPageIsWholeWhereNothingHasHappened() async throws {
        try await DeskScene.with { scene in
            let session = try await scene.enter("root", role: .admin)
            let empty = [
                "/": "Nobody waits for you. No mail is planned.", "/followups": "No mail is planned.",
                "/accounts": "No account is known yet", "/campaigns": "There is no campaign.",
                "/jobs": "There is no job.", "/log": "user.logged_in",
                "/users": "Add somebody", "/people": "Nobody is known yet.", "/templates": "There is no template",
                "/reports": "No mail left", "/alerts": "Nobody is told.",
                "/settings": "This process was started without settings.",
                "/help": "What waits for you, and what to do",
            ]
            for (path, words) in empty {
                let answer = try await session.get(path)
                #expect(answer.status == .ok, "\(path)")
                #expect(answer.text.contains(words), "\(path)")
                #expect(answer.text.contains("aria-current=\"page\""), "\(path)")
                #expect(answer.text.contains("The same in a terminal: <code>mosaic "), "\(path)")
            }
        }
    }

    @Test func aHandoffIsListedOpenedAndDoneInTheNameOfWhoDidIt() async throws {
        try await DeskScene.with { scene in
            let conversation = try await Samples.handoff(in: scene.store)
            let session = try await scene.enter()
            let list = try await session.get("/").text
            #expect(list.contains("creator@creators.example") && list.contains("Call me at +55 11 91234-5678"))
            let page = try await session.get("/conversations/\(conversation)").text
            #expect(page.contains("What they wrote") && page.contains("Answer in mail"))
            let done = try await session.post("/conversations/\(conversation)/done")
            #expect(done.status == .seeOther)
            #expect(
                try await session.get(done.headers[.location] ?? "").text.contains(
                    "Done. The conversation stays yours."))
            #expect(try await session.get("/").text.contains("Nobody waits for you."))
            let closed = try await scene.store.audit.events().last { $0.event == .handoffClosed }
            #expect(closed?.actor == "anna")
            let again = try await session.post("/conversations/\(conversation)/done")
            #expect(again.status == .conflict && again.text.contains("waits for a person any more"))
        }
    }

    @Test func notInterestedCompletesAndNeverAgainBars() async throws {
        try await DeskScene.with { scene in
            let first = try await Samples.handoff(in: scene.store)
            let second = try await Samples.handoff(in: scene.store, from: "other@creators.example", number: 2)
            let session = try await scene.enter()
            #expect(try await session.post("/conversations/\(first)/not-interested").status == .seeOther)
            #expect(try await scene.store.conversations.record(first)?.state == .completed)
            #expect(try await session.post("/conversations/\(second)/never-again").status == .seeOther)
            let barred = try #require(try await scene.store.conversations.record(second))
            #expect(barred.state == .stopped && barred.suppressedReason == "manual")
            #expect(try await HandoffList(of: scene.store, limit: 9).handoffs.isEmpty)
            let names = try await scene.store.audit.events().filter { $0.actor == "anna" }.map(\.event)
            #expect(names.contains(.conversationDeclined) && names.contains(.contactBarred))
        }
    }

    @Test func aWrongJudgementBecomesACaseForReplay() async throws {
        try await DeskScene.with { scene in
            let conversation = try await Samples.handoff(in: scene.store, text: "Sure, tell me more")
            let session = try await scene.enter()
            let path = "/conversations/\(conversation)/correct"
            #expect(try await session.post(path, ["label": "YES"]).status == .unprocessableContent)
            #expect(try await session.post(path, ["label": "CLARIFICATION"]).status == .seeOther)
            #expect(try await session.post(path, ["label": "INTERESTED"]).status == .seeOther)
            let list = try await CorrectionList(of: scene.store)
            #expect(list.corrections.map(\.label) == [.interested])
            let line = try JSON(reading: Array(list.lines.utf8))
            #expect(line["body"] == .string("Sure, tell me more") && line["intent"] == .string("INTERESTED"))
            let open = try await HandoffList(of: scene.store, limit: 9).handoffs
            #expect(open.count == 1, "the conversation stays as it is")
        }
    }

    @Test func followUpsAreMovedAndCancelled() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.sequences.register(
                .collectContact(secondDelay: .seconds(3_600), thirdDelay: .seconds(7_200)))
            let mail = try await Samples.planned(in: scene.store)
            let session = try await scene.enter()
            #expect(try await session.get("/followups").text.contains("creator@creators.example"))
            let wrong = try await session.post("/followups/\(mail)/move", ["at": "tomorrow", "offset": "0"])
            #expect(wrong.status == .unprocessableContent)
            let moved = try await session.post("/followups/\(mail)/move", ["at": "2031-05-06T09:00", "offset": "120"])
            #expect(moved.status == .seeOther)
            #expect(try await scene.store.outbox.record(mail)?.dueAt.rfc3339.hasPrefix("2031-05-06T07:00:00") == true)
            #expect(try await session.post("/followups/\(mail)/cancel").status == .seeOther)
            #expect(try await scene.store.outbox.record(mail)?.state == .cancelled)
            #expect(try await session.post("/followups/999/cancel").status == .notFound)
        }
    }

    @Test func accountsAreSteered() async throws {
        try await DeskScene.with { scene in
            _ = try await scene.store.instance.secret(orElse: [1])
            _ = try await Samples.handoff(in: scene.store)
            let session = try await scene.enter()
            let account = ["account": Samples.team.text]
            let state = account.merging(["act": "state", "state": "draft"]) { $1 }
            #expect(try await session.post("/accounts/act", state).status == .seeOther)
            let pause = account.merging(["act": "pause", "hours": "2"]) { $1 }
            #expect(try await session.post("/accounts/act", pause).status == .seeOther)
            let record = try #require(try await scene.store.accounts.all().first)
            #expect(record.state == .draft && record.pausedUntil != nil)
            let reset = account.merging(["act": "reset-limit"]) { $1 }
            #expect(try await session.post("/accounts/act", reset).status == .seeOther)
            #expect(try await scene.store.accounts.all().first?.limitFrom != nil)
            #expect(try await session.get("/accounts").text.contains("counted since"))
            for hours in ["0", "-1", "721", "two"] {
                let wrong = account.merging(["act": "pause", "hours": hours]) { $1 }
                #expect(try await session.post("/accounts/act", wrong).status == .unprocessableContent)
            }
            #expect(try await session.post("/accounts/act", ["act": "stop"]).status == .seeOther)
            #expect(try await session.get("/accounts").text.contains("All sending is stopped"))
        }
    }

    /// Whatever a stranger writes is text: in each field of a reply.
    @Test func nothingThatAStrangerWroteIsMarkup() async throws {
        try await DeskScene.with { scene in
            let attack = "<script>alert(1)</script>\"><img src=x onerror=alert(1)>'{{token}}{{{name}}}</mark>"
            let conversation = try await Samples.handoff(
                in: scene.store, from: "x'y@creators.example", name: attack, subject: attack, text: attack)
            let session = try await scene.enter()
            for path in ["/", "/conversations/\(conversation)", "/log", "/followups"] {
                let page = try await session.get(path).text
                #expect(!page.contains("<script>alert") && !page.contains("<img src=x"), "\(path)")
                #expect(!page.contains("x'y@"), "\(path)")
            }
            let page = try await session.get("/conversations/\(conversation)").text
            #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("{{token}}"))
        }
    }

    @Test func theLogGoesBackByKey() async throws {
        try await DeskScene.with { scene in
            for number in 1...120 { try await scene.store.users.noteLoginFailure(["name:n\(number)"]) }
            let session = try await scene.enter()
            let first = try await session.get("/log").text
            #expect(first.contains("name:n120") && !first.contains("name:n1,") && first.contains(">Older</a>"))
            let older = try #require(first.firstMatch(of: /\/log\?before=(\d+)/)?.1)
            #expect(try await session.get("/log?before=\(older)").text.contains("name:n1<"))
        }
    }
}
