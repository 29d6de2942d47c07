import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Storage
import Testing
import Text

@testable import Dashboard

@Suite struct InterfaceTests {
    /// The document and the routes are made of the same values; this sees that they are reachable by what it says.
    @Test func everyAddressOfTheDocumentIsServed() async throws {
        try await DeskScene.with { scene in
            let conversation = try await Samples.handoff(in: scene.store)
            let session = try await scene.enter()
            let document = try JSON(reading: Array(try await session.get("/api/v1/openapi.json").text.utf8))
            let paths = try #require(document["paths"]?.members)
            #expect(paths.count == 38)
            for path in paths {
                for method in path.value.members ?? [] {
                    let uri = path.key.replacing("{id}", with: "\(conversation)")
                    let answer = try await method.key == "get" ? session.get(uri) : session.post(uri)
                    #expect(answer.headers[.contentType] == "application/json; charset=utf-8", "\(uri)")
                    #expect(!answer.text.contains("There is nothing here"), "\(method.key) \(uri)")
                }
            }
        }
    }

    @Test func recordsAreThoseOfTheCommands() async throws {
        try await DeskScene.with { scene in
            let conversation = try await Samples.handoff(in: scene.store)
            let session = try await scene.enter()
            let expected: [(String, JSON)] = [
                ("handoffs", try await HandoffList(of: scene.store, limit: 9).handoffs.json),
                ("followups", try await MailList(of: scene.store, limit: 9).json),
                ("campaigns", try await CampaignReport.all(in: scene.store).json),
                ("jobs", try await JobReport.all(limit: 9, in: scene.store).json),
                ("conversations", try await ConversationList(of: scene.store, limit: 9).json),
                (
                    "conversations/\(conversation)",
                    try await Explanation.of(.conversation(conversation), in: scene.store).json
                ),
                ("accounts", try await AccountsOverview(of: scene.store).json),
            ]
            for (path, json) in expected {
                let text = try await session.get("/api/v1/\(path)").text
                #expect(
                    try JSON(reading: Array(text.utf8)) == (try JSON(reading: Array(json.description.utf8))), "\(path)")
            }
        }
    }

    @Test func actsNeedTheTokenAndTellFailuresAsJSON() async throws {
        try await DeskScene.with { scene in
            let conversation = try await Samples.handoff(in: scene.store)
            let session = try await scene.enter()
            let path = "/api/v1/conversations/\(conversation)/done"
            #expect(try await session.post(path, ["token": "none"]).status == .conflict)
            let byHeader: HTTPFields = [
                .cookie: "mosaic=\(session.token)", .fetchSite: "same-origin",
                .formToken: LoginCheck.formToken(of: session.token),
            ]
            #expect(try await scene.post(path, [:], byHeader).status == .ok)
            let again = try await scene.post(path, [:], byHeader)
            #expect(again.status == .conflict)
            #expect(try JSON(reading: Array(again.text.utf8))["error"]?.text?.contains("waits for a person") == true)
            #expect(try await session.get("/api/v1/conversations/999").status == .notFound)
        }
    }
}
