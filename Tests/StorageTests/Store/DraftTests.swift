import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What becomes of a mail that a person sends from Drafts with a program of their own.
@Suite struct DraftTests {
    private static let theirs = MessageID("75F2@thunderbird.example")!

    private func drafted(_ scene: StoreScene) async throws -> MailClaim {
        _ = try await scene.begin()
        let claim = try await scene.ready()
        try await scene.settle(claim, .drafted)
        return claim
    }

    private func file(_ trace: DraftTrace, in scene: StoreScene) async throws -> SentIntake {
        let copy = scene.sent(2, id: Self.theirs, inReplyTo: MessageID("reply-1@creators.example"))
        let mail = SentMail(copy, draft: trace)
        return try #require(try await scene.store.messages.admitSent([mail], policy: .everything, under: scene.lease))
    }

    @Test(arguments: SQLFixture.both)
    func onceItWasSentItsSequenceGoesOnAndRepliesToItAreLinked(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await drafted(scene)
            let intake = try await file(.sent(claim.id), in: scene)
            #expect(intake.found == [claim.id])
            #expect(intake.answeredByPerson == [])
            let story = try #require(try await scene.store.conversations.story(of: claim.conversation))
            #expect(story.conversation.state == .inSequence)
            #expect(story.handoffs.allSatisfy { $0.closedAt != nil })
            #expect(try await scene.mails(of: claim.conversation) == [.sent, .planned])
            let link = try await scene.store.messages.link(for: scene.reply(3, naming: Self.theirs))
            #expect(link?.linkage == .references)
            #expect(link?.conversation == claim.conversation)
        }
    }

    /// A second draft must not lie beside the first; where there is none, it must come.
    @Test(arguments: SQLFixture.both)
    func aDraftIsFiledAgainOnlyAfterACertainRefusal(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await drafted(scene)
            let mailboxes = scene.store.mailboxes
            let due = try await mailboxes.agenda(of: scene.account, .sent).due
            let action = try #require(due.first { $0.kind == .fileDraft })
            try await mailboxes.postpone(action, by: .zero, detail: "the account has no Drafts mailbox")
            #expect(try await mailboxes.begin(action))
            #expect(try await !mailboxes.begin(action))
            try await mailboxes.postpone(action, by: .zero, detail: "over quota")
            #expect(try await mailboxes.begin(action))
            try await mailboxes.postpone(action, by: .zero, detail: "the connection broke", isCertain: false)
            #expect(try await !mailboxes.begin(action))
        }
    }

    @Test(arguments: SQLFixture.both)
    func theNextStepCountsFromWhenThePersonSentIt(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await drafted(scene)
            try await scene.store.database.transaction {
                let made = scene.now - .seconds(7_200)
                try await $0.execute("UPDATE outbox SET in_doubt_at = \(made) WHERE id = \(claim.id)")
            }
            _ = try await file(.sent(claim.id), in: scene)
            let sent = try #require(try await scene.store.outbox.record(claim.id))
            #expect(sent.sentAt == scene.now - .seconds(60))
            let next = try await scene.store.outbox.list(in: [.planned], of: claim.conversation).first
            #expect(next?.dueAt == scene.now - .seconds(60) + .seconds(3_600))
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatIsWrittenInItsPlaceIsAPersonsAnswer(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await drafted(scene)
            let intake = try await file(.replaced(claim.id), in: scene)
            #expect(intake.answeredByPerson == [claim.conversation])
            #expect(try await scene.state(of: claim) == .needsHuman)
            #expect(try await scene.store.conversations.record(claim.conversation)?.state == .withPerson)
            #expect(try await scene.store.handoffs.list(onlyOpen: true).isEmpty)
            #expect(try await scene.mails(of: claim.conversation) == [.needsHuman])
        }
    }

    /// The handoff was closed: somebody has taken the conversation over.
    @Test(arguments: SQLFixture.both)
    func whatAPersonTookOverStaysTheirs(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await drafted(scene)
            let handoff = try #require(try await scene.store.handoffs.list(onlyOpen: true).first)
            #expect(try await scene.store.handoffs.close(handoff.id) == .done)
            _ = try await file(.sent(claim.id), in: scene)
            #expect(try await scene.mails(of: claim.conversation) == [.sent])
            #expect(try await scene.store.conversations.record(claim.conversation)?.state == .withPerson)
        }
    }

    @Test(arguments: SQLFixture.both)
    func onlyWhoeverItIsForGetsIt(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await drafted(scene)
            let outbox = scene.store.outbox
            let waiting = try await outbox.waitingDrafts(of: scene.account, to: [StoreScene.creator, StoreScene.team])
            #expect(waiting.map(\.id) == [claim.id])
            #expect(waiting.first?.rendered == scene.mail(claim).bytes)
            #expect(try await outbox.waitingDrafts(of: scene.account, to: [StoreScene.team]).isEmpty)
            _ = try await file(.sent(claim.id), in: scene)
            #expect(try await outbox.waitingDrafts(of: scene.account, to: [StoreScene.creator]).isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func whereNoDraftCanBeFiledAPersonHearsIt(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await drafted(scene)
            let mailboxes = scene.store.mailboxes
            let action = try #require(
                try await mailboxes.agenda(of: scene.account, .sent).due.first { $0.kind == .fileDraft })
            for _ in 0..<9 { try await mailboxes.postpone(action, by: .zero, detail: "no Drafts") }
            #expect(try await scene.store.handoffs.list(onlyOpen: true).map(\.reason) == ["draft_waits"])
            try await mailboxes.postpone(action, by: .zero, detail: "no Drafts")
            #expect(try await scene.store.handoffs.list(onlyOpen: true).map(\.reason) == ["send_failed"])
            #expect(try await scene.store.outbox.waitingDrafts(of: scene.account, to: [StoreScene.creator]).isEmpty)
            #expect(try await scene.state(of: claim) == .needsHuman)
        }
    }

    /// It may lie in Drafts: a person is told so, and if they send it the conversation goes on as ever.
    @Test(arguments: SQLFixture.both)
    func aDraftInDoubtIsToldAsOneAndStillKnownWhenItIsSent(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await drafted(scene)
            let mailboxes = scene.store.mailboxes
            let action = try #require(
                try await mailboxes.agenda(of: scene.account, .sent).due.first { $0.kind == .fileDraft })
            #expect(try await mailboxes.begin(action))
            try await mailboxes.leaveInDoubt(action, detail: "the answer was lost")
            #expect(try await scene.store.handoffs.list(onlyOpen: true).map(\.reason) == ["draft_in_doubt"])
            #expect(try await mailboxes.agenda(of: scene.account, .sent).due.allSatisfy { $0.kind != .fileDraft })
            _ = try await file(.sent(claim.id), in: scene)
            #expect(try await scene.mails(of: claim.conversation).first == .sent)
            #expect(try await scene.store.handoffs.list(onlyOpen: true).isEmpty)
            #expect(try await scene.store.conversations.record(claim.conversation)?.state == .inSequence)
        }
    }

    /// Its copy was filed nowhere, and what comes back names an id that nobody knows.
    @Test(arguments: SQLFixture.both)
    func whateverItsRecipientWritesReachesItsConversation(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await drafted(scene)
            var message = scene.reply(3, naming: MessageID("nobody-knows@mail.example")!)
            message.subject = "Something else"
            let link = try await scene.store.messages.link(for: message)
            #expect(link?.conversation == claim.conversation)
            #expect(link?.linkage == .subject)
        }
    }
}
