import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What becomes of a mail whose outcome nobody heard.
@Suite struct EvidenceTests {
    private func inDoubt(_ scene: StoreScene) async throws -> MailClaim {
        _ = try await scene.begin()
        let claim = try await scene.ready()
        #expect(try await scene.permit(claim) == nil)
        #expect(try await scene.store.outbox.doubtful(of: [scene.account]).isEmpty)
        try await scene.settle(claim, .unknown(detail: "connection lost"))
        #expect(try await scene.store.outbox.doubtful(of: [scene.account]).map(\.id) == [claim.id])
        return claim
    }

    @Test(arguments: SQLFixture.both)
    func itsCopyInSentProvesIt(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await inDoubt(scene)
            let intake = try await scene.store.messages.admitSent(
                [scene.sent(2, id: StoreScene.mail(1))], under: scene.lease)
            #expect(intake?.found == [claim.id])
            #expect(intake?.answeredByPerson.isEmpty == true)
            #expect(try await scene.state(of: claim) == .sent)
            #expect(try await scene.mails(of: claim.conversation) == [.sent, .planned])
            #expect(try await scene.store.mailboxes.agenda(of: scene.account, .sent).due.isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aReplyThatNamesItProvesIt(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await inDoubt(scene)
            try await scene.admit(scene.reply(2, naming: StoreScene.mail(1)), text: "Sure")
            #expect(try await scene.state(of: claim) == .sent)
        }
    }

    /// A server may deliver a mail and refuse it after the dot all the same: then it is planned again, or under way.
    @Test(arguments: [false, true], SQLFixture.both)
    func aReplyProvesThatARefusedMailHasLeft(isClaimedAgain: Bool, _ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await scene.permit(claim) == nil)
            try await scene.settle(claim, .returned(after: .microseconds(1), reason: "451", as: .failed))
            let again = isClaimedAgain ? try await scene.ready() : nil
            try await scene.admit(scene.reply(2, naming: StoreScene.mail(1)), text: "Sure")
            #expect(try await scene.state(of: claim) == .sent)
            if let again { #expect(try await scene.permit(again) == "the mail is sent") }
            #expect(try await scene.mails(of: claim.conversation) == [.sent, .planned])
        }
    }

    @Test(arguments: SQLFixture.both)
    func aMailWhoseCopyWasSeenIsNotDoubtedAnyMore(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            #expect(try await scene.permit(claim) == nil)
            _ = try await scene.store.messages.admitSent([scene.sent(2, id: StoreScene.mail(1))], under: scene.lease)
            try await scene.settle(claim, .unknown(detail: "connection lost"))
            #expect(try await scene.state(of: claim) == .sent)
            #expect(try await scene.steps(of: claim) == [.claimed, .inDoubt, .evidence])
        }
    }

    /// Outlook.com and others give our mail another Message-ID, and replies name that one.
    @Test(arguments: SQLFixture.both)
    func aCopyUnderAProvidersIDIsOursAndRepliesToItAreLinked(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await inDoubt(scene)
            let theirs = MessageID("AM9PR0701@prod.outlook.example")!
            var copy = scene.sent(2, id: theirs, inReplyTo: MessageID("reply-1@creators.example"))
            copy.originalIDs = [StoreScene.mail(1)]
            let intake = try await scene.store.messages.admitSent([copy], under: scene.lease)
            #expect(intake?.found == [claim.id])
            #expect(intake?.answeredByPerson == [])
            #expect(try await scene.state(of: claim) == .sent)
            #expect(try await scene.mails(of: claim.conversation) == [.sent, .planned])
            let link = try await scene.store.messages.link(for: scene.reply(2, naming: theirs))
            #expect(link?.linkage == .references)
            #expect(link?.conversation == claim.conversation)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aLaterMailNamesTheIDThatTheContactKnows(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await inDoubt(scene)
            let theirs = MessageID("AM9PR0701@prod.outlook.example")!
            var copy = scene.sent(2, id: theirs)
            copy.originalIDs = [StoreScene.mail(1)]
            _ = try await scene.store.messages.admitSent([copy], under: scene.lease)
            let second = try #require(
                try await scene.store.outbox.list(in: [.planned], of: claim.conversation, limit: 1).first)
            _ = try await scene.store.outbox.reschedule(second.id, to: scene.now)
            #expect(try await scene.claim()?.threading.parent == theirs)
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatIsPassedOnIsNoAnswer(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply())
            try await scene.decide(.handOff(.clarification))
            let reply = MessageID("reply-1@creators.example")
            let colleague = EmailAddress("colleague@mosaic.test")!
            var forward = scene.sent(2, id: MessageID("forward@mosaic.test")!, inReplyTo: reply, to: colleague)
            forward.subject = "Fwd: Hi"
            let intake = try await scene.store.messages.admitSent([forward], under: scene.lease)
            #expect(intake?.answeredByPerson == [])
            #expect(intake?.forwarded.count == 1)
            #expect(try await scene.store.handoffs.list(onlyOpen: true, limit: 10).count == 1)
            var copied = scene.sent(3, id: MessageID("copied@mosaic.test")!, inReplyTo: reply, to: colleague)
            copied.to.append(Correspondent(address: StoreScene.creator))
            #expect(
                try await scene.store.messages.admitSent([copied], under: scene.lease)?.answeredByPerson.count == 1)
            #expect(try await scene.store.handoffs.list(onlyOpen: true, limit: 10).isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatWasPassedOnBeforeTheReplyWasReadIsNoAnswerEither(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let colleague = EmailAddress("colleague@mosaic.test")!
            let forward = scene.sent(
                2, id: MessageID("forward@mosaic.test")!, inReplyTo: MessageID("reply-1@creators.example"),
                to: colleague)
            _ = try await scene.store.messages.admitSent([forward], under: scene.lease)
            let conversation = try await scene.begin()
            #expect(try await scene.store.conversations.record(conversation)?.state == .inSequence)
        }
    }

    @Test(arguments: SQLFixture.both)
    func withoutEvidenceItIsAPersonsAndNeverClaimedAgain(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await inDoubt(scene)
            #expect(try await scene.claim() == nil)
            let doubt = try #require(try await scene.store.outbox.doubtful(of: [scene.account]).first)
            #expect(try await !scene.store.outbox.giveUp(doubt, after: .seconds(60)))
            #expect(try await scene.state(of: claim) == .inDoubt)
            #expect(try await scene.store.outbox.giveUp(doubt, after: .zero))
            #expect(try await scene.state(of: claim) == .needsHuman)
            let story = try #require(try await scene.store.conversations.story(of: claim.conversation))
            #expect(story.conversation.state == .withPerson)
            #expect(story.handoffs.map(\.reason) == [HandoffReason.sendInDoubt.rawValue])
            #expect(try await scene.claim() == nil)
            try await scene.settle(claim, .accepted(reply: "250 late"))
            #expect(try await scene.mails(of: claim.conversation) == [.sent])
        }
    }

    @Test(arguments: SQLFixture.both)
    func aReplyThatNamesTheProvidersIdAloneIsLinked(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await inDoubt(scene)
            let alias = MessageID("0100-1@ses.example")!
            try await scene.settle(claim, .acceptedUnder(alias, reply: "200"))
            #expect(try await scene.state(of: claim) == .sent)
            #expect(try await scene.store.messages.link(for: scene.reply(2, naming: alias)) != nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aRenumberedSentIsNoNewAnswerOfAPerson(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let reminder = MessageID("reminder@mosaic.test")!
            _ = try await scene.store.messages.admitSent(
                [scene.sent(2, id: reminder, inReplyTo: StoreScene.outreach)], under: scene.lease)
            let conversation = try await scene.begin()
            let again = try await scene.store.messages.admitSent(
                [
                    scene.sent(1, id: StoreScene.outreach, uidValidity: 2),
                    scene.sent(2, id: reminder, inReplyTo: StoreScene.outreach, uidValidity: 2),
                ], under: scene.lease)
            #expect(again?.answeredByPerson == [])
            #expect(try await scene.store.conversations.record(conversation)?.state == .inSequence)
            #expect(try await scene.mails(of: conversation) == [.planned])
        }
    }

    @Test(arguments: SQLFixture.both)
    func aPersonsAnswerClosesTheHandoff(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply())
            try await scene.decide(.handOff(.clarification))
            let answer = scene.sent(
                2, id: MessageID("answer@mosaic.test")!, inReplyTo: MessageID("reply-1@creators.example"))
            let intake = try await scene.store.messages.admitSent([answer], under: scene.lease)
            #expect(intake?.answeredByPerson.count == 1)
            #expect(try await scene.store.handoffs.list(onlyOpen: true, limit: 10).isEmpty)
            #expect(
                try await scene.store.handoffs.list(onlyOpen: false, limit: 10).map(\.closedBy) == ["answer in Sent"])
        }
    }
}
