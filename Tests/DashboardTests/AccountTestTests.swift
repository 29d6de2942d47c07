import Correspondence
import Delivery
import Events
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Operations
import Settings
import Storage
import Testing
import Text

@testable import Dashboard

/// The servers of an account are tried from the desk, and the answer is words.
@Suite struct AccountTestTests {
    enum Answer { case accepted, failed }

    /// A mailer that only answers a login.
    private struct LoginAnswer: Mailer {
        let answer: @Sendable () async -> DeliveryOutcome

        func send(_ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission) async -> DeliveryOutcome {
            Issue.record("a test sends nothing")
            return .withheld(nil)
        }

        func verify() async -> DeliveryOutcome { await answer() }
    }

    static func trial(_ answer: Answer) -> AccountTrial {
        let refusal = DeliveryFailure(kind: .authentication, detail: "<b>535</b> the login is refused")
        return trial { answer == .accepted ? .accepted(reply: "235 ok") : .failed(refusal) }
    }

    /// An account that only sends, and whose server answers so.
    private static func trial(_ answer: @escaping @Sendable () async -> DeliveryOutcome) -> AccountTrial {
        let server = ServerAddress(host: "smtp.brand.test", port: 465, security: .tls)
        let login = ServerLogin(server: server, user: Samples.team.text, password: Secret("hunter2-hunter2"))
        let account = AccountSettings(address: Samples.team, inbox: nil, outlet: .smtp(login))
        return AccountTrial(
            MosaicSettings(accounts: [account], database: .sqlite(path: ":memory:")),
            access: AccountAccess(
                logIn: { _ in throw OperationFailure(.refused, "there is no inbox") },
                mailer: { _ in LoginAnswer(answer: answer) }))
    }

    @Test(arguments: [
        (Answer.accepted, "Everything that it needs works.", "everything works"),
        (.failed, "1 thing does not work: nothing was changed.", "failed: team@mosaic.test SMTP"),
    ])
    func theAnswerIsWordsAndTheAuditNamesWhoAsked(answer: Answer, words: String, detail: String) async throws {
        try await DeskScene.with(trial: Self.trial(answer)) { scene in
            let id = try await scene.store.accounts.register(account: Samples.team, displayName: nil, dailyLimit: 50)
            let session = try await scene.enter()
            #expect(
                try await session.get("/accounts").text.contains("aria-label=\"Test the servers of team@mosaic.test\""))
            let page = try await session.post("/accounts/test", ["account": Samples.team.text])
            #expect(
                page.status == .ok && page.text.contains(words)
                    && page.text.contains("smtp.brand.test:465 tls") == (answer == .accepted))
            #expect(!page.text.contains("hunter2") && !page.text.contains("<b>535"))
            let line = try await scene.store.audit.events().last { $0.event == .accountTested }
            #expect(line?.actor == "anna" && line?.account == Samples.team && line?.detail == detail)
            let json = try await JSON(reading: Array(session.post("/api/v1/accounts/\(id)/test").text.utf8))
            #expect(json["ok"] == .bool(answer == .accepted) && json["checks"]?.items?.count == 1)
        }
    }

    @Test func whatIsNotAmongTheSettingsIsNotTried() async throws {
        try await DeskScene.with(trial: Self.trial(.accepted)) { scene in
            let other = try #require(EmailAddress("other@mosaic.test"))
            _ = try await scene.store.accounts.register(account: other, displayName: nil, dailyLimit: 50)
            let session = try await scene.enter()
            #expect(try await !session.get("/accounts").text.contains("Test the servers of"))
            #expect(try await session.post("/accounts/test", ["account": other.text]).status == .notFound)
            #expect(try await session.post("/accounts/test", ["account": "x"]).status == .unprocessableContent)
            let forged = ["account": other.text, "token": "none"]
            #expect(try await session.post("/accounts/test", forged).status == .conflict)
            #expect(try await session.post("/api/v1/accounts/99/test").status == .notFound)
            #expect(try await scene.store.audit.events().allSatisfy { $0.event != .accountTested })
        }
        try await DeskScene.with { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: nil, dailyLimit: 50)
            let answer = try await scene.enter().post("/accounts/test", ["account": Samples.team.text])
            #expect(answer.status == .serviceUnavailable && answer.text.contains("mosaic doctor"))
        }
    }

    /// A provider bars who logs in too often.
    @Test func anAccountIsTestedOnceAtATime() async throws {
        let (arrived, arrivals) = AsyncStream<Void>.makeStream()
        let (gate, opening) = AsyncStream<Void>.makeStream()
        let trial = Self.trial {
            arrivals.yield()
            for await _ in gate { break }
            return .accepted(reply: "235 ok")
        }
        try await DeskScene.with(trial: trial) { scene in
            _ = try await scene.store.accounts.register(account: Samples.team, displayName: nil, dailyLimit: 50)
            let session = try await scene.enter()
            let fields = ["account": Samples.team.text]
            async let first = session.post("/accounts/test", fields)
            for await _ in arrived { break }
            let second = try await session.post("/accounts/test", fields)
            #expect(second.status == .conflict && second.text.contains("is being tested already"))
            opening.finish()
            #expect(try await first.status == .ok)
            arrivals.finish()
            #expect(try await session.post("/accounts/test", fields).status == .ok)
        }
    }
}
