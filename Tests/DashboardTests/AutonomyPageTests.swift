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

@testable import Dashboard

/// Agreements and disagreements at the desk.
@Suite struct AutonomyPageTests {
    @Test func agreementsAreShownAndPromotionIsOffered() async throws {
        var options = DeskOptions()
        options.autonomy = AutonomyRules(agreements: 2, disagreements: 2)
        try await DeskScene.with(options) { scene in
            let first = try await Samples.handoff(in: scene.store, decision: .handOff(.contactProvided))
            let second = try await Samples.handoff(in: scene.store, from: "other@creators.example", number: 2)
            let account = try #require(try await scene.store.accounts.all().first)
            try await scene.store.accounts.setState(.draft, of: account.id)
            try await scene.judged(first, as: .contactProvided)
            try await scene.judged(second, as: .clarification)
            let session = try await scene.enter()
            #expect(!(try await session.get("/accounts").text.contains("people agreed")))
            let done = try await session.post("/conversations/\(first)/right")
            #expect(done.status == .seeOther)
            #expect(try await session.get(done.headers[.location] ?? "").text.contains("Noted."))
            let page = try await session.get("/accounts").text
            #expect(page.contains("people agreed 1 times in a row, of 2") && !page.contains("Let it be auto"))
            _ = try await session.post("/conversations/\(second)/right")
            #expect(try await session.get("/accounts").text.contains("Let it be auto"))
            #expect(try await scene.store.accounts.all().first?.state == .draft, "offered, and no more")
            let json = try JSON(reading: Array(try await session.get("/api/v1/accounts").text.utf8))
            #expect(json["accounts"]?.items?.first?["may_become"] == .string("auto"))
            let promote = ["act": "state", "account": Samples.team.text, "state": "auto"]
            #expect(try await session.post("/accounts/act", promote).status == .seeOther)
            #expect(!(try await session.get("/accounts").text.contains("people agreed")), "it begins anew")
            let confirmed = try await scene.store.audit.events().filter { $0.event == .replyConfirmed }
            #expect(confirmed.map(\.actor) == ["anna", "anna"])
        }
    }

    @Test func aCorrectionDisagreesUnlessItSaysTheSame() async throws {
        try await DeskScene.with { scene in
            let conversation = try await Samples.handoff(in: scene.store)
            let session = try await scene.enter()
            #expect(try await session.post("/conversations/\(conversation)/right").status == .conflict)
            try await scene.judged(conversation, as: .clarification)
            let path = "/conversations/\(conversation)/correct"
            _ = try await session.post(path, ["label": "INTERESTED"])
            var overview = try await AccountsOverview(of: scene.store)
            #expect(overview.autonomy(of: overview.accounts[0]).disagreed == 1)
            _ = try await session.post(path, ["label": "CLARIFICATION"])
            overview = try await AccountsOverview(of: scene.store)
            #expect(overview.autonomy(of: overview.accounts[0]).disagreed == 0)
            #expect(overview.autonomy(of: overview.accounts[0]).agreed == 1)
        }
    }
}

extension DeskScene {
    /// As if the newest reply had been judged so.
    fileprivate func judged(_ conversation: ConversationID, as intent: Intent) async throws {
        try await database.transaction { session in
            try await session.write(
                "UPDATE messages SET intent = \(intent) WHERE thread_id = \(conversation) AND direction = 'inbound'")
        }
    }
}
