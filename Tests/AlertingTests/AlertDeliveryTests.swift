import Alerting
import Correspondence
import Database
import HTTPTypes
import Storage
import Synchronization
import Testing
import Text
import Timing

@Suite struct AlertDeliveryTests {
    /// Slack that is busy and then broken gets the message once in the end, and never sooner than it wants.
    @Test func aReceiverThatAnswers429And500GetsEachAlertOnce() async throws {
        let busy = AlertScene.Answer(status: 429, headers: [.retryAfter: "30"])
        try await AlertScene.with([busy, .init(status: 500)]) { scene in
            let target = try await scene.store.alerts.add(.slack, scene.url, secret: nil)
            try await scene.store.instance.stopSending(reason: "too many <!channel> mails")
            try await scene.service.turn()
            #expect(scene.receiver.calls.count == 1)
            scene.clock.advance(by: .seconds(29))
            try await scene.service.turn()
            #expect(scene.receiver.calls.count == 1, "it wanted to be left alone for 30 s")
            scene.clock.advance(by: .seconds(2))
            try await scene.service.turn()
            #expect(try await scene.store.alerts.target(target.id)?.failure == "it answered 500")
            scene.clock.advance(by: .seconds(301))
            for _ in 1...5 { try await scene.service.turn() }
            #expect(scene.receiver.calls.count == 3)
            #expect(Set(scene.receiver.calls.map(\.body)).count == 1)
            let text = try #require(scene.receiver.calls.last?.body["text"]?.text)
            #expect(text == "Mosaic: all sending is stopped.\n- too many &lt;!channel&gt; mails")
            #expect(try await scene.store.alerts.target(target.id)?.failingSince == nil)
        }
    }

    @Test func manyThingsAtOnceAreOneMessageAndTheNextWaits() async throws {
        try await AlertScene.with { scene in
            _ = try await scene.store.alerts.add(.discord, scene.url, secret: nil)
            try await scene.failingAccounts(30)
            try await scene.service.turn()
            let text = try #require(scene.receiver.calls.first?.body["content"]?.text)
            #expect(
                scene.receiver.calls.count == 1 && text.contains("30 accounts fail.") && text.contains("and 20 more"))
            #expect(scene.receiver.calls.first?.body["allowed_mentions"] == ["parse": [JSON]().json])
            scene.clock.advance(by: .seconds(86_400 - 60))
            try await scene.service.turn()
            #expect(scene.receiver.calls.count == 2, "an account that fails is told of once a day")
            scene.clock.advance(by: .seconds(60))
            try await scene.service.turn()
            #expect(scene.receiver.calls.count == 2)
        }
    }

    @Test func whatHappenedBeforeIsNotToldAndWhoIsGoneHearsNothing() async throws {
        try await AlertScene.with([.init(status: 410)]) { scene in
            try await scene.store.instance.stopSending(reason: "before")
            scene.clock.advance(by: .seconds(1))
            let target = try await scene.store.alerts.add(.teams, scene.url, secret: nil)
            try await scene.service.turn()
            #expect(scene.receiver.calls.isEmpty)
            try await scene.failingAccounts(1)
            try await scene.service.turn()
            #expect(scene.receiver.calls.count == 1)
            #expect(try await scene.store.alerts.target(target.id)?.disabledAt != nil)
            scene.clock.advance(by: .seconds(2 * 86_400))
            try await scene.service.turn()
            #expect(scene.receiver.calls.count == 1)
            _ = try await scene.store.alerts.add(.teams, scene.url, secret: nil)
            try await scene.service.turn()
            #expect(scene.receiver.calls.count == 2, "added again, it is tried again")
        }
    }

    @Test func aReceiverThatNeverAnswersIsGivenUpAfterDays() async throws {
        let answers = (0..<40).map { _ in AlertScene.Answer(status: 500) }
        try await AlertScene.with(answers) { scene in
            let target = try await scene.store.alerts.add(.webhook, scene.url, secret: [1, 2, 3])
            try await scene.store.instance.stopSending(reason: "x")
            for _ in 0..<200 {
                try await scene.service.turn()
                scene.clock.advance(by: .seconds(3_600))
            }
            #expect(scene.receiver.calls.count == 9, "nine tries")
            let ids = Set(scene.receiver.calls.compactMap { $0.headers[HTTPField.Name("webhook-id")!] })
            #expect(ids.count == 1, "a receiver knows a message that it has")
            #expect(try await scene.store.alerts.counts().dead == 1)
            #expect(try await scene.store.alerts.target(target.id)?.failure == "it answered 500")
        }
    }

    @Test(arguments: [(HandoffReason.contactProvided, "handoff.opened"), (.sendInDoubt, "send.in_doubt")])
    func aHandoffIsToldInItsOwnWords(reason: HandoffReason, event: String) async throws {
        try await AlertScene.with { scene in
            _ = try await scene.store.alerts.add(.webhook, scene.url, secret: nil)
            _ = try await scene.store.accounts.register(
                account: EmailAddress("team@mosaic.test")!, displayName: nil, dailyLimit: 50)
            try await scene.database.transaction { session in
                for statement in [
                    "INSERT INTO contacts (address, created_at) VALUES ('ada@people.example', \(SQL.now))",
                    """
                    INSERT INTO email_threads (account_id, contact_id, subject, created_at, updated_at)
                    SELECT a.id, c.id, 'Hi', \(SQL.now), \(SQL.now) FROM accounts a CROSS JOIN contacts c
                    """,
                    """
                    INSERT INTO handoffs (thread_id, reason, opened_at)
                    SELECT id, \(reason), \(SQL.now) FROM email_threads
                    """,
                ] as [SQL] { try await session.write(statement) }
            }
            try await scene.service.turn()
            let body = try #require(scene.receiver.calls.first?.body)
            #expect(scene.receiver.calls.count == 1 && body["type"]?.text == event)
            let title = "ada@people.example (team@mosaic.test): \(reason.sentence)"
            #expect(body["data"]?["titles"]?.items?.compactMap(\.text) == [title])
        }
    }

    @Test func anErasedPersonIsInNoAlert() async throws {
        try await AlertScene.with { scene in
            _ = try await scene.store.alerts.add(.slack, scene.url, secret: nil)
            try await scene.database.transaction { session in
                try await session.write(
                    """
                    INSERT INTO alerts (target_id, event, key, title, at, due_at)
                    VALUES (1, 'handoff_opened', '1', 'ada@people.example (team@mosaic.test): unsure', 0, 9000000000000000)
                    """)
            }
            _ = try await scene.store.contacts.erase(
                EmailAddress("ada@people.example")!, isTrial: false, secretOrElse: [1])
            #expect(try await scene.store.alerts.counts().pending == 0)
        }
    }
}

extension AlertDeliveryTests {
    /// Mail waits, is tried again and is told in one, as all alerts are; and webhooks do not wait for it.
    @Test func whoIsToldByMailHearsEachAlertOnce() async throws {
        let answers = Mutex<[AlertOutcome]>([.failed("421 try later", after: nil)])
        let mails = Mutex<[AlertMail]>([])
        try await AlertScene.with(mail: { letter in
            mails.withLock { $0.append(letter) }
            return answers.withLock { $0.isEmpty ? .delivered : $0.removeFirst() }
        }) { scene in
            let target = try await scene.store.alerts.add(.webhook, "mailto:ops@people.example", secret: nil)
            _ = try await scene.store.alerts.add(.slack, scene.url, secret: nil)
            try await scene.failingAccounts(30)
            try await scene.service.turn()
            #expect(scene.receiver.calls.count == 1)
            #expect(try await scene.store.alerts.target(target.id)?.failure == "421 try later")
            for _ in 0..<3 {
                scene.clock.advance(by: .seconds(6))
                try await scene.service.turn()
            }
            let sent = mails.withLock { $0 }
            #expect(sent.count == 2 && Set(sent).count == 1)
            #expect(
                sent.first?.subject == "Mosaic: 30 accounts fail." && sent.first?.text.contains("and 20 more") == true)
            #expect(try await scene.store.alerts.target(target.id)?.failingSince == nil)
        }
    }

    @Test func withoutAWayToMailItSaysWhatToSet() async throws {
        try await AlertScene.with { scene in
            let target = try await scene.store.alerts.add(.webhook, "mailto:ops@people.example", secret: nil)
            try await scene.store.instance.stopSending(reason: "x")
            try await scene.service.turn()
            #expect(try await scene.store.alerts.target(target.id)?.failure?.contains("ALERT_MAIL_FROM") == true)
        }
    }
}
