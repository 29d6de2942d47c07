import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct IntakeTests {
    @Test(arguments: SQLFixture.both)
    func aReplyWaitsForItsDecisionAndTheCursorMoves(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            #expect(
                try await store.mailboxes.setBaseline(
                    scene.account, .inbox, mailbox: "INBOX", uidValidity: 1, lastUID: 4, readUntil: .epoch,
                    under: scene.lease))
            try await store.mailboxes.countIntakeTry(scene.account, .inbox, at: 5)
            try await store.mailboxes.countIntakeTry(scene.account, .inbox, at: 5)
            #expect(try await store.mailboxes.cursor(of: scene.account, .inbox)?.attempts == 2)
            guard case .pending(let id) = try await scene.admit(scene.reply(5), debounce: .seconds(60)) else {
                Issue.record("not taken in")
                return
            }
            let cursor = try await store.mailboxes.cursor(of: scene.account, .inbox)
            #expect(cursor?.lastUID == 5)
            #expect(cursor?.attempts == 0)
            let conversation = try #require(try await store.conversations.record(id))
            #expect(conversation.state == .awaitingReply)
            #expect(conversation.messageID == StoreScene.outreach)
            #expect(conversation.contact == StoreScene.creator)
            #expect(conversation.decideAfter != nil)
            #expect(try await store.conversations.claimDecisions(limit: 10, by: "test", lease: .seconds(3_600)).isEmpty)
            #expect(try await scene.admit(scene.reply(5)) == .known)
        }
    }

    @Test(arguments: SQLFixture.both)
    func nothingIsWrittenOnceTheWatchIsLost(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.store.leases.release([scene.lease])
            #expect(try await scene.admit(scene.reply()) == nil)
            #expect(
                try await scene.store.messages.admitSent([scene.sent(2, id: StoreScene.mail(1))], under: scene.lease)
                    == nil)
            #expect(
                try await scene.store.mailboxes.setBaseline(
                    scene.account, .inbox, mailbox: "INBOX", uidValidity: 1, lastUID: 0, readUntil: .epoch,
                    under: scene.lease) == false)
            #expect(try await scene.store.conversations.ids(with: StoreScene.creator).isEmpty)
            #expect(try await scene.store.mailboxes.cursor(of: scene.account, .inbox) == nil)
        }
    }

    /// Nobody hears of it while it may still come, and somebody does when it never does.
    @Test(arguments: SQLFixture.both)
    func whatTheServerKeepsBackIsAskedForAgainAndThenAPersons(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let message = IncomingMessage(
                location: MessageLocation(account: scene.account, role: .inbox, uidValidity: 1, uid: 7),
                receivedAt: scene.now)
            #expect(try await scene.admit(message, .withheld) == .withheld)
            let agenda = try await scene.store.mailboxes.agenda(of: scene.account, .inbox)
            #expect(agenda.due.isEmpty)
            #expect(agenda.next ?? .zero > .seconds(20))
            var tries = 0
            while let action = try await scene.soonestAction(), action.kind == .admitAgain, tries < 20 {
                tries += 1
                try await scene.store.mailboxes.postpone(action, by: .zero, detail: "NO")
            }
            #expect(tries == 10)
            let last = try await scene.soonestAction()
            #expect(last?.kind == .flagForPerson)
            #expect(last?.uid == 7)
        }
    }

    @Test(arguments: SQLFixture.both)
    func theSameReplyInTwoMailboxesIsOneConversationDecidedOnce(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let other = try await scene.store.accounts.register(
                account: EmailAddress("other@mosaic.test")!, displayName: nil, dailyLimit: 500)
            let lease = try #require(
                try await scene.store.leases.acquireRights(to: other, holder: "test", for: .seconds(3_600))?.watch)
            let copy = scene.reply(9, id: "reply-1@creators.example", in: other)
            async let first = scene.admit(scene.reply())
            async let second = scene.admit(copy, under: lease)
            let outcomes = try await [first, second]
            #expect(outcomes.count { if case .pending = $0 { true } else { false } } == 1)
            #expect(outcomes.contains(.ignored(.redelivered)))
            let conversations = try await scene.store.conversations.ids(with: StoreScene.creator)
            #expect(conversations.count == 1)
            try await scene.decide(.startSequence)
            let story = try #require(try await scene.store.conversations.story(of: conversations[0]))
            #expect(story.conversation.account == StoreScene.team)
            #expect(Set(story.mailboxActions.map(\.account)).count == 2)
            #expect(story.mailboxActions.allSatisfy { $0.kind == .markHandled })
        }
    }

    @Test(arguments: SQLFixture.both)
    func aCopyThatComesAfterTheDecisionIsFlaggedAsTheOriginalWas(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let other = try await scene.store.accounts.register(
                account: EmailAddress("other@mosaic.test")!, displayName: nil, dailyLimit: 500)
            let lease = try #require(
                try await scene.store.leases.acquireRights(to: other, holder: "test", for: .seconds(3_600))?.watch)
            try await scene.admit(scene.reply())
            try await scene.decide(.handOff(.clarification))
            let copy = scene.reply(9, id: "reply-1@creators.example", in: other)
            #expect(try await scene.admit(copy, under: lease) == .ignored(.redelivered))
            #expect(
                try await scene.store.mailboxes.agenda(of: other, .inbox).due.map(\.kind) == [.flagForPerson]
            )
        }
    }

    @Test(arguments: SQLFixture.both)
    func aForgedIDDoesNotMaskAReply(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            var forged = scene.reply(1, id: "same@creators.example", from: EmailAddress("x@shop.example")!)
            forged.inReplyTo = []
            forged.subject = "Offers"
            #expect(try await scene.admit(forged) == .ignored(.notAReply))
            guard case .pending(let conversation) = try await scene.admit(scene.reply(2, id: "same@creators.example"))
            else {
                Issue.record("the reply was masked")
                return
            }
            #expect(try await scene.store.messages.list(of: conversation).filter(\.isInbound).count == 1)
            let other = try await scene.admit(scene.reply(3, id: "same@creators.example"), text: "Something else")
            #expect(other == .pending(conversation))
        }
    }

    @Test(arguments: SQLFixture.both)
    func anOutreachWhoseIDWasTakenIsStillAnswered(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let id = MessageID("copied-to-ourselves@mosaic.test")!
            var copy = scene.reply(1, id: id.text, from: StoreScene.team)
            copy.inReplyTo = []
            _ = try await scene.admit(copy, .ignored(.ownMail))
            _ = try await scene.store.messages.admitSent([scene.sent(2, id: id)], under: scene.lease)
            guard case .pending(let conversation) = try await scene.admit(scene.reply(2, naming: id)) else {
                Issue.record("the reply was not linked")
                return
            }
            #expect(try await scene.store.conversations.record(conversation)?.messageID == id)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aLateOutreachClaimsItsReply(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let late = MessageID("late@mosaic.test")!
            var reply = scene.reply(1, naming: late)
            reply.subject = "Re: Later"
            #expect(try await scene.admit(reply) == .ignored(.notAReply))
            let intake = try await scene.store.messages.admitSent([scene.sent(2, id: late)], under: scene.lease)
            #expect(intake?.claimsEarlierMail == true)
            let action = try #require(
                try await scene.store.mailboxes.agenda(of: scene.account, .inbox).due.first)
            #expect(action.kind == .admitAgain)
            #expect(action.attempts == 0)
            try await scene.store.mailboxes.countTry(of: action)
            let again = try await scene.store.mailboxes.agenda(of: scene.account, .inbox).due.first
            #expect(again?.attempts == 1)
            let link = try #require(try await scene.store.messages.link(for: reply))
            let outcome = try await scene.admit(
                reply, .reply(link, source: StoreScene.source("Yes!"), isWhole: true, beforeBaseline: false),
                replacing: action.message)
            guard case .pending = outcome else {
                Issue.record("\(String(describing: outcome))")
                return
            }
            try await scene.store.mailboxes.finish([FinishedAction(action)])
            #expect(try await scene.store.messages.list(named: MessageID("reply-1@creators.example")!).count == 1)
        }
    }

    @Test(arguments: SQLFixture.both)
    func poisonIsForAPersonUnread(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let poison = scene.reply()
            let outcome = try await scene.admit(poison, .quarantined(nil))
            #expect(outcome == .quarantined(nil))
            #expect(
                try await scene.store.mailboxes.agenda(of: scene.account, .inbox).due.map(\.kind) == [
                    .flagForPerson
                ])
            #expect(
                try await scene.store.messages.list(named: try #require(poison.messageID)).map(\.state) == [
                    .quarantined
                ])
        }
    }

    @Test(arguments: SQLFixture.both)
    func poisonStopsTheConversationItAnswers(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let claim = try await scene.ready()
            let poison = scene.reply(2)
            let link = try #require(try await scene.store.messages.link(for: poison))
            let outcome = try await scene.admit(poison, .quarantined(link))
            #expect(outcome == .quarantined(conversation))
            #expect(try await scene.permit(claim) != nil)
            let work = try #require(
                try await scene.store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(3_600)).first)
            #expect(work.messages.map(\.isWhole) == [false])
            #expect(work.messages.map(\.source) == [[]])
            _ = try await scene.commit(.handOff(.unreadable), on: work)
            #expect(try await scene.mails(of: conversation) == [.cancelled])
            #expect(try await scene.store.handoffs.list(onlyOpen: true, limit: 10).count == 1)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aReplyWithTheSameIDIsReadAfterPoison(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let poison = scene.reply(1, id: "same@creators.example")
            let link = try #require(try await scene.store.messages.link(for: poison))
            _ = try await scene.admit(poison, .quarantined(link))
            let outcome = try await scene.admit(scene.reply(2, id: "same@creators.example"), text: "")
            if case .pending = outcome { return }
            Issue.record("\(String(describing: outcome))")
        }
    }

    /// The server's clock may be a day away from ours: what it dates later than all that was read is found after a
    /// renumbering, however wrong either clock is.
    @Test(arguments: SQLFixture.both)
    func whatWasReadIsRememberedByTheServersDates(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            func readUntil() async throws -> Timestamp? {
                try await scene.store.mailboxes.cursor(of: scene.account, .inbox)?.readUntil
            }
            func arm(_ uidValidity: UInt32, _ newest: Timestamp) async throws {
                _ = try await scene.store.mailboxes.setBaseline(
                    scene.account, .inbox, mailbox: "INBOX", uidValidity: uidValidity, lastUID: 0, readUntil: newest,
                    under: scene.lease)
            }
            let now = scene.now
            let yesterday = now - .seconds(86_400)
            try await arm(1, yesterday)
            #expect(try await readUntil() == yesterday)
            for (number, date) in [yesterday + .seconds(60), yesterday].enumerated() {
                var message = scene.reply(UInt32(number + 1))
                message.receivedAt = date
                _ = try await scene.admit(message)
                #expect(try await readUntil() == yesterday + .seconds(60))
            }
            // A date in the future would hide all that comes before it.
            var message = scene.reply(3)
            message.receivedAt = now + .seconds(86_400)
            _ = try await scene.admit(message)
            #expect(try #require(try await readUntil()) < now + .seconds(3_600))
            try await arm(2, now + .seconds(86_400))
            #expect(try #require(try await readUntil()) < now + .seconds(3_600))
        }
    }

    @Test(arguments: SQLFixture.both)
    func attemptsCountBeforeThereIsABaseline(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            try await store.mailboxes.prepareBaseline(scene.account, .inbox, mailbox: "INBOX")
            try await store.mailboxes.countIntakeTry(scene.account, .inbox, at: 7)
            try await store.mailboxes.prepareBaseline(scene.account, .inbox, mailbox: "INBOX")
            try await store.mailboxes.countIntakeTry(scene.account, .inbox, at: 7)
            let cursor = try #require(try await store.mailboxes.cursor(of: scene.account, .inbox))
            #expect(!cursor.isArmed)
            #expect(cursor.attempts == 2)
            try await scene.admit(scene.reply(7))
            #expect(try await store.mailboxes.knownUIDs(of: scene.account, .inbox, uidValidity: 1) == [7])
            #expect(try await store.mailboxes.knownUIDs(of: scene.account, .inbox, uidValidity: 2).isEmpty)
        }
    }
}

extension StoreScene {
    /// The action of the inbox that is done next, as if its time had come.
    fileprivate func soonestAction() async throws -> MailboxAction? {
        try await store.database.transaction { session in
            try await session.write("UPDATE mailbox_actions SET due_at = \(SQL.now) WHERE state = 'pending'")
        }
        return try await store.mailboxes.agenda(of: account, .inbox).due.first
    }
}
