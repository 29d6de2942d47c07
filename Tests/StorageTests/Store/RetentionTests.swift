import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What no law needs goes after its time; what a law needs stays.
@Suite struct RetentionTests {
    private static let day = Duration.seconds(86_400)
    private static let spans = RetentionSpans(traces: day * 90, texts: day * 365)

    /// One whole pass, in pages so small that it takes several.
    @discardableResult
    private func pass(_ scene: StoreScene, _ spans: RetentionSpans = spans) async throws -> Int {
        let store = scene.store
        let steps: [(Int64) async throws -> TidiedPage] = [
            { try await store.mailboxes.tidy(after: $0, limit: 2, spans) },
            { try await store.messages.tidy(after: $0, limit: 2, spans) },
            { try await store.outbox.tidy(after: $0, limit: 2, spans) },
            { try await store.outbox.tidyTries(after: $0, limit: 2, spans) },
            { try await store.audit.tidy(after: $0, limit: 2, spans) },
        ]
        var changed = 0
        for step in steps {
            var key: Int64? = 0
            while let after = key {
                let page = try await step(after)
                changed += page.changed
                key = page.last
            }
        }
        return changed
    }

    /// Everything happened that much earlier than it did.
    private func age(_ scene: StoreScene, by span: Duration) async throws {
        let columns = [
            ("messages", ["received_at", "stored_at", "decided_at"]), ("events", ["at"]), ("send_attempts", ["at"]),
            ("outbox", ["due_at", "planned_at", "in_doubt_at", "sent_at"]), ("mailbox_actions", ["due_at", "done_at"]),
            ("email_threads", ["updated_at"]),
        ]
        try await scene.store.database.transaction { session in
            for (table, columns) in columns {
                let older = columns.map { "\(raw: $0) = \(raw: $0) - \(span)" as SQL }
                try await session.execute("UPDATE \(raw: table) SET \(SQL.joined(older))")
            }
        }
    }

    private func count(_ scene: StoreScene, _ what: SQL) async throws -> Int {
        try await scene.store.database.row("SELECT COUNT(*) AS count FROM \(what)")?.int("count") ?? 0
    }

    /// A conversation with one answer that was sent, and that is completed.
    private func complete(_ scene: StoreScene) async throws -> ConversationID {
        let conversation = try await scene.begin()
        let claim = try await scene.ready()
        #expect(try await scene.permit(claim) == nil)
        try await scene.settle(claim, .accepted(reply: "250 ok"))
        try await scene.admit(scene.reply(2), text: "No, thank you.")
        try await scene.decide(.complete)
        try await scene.store.database.transaction { session in
            try await session.execute("UPDATE mailbox_actions SET state = 'done', done_at = due_at")
        }
        return conversation
    }

    @Test(arguments: SQLFixture.both)
    func tracesGoAndWhatProvesTheMailStays(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await complete(scene)
            #expect(try await pass(scene) == 0, "nothing is old enough")
            try await age(scene, by: Self.day * 100)
            #expect(try await pass(scene) > 0)
            #expect(try await count(scene, "messages WHERE source IS NOT NULL") == 0)
            #expect(try await count(scene, "send_attempts") == 0)
            #expect(try await count(scene, "mailbox_actions") == 0)
            #expect(try await count(scene, "outbox WHERE state = 'sent' AND rendered IS NOT NULL") == 1)
            #expect(try await count(scene, "messages WHERE thread_id = \(conversation)") == 3)
            #expect(try await count(scene, "events") > 0)
            #expect(try await pass(scene) == 0, "a second pass finds nothing")
        }
    }

    @Test(arguments: SQLFixture.both)
    func textsGoOnceNothingHappensAnyMoreAndAReplyStillFindsItsConversation(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await complete(scene)
            try await age(scene, by: Self.day * 400)
            try await pass(scene, RetentionSpans(traces: nil, texts: nil))
            #expect(try await count(scene, "messages WHERE source IS NOT NULL") == 2, "for ever is for ever")
            try await pass(scene)
            #expect(try await count(scene, "outbox WHERE rendered IS NOT NULL OR body_text IS NOT NULL") == 0)
            #expect(try await count(scene, "messages WHERE own_text IS NOT NULL OR evidence IS NOT NULL") == 0)
            #expect(try await count(scene, "events") == 0)
            #expect(
                try await count(scene, "outbox WHERE message_id IS NOT NULL AND sent_at IS NOT NULL") == 1,
                "that it left, and under which id, stays")
            let late = scene.reply(3, naming: StoreScene.mail(1))
            #expect(try await scene.admit(late, text: "I changed my mind") == .pending(conversation))
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatIsUnderWayKeepsEverything(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await scene.permit(claim) == nil)
            try await scene.settle(claim, .unknown(detail: "the connection broke"))
            try await age(scene, by: Self.day * 400)
            let tries = try await count(scene, "send_attempts")
            try await pass(scene)
            #expect(try await scene.state(of: claim) == .inDoubt)
            #expect(try await count(scene, "outbox WHERE rendered IS NOT NULL") == 1)
            #expect(try await count(scene, "send_attempts") == tries)
            #expect(try await count(scene, "events WHERE thread_id IS NOT NULL") > 0)
        }
    }

    @Test(arguments: SQLFixture.both)
    func mailThatIsNoReplyIsKeptByItsIdAloneAndForAWhile(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let doctor = try #require(EmailAddress("doctor@clinic.example"))
            var mail = scene.reply(
                7, id: "results@clinic.example", from: doctor, naming: MessageID("x@clinic.example")!)
            mail.subject = "Your test results"
            #expect(try await scene.admit(mail) == .ignored(.notAReply))
            let id = try #require(mail.messageID)
            let kept = try #require(try await scene.store.messages.list(named: id).first)
            #expect(kept.from == nil && kept.to == nil && kept.subject.isEmpty)
            #expect(kept.decision == "ignore: not_a_reply")
            // As the version before left it.
            try await scene.store.database.transaction { session in
                try await session.execute(
                    "UPDATE messages SET from_address = \(doctor.key), subject = 'Your test results' WHERE id = \(kept.key)"
                )
            }
            try await pass(scene, RetentionSpans(traces: nil, texts: nil))
            #expect(try await scene.store.messages.list(named: id).first?.from == nil)
            try await age(scene, by: Self.day * 8)
            try await pass(scene)
            #expect(try await count(scene, "unlinked_references") == 0)
            try await age(scene, by: Self.day * 90)
            try await pass(scene)
            #expect(try await scene.store.messages.list(named: id).isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func privateMailInSentGoesAndOutreachStays(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let mum = scene.sent(5, id: MessageID("lunch@mosaic.test")!, to: EmailAddress("mum@family.example")!)
            let policy = OutreachPolicy(.marked([]), ownAddresses: [], ownDomains: [])
            _ = try await scene.store.messages.admitSent([SentMail(mum)], policy: policy, under: scene.lease)
            try await age(scene, by: Self.day * 92)
            try await pass(scene)
            #expect(try await scene.store.messages.list(named: MessageID("lunch@mosaic.test")!).isEmpty)
            #expect(try await scene.store.messages.list(named: StoreScene.outreach).count == 1)
        }
    }
}
