import Correspondence
import Events
import Testing
import Timing

@testable import Database
@testable import Storage

/// The arrows of the outbox from `claimed` on, and who is refused the final dot.
@Suite struct SendingTests {
    @Test(arguments: SQLFixture.both)
    func threeMailsFollowEachOtherAtTheirDistance(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            for step in 1...3 {
                let claim = try await scene.ready()
                #expect(claim.step == step)
                #expect(try await scene.permit(claim) == nil)
                #expect(try await scene.state(of: claim) == .inDoubt)
                #expect(try await scene.store.conversations.record(conversation)?.nextFollowUpAt == nil)
                try await scene.settle(claim, .accepted(reply: "250 ok"))
                let sent = try #require(try await scene.store.outbox.record(claim.id))
                #expect(sent.state == .sent)
                let next = try await scene.store.outbox.list(in: [.planned], of: conversation, limit: 10).first
                let following = StoreScene.sequence.steps.first { $0.position == step + 1 }
                #expect(try next?.dueAt == following.map { try #require(sent.sentAt) + $0.delay })
                #expect(try await scene.store.conversations.record(conversation)?.nextFollowUpAt == next?.dueAt)
                if let next { _ = try await scene.store.outbox.reschedule(next.id, to: scene.now) }
                #expect(try await scene.steps(of: claim) == [.claimed, .inDoubt, .accepted])
            }
            #expect(try await scene.store.conversations.record(conversation)?.state == .sequenceFinished)
            #expect(try await scene.mails(of: conversation) == [.sent, .sent, .sent])
        }
    }

    /// What may overtake a claim, and what its sender is then told.
    struct Overtaken: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let refusal: String
        let happens: @Sendable (StoreScene, MailClaim) async throws -> Void

        static let all = [
            Overtaken(testDescription: "a reply", refusal: "the conversation has moved on") { scene, _ in
                try await scene.admit(scene.reply(2), text: "Wait")
            },
            Overtaken(testDescription: "a decided reply", refusal: "the mail is cancelled") { scene, _ in
                try await scene.admit(scene.reply(2), text: "Wait")
                try await scene.decide(.handOff(.repliedToAnswer))
            },
            Overtaken(testDescription: "a machine's mail", refusal: "the conversation has moved on") { scene, _ in
                try await scene.admit(scene.reply(2), text: "Away")
                try await scene.decide(.ignore(.autoReply))
            },
            Overtaken(testDescription: "a person's answer", refusal: "the mail is cancelled") { scene, _ in
                let answer = scene.sent(
                    2, id: MessageID("answer@mosaic.test")!, inReplyTo: MessageID("reply-1@creators.example"))
                _ = try await scene.store.messages.admitSent([answer], under: scene.lease)
            },
            Overtaken(testDescription: "a person's wish", refusal: "the mail is cancelled") { scene, claim in
                _ = try await scene.store.outbox.cancel(claim.id)
            },
            Overtaken(testDescription: "a pause", refusal: "the account is paused: tired") { scene, _ in
                try await scene.store.accounts.pause(scene.account, until: scene.now + .seconds(600), reason: "tired")
            },
            Overtaken(testDescription: "observing", refusal: "the account may not send") { scene, _ in
                try await scene.store.accounts.setState(.observe, of: scene.account)
            },
            Overtaken(testDescription: "the breaker", refusal: "all sending is stopped: burst") { scene, _ in
                try await scene.store.instance.stopSending(reason: "burst")
            },
            Overtaken(testDescription: "its copy in Sent", refusal: "the mail is sent") { scene, claim in
                _ = try await scene.store.messages.admitSent(
                    [scene.sent(2, id: StoreScene.mail(claim.step))], under: scene.lease)
            },
            Overtaken(testDescription: "the watch lost", refusal: "another process has the account") { scene, _ in
                try await scene.store.leases.release([scene.lease])
            },
        ]
    }

    @Test(arguments: Overtaken.all, SQLFixture.both)
    func theFinalDotIsRefusedAfter(_ overtaken: Overtaken, _ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            try await overtaken.happens(scene, claim)
            #expect(try await scene.permit(claim) == overtaken.refusal)
            #expect(try await scene.state(of: claim) != .inDoubt)
            #expect(try await !scene.steps(of: claim).contains(.inDoubt))
        }
    }

    /// As if it had been noticed at the claim: what is told of it must not depend on the moment.
    @Test(arguments: SQLFixture.both)
    func whatEndsAtTheDotIsToldLikeWhatEndsBefore(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let claim = try await scene.ready()
            try await scene.store.handoffs.tell(conversation, .sendWaits)
            try await scene.store.database.transaction { session in
                try await session.execute(
                    """
                    UPDATE contacts SET suppressed_at = \(SQL.now), suppressed_reason = 'hard_bounce'
                    WHERE id = \(claim.contact)
                    """)
            }
            #expect(try await scene.permit(claim) != nil)
            #expect(try await scene.state(of: claim) == .cancelled)
            #expect(try await scene.steps(of: claim) == [.claimed, .aborted])
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            #expect(story.handoffs.allSatisfy { $0.closedAt != nil })
            #expect(story.events.contains { $0.event == .followupCancelled && $0.followUp == claim.id })
            try await scene.settle(claim, .returned(after: .zero, reason: "withheld", as: .aborted))
            #expect(try await scene.state(of: claim) == .cancelled)
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatCannotBeWrittenIsNoCap(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let claim = try #require(try await scene.claim())
            try await scene.settle(claim, .capped(reason: "the text has no name", .textUnusable))
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            #expect(story.handoffs.map(\.reason) == [HandoffReason.textUnusable.rawValue])
        }
    }

    @Test(arguments: SQLFixture.both)
    func theFinalDotIsRefusedWithoutAKeptMail(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try #require(try await scene.claim())
            #expect(
                try await scene.permit(claim) == "the mail was not kept")
        }
    }

    @Test(arguments: SQLFixture.both)
    func aRefusalAfterTheDotPlansTheSameMailAgain(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await scene.permit(claim) == nil)
            try await scene.settle(claim, .returned(after: .microseconds(1), reason: "451", as: .failed))
            #expect(try await scene.state(of: claim) == .planned)
            #expect(try await scene.store.conversations.record(conversation)?.nextFollowUpAt != nil)
            #expect(try await scene.claim()?.rendered == scene.mail(claim))
        }
    }

    @Test(arguments: SQLFixture.both)
    func aDeadAddressIsSuppressedAndHandedOver(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let claim = try await scene.ready()
            try await scene.settle(claim, .refused(reason: "550 5.1.1", suppressing: true))
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            #expect(story.followUps.map(\.state) == [.rejected])
            #expect(story.conversation.state == .stopped)
            #expect(story.conversation.suppressedReason == "rejected")
            #expect(story.handoffs.map(\.reason) == [HandoffReason.sendFailed.rawValue])
            #expect(story.mailboxActions.contains { $0.kind == .flagForPerson })
        }
    }

    @Test(arguments: SQLFixture.both)
    func aDraftIsFiledForAPersonAndNeverSent(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let claim = try await scene.ready()
            try await scene.settle(claim, .drafted)
            #expect(try await scene.state(of: claim) == .needsHuman)
            #expect(
                try await scene.store.mailboxes.agenda(of: scene.account, .sent).due.map(\.kind) == [
                    .fileDraft
                ])
            #expect(try await scene.store.conversations.record(conversation)?.state == .withPerson)
            #expect(try await scene.claim() == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aReplyWhileTheServerIsStillSilentLeavesTheMailSentAndStopsTheNext(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await scene.permit(claim) == nil)
            try await scene.admit(scene.reply(2), text: "Hello?")
            try await scene.settle(claim, .accepted(reply: "250 ok"))
            try await scene.decide(.handOff(.repliedToAnswer))
            #expect(try await scene.mails(of: conversation).first == .sent)
            #expect(try await scene.store.outbox.list(in: [.planned, .claimed, .inDoubt], limit: 10).isEmpty)
        }
    }
}
