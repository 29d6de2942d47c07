import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Storage
import Testing
import Text

@testable import Dashboard

@Suite struct AlertTests {
    @Test func anAdminSetsAlertsUpAndTheSecretIsShownOnce() async throws {
        try await DeskScene.with { scene in
            let admin = try await scene.enter("root", role: .admin)
            let added = try await admin.post(
                "/alerts/add", ["kind": "webhook", "url": "https://receiver.example/mosaic"])
            #expect(added.status == .ok && added.text.contains("whsec_"))
            let slack = ["kind": "slack", "url": "https://hooks.slack.com/services/T/B/secret"]
            #expect(try await admin.post("/alerts/add", slack).status == .ok)
            let page = try await admin.get("/alerts").text
            #expect(page.contains("https://receiver.example/mosaic") && page.contains("https://hooks.slack.com/…"))
            #expect(!page.contains("whsec_") && !page.contains("T/B/secret"))
            let target = try #require(try await scene.store.alerts.targets().last)
            #expect(try await admin.post("/alerts/test", ["target": "\(target.id)"]).status == .seeOther)
            #expect(try await scene.store.alerts.counts().pending == 1)
            #expect(try await admin.post("/alerts/remove", ["target": "\(target.id)"]).status == .seeOther)
            #expect(try await scene.store.alerts.targets().count == 1)
            #expect(try await scene.store.alerts.counts().pending == 0)
        }
    }

    @Test func whatCannotBeUsedIsRefusedAndUsersDoNotSeeThePage() async throws {
        try await DeskScene.with(DeskOptions(alertHosts: ["10.0.0.5"])) { scene in
            let admin = try await scene.enter("root", role: .admin)
            for url in ["http://receiver.example/", "http://169.254.169.254/", "file:///etc/passwd", "x", ""] {
                let answer = try await admin.post("/alerts/add", ["kind": "webhook", "url": url])
                #expect(answer.status == .unprocessableContent, "\(url)")
            }
            let trusted = ["kind": "webhook", "url": "http://10.0.0.5/hook"]
            #expect(try await admin.post("/alerts/add", trusted).status == .ok)
            #expect(try await admin.post("/alerts/add", ["kind": "mail", "url": "x"]).status == .unprocessableContent)
            let user = try await scene.enter("anna")
            #expect(try await user.get("/alerts").status == .notFound)
            #expect(try await user.post("/alerts/add", trusted).status == .notFound)
        }
    }
}
