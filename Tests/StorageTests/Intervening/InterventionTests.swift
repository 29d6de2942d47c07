import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What a person may do about stages and conversations, on both databases.
@Suite struct InterventionTests {
    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aCancelledStageIsNotSentAndThePersonHasTheConversation(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, thread in
            let stage = try await store.begin(thread)
            #expect(try await store.outbox.cancel(stage) == .done)
            #expect(try await store.outbox.record(stage)?.state == .cancelled)
            let conversation = try #require(try await store.conversations.record(thread))
            #expect(conversation.state == .withPerson)
            #expect(conversation.nextFollowUpAt == nil)
            #expect(try await store.outbox.cancel(stage) == .refused("it is cancelled already"))
            #expect(try await store.outbox.cancel(MailID(rawValue: 999)) == .unknown)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aRescheduledStageMovesTheDueTimeOfItsConversation(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, thread in
            let stage = try await store.begin(thread)
            let later = Timestamp(secondsSince1970: 1_900_000_000)
            #expect(try await store.outbox.reschedule(stage, to: later) == .done)
            #expect(try await store.outbox.record(stage)?.dueAt == later)
            #expect(try await store.conversations.record(thread)?.nextFollowUpAt == later)
            #expect(try await store.audit.events(of: thread).contains { $0.name == "followup.rescheduled" })
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aResumedConversationWaitsForTheNextReplyAndSendsNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, thread in
            #expect(try await store.conversations.resume(thread) == .refused("a message waits for its decision"))
            try await store.decide(thread, .handOff(.clarification))
            #expect(try await store.handoffs.list(onlyOpen: true, limit: 10).map(\.thread) == [thread])
            #expect(try await store.conversations.resume(thread) == .done)
            #expect(try await store.conversations.record(thread)?.state == .awaitingReply)
            #expect(try await store.handoffs.list(onlyOpen: true, limit: 10).isEmpty)
            #expect(try await store.outbox.list(in: MailState.allCases, limit: 10).isEmpty)
            #expect(try await store.conversations.resume(thread) == .refused("it is not with a person"))
            #expect(try await store.conversations.resume(ConversationID(rawValue: 999)) == .unknown)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func nobodyWhoOptedOutIsGivenBack(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, thread in
            try await store.decide(thread, .optOut)
            #expect(try await store.conversations.resume(thread) == .refused("the contact wants or takes no more mail"))
            #expect(try await store.conversations.record(thread)?.state == .stopped)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aHandoffIsClosedOnce(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, thread in
            try await store.decide(thread, .handOff(.unsure))
            let handoff = try #require(try await store.handoffs.list(onlyOpen: true, limit: 10).first)
            #expect(handoff.reason == "unsure")
            #expect(try await store.handoffs.close(handoff.id) == .done)
            #expect(try await store.handoffs.list(onlyOpen: false, limit: 10).first?.closedBy == "a person")
            let actions = try await store.database.rows("SELECT action FROM mailbox_actions ORDER BY id")
            #expect(
                try actions.map { try $0.string("action") } == ["flag_for_person", "mark_handled"],
                "its mail waits for nobody any more")
            guard case .refused = try await store.handoffs.close(handoff.id) else {
                Issue.record("a closed handoff was closed again")
                return
            }
            #expect(try await store.conversations.record(thread)?.state == .withPerson)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func theWholeStoryIsFoundByAddressAndByMessageID(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, thread in
            try await store.decide(thread, .handOff(.clarification))
            #expect(try await store.conversations.ids(with: Fixture.creator) == [thread])
            #expect(try await store.conversations.ids(naming: MessageID("reply@c.example")!) == [thread])
            #expect(try await store.conversations.ids(naming: MessageID("root@b.example")!) == [thread])
            #expect(try await store.conversations.ids(naming: MessageID("none@b.example")!).isEmpty)
            let story = try #require(try await store.conversations.story(of: thread))
            #expect(story.messages.map(\.isInbound) == [false, true])
            #expect(story.messages.last?.decision == "hand_off: clarification")
            #expect(story.mailboxActions.map(\.kind) == [.flagForPerson])
            #expect(story.handoffs.count == 1)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aPastDecisionComesBackWithTheConversationAsItWas(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, thread in
            try await store.decide(thread, .complete)
            #expect(try await store.conversations.withDecisions(after: nil, limit: 10) == [thread])
            #expect(try await store.conversations.withDecisions(after: thread, limit: 10).isEmpty)
            let past = try await store.conversations.pastDecisions(of: thread)
            #expect(past.map(\.work.conversation.state) == [.awaitingReply])
            #expect(past.first?.decided.map(\.decision) == ["complete"])
            #expect(past.first?.work.messages.first?.source == Fixture.source)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func theServerTellsItsVersion(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, _ in
            let server = try await store.server()
            #expect(server.isSupported)
            #expect(!server.version.isEmpty)
        }
    }
}

private enum Fixture {
    static let team = EmailAddress("team@b.example")!
    static let creator = EmailAddress("creator@c.example")!
    static let source = Array("From: creator@c.example\n\nYes!\n".utf8)
}

extension SQLFixture {
    /// A database with one outreach and one reply to it that waits for its decision.
    func withConversation(_ body: (Store, ConversationID) async throws -> Void) async throws {
        try await withDatabase { database async throws in
            try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
            let store = Store(database: database)
            let account = try await store.accounts.register(account: Fixture.team, displayName: nil, dailyLimit: 500)
            _ = try await store.sequences.register(
                .collectContact(secondDelay: .seconds(60), thirdDelay: .seconds(60)))
            let lease = try #require(
                try await store.leases.acquireRights(to: account, holder: "test", for: .seconds(60))?.watch)
            let now = try await store.currentTime()
            let outreach = IncomingMessage(
                location: MessageLocation(account: account, role: .sent, uidValidity: 1, uid: 1),
                messageID: MessageID("root@b.example"), from: Correspondent(address: Fixture.team),
                to: [Correspondent(address: Fixture.creator)], subject: "Hi", receivedAt: now - .seconds(60))
            _ = try await store.messages.admitSent([outreach], under: lease)
            let reply = IncomingMessage(
                location: MessageLocation(account: account, role: .inbox, uidValidity: 1, uid: 1),
                messageID: MessageID("reply@c.example"), inReplyTo: [MessageID("root@b.example")!],
                from: Correspondent(address: Fixture.creator), to: [Correspondent(address: Fixture.team)],
                subject: "Re: Hi", receivedAt: now)
            let link = try #require(try await store.messages.link(for: reply))
            let arrival = Arrival.reply(link, source: Fixture.source, isWhole: true, beforeBaseline: false)
            let outcomes = try await store.messages.admit(
                [Admission(reply, arrival)], debounce: .zero, under: lease)
            guard case .pending(let thread)? = outcomes?.first else {
                Issue.record("the reply was not taken in: \(String(describing: outcomes))")
                return
            }
            try await body(store, thread)
        }
    }
}

extension Store {
    /// Decides the waiting reply.
    func decide(_ thread: ConversationID, _ decision: Decision) async throws {
        let work = try #require(
            try await conversations.claimDecisions(limit: 10, by: "test", lease: .seconds(60)).first {
                $0.conversation.id == thread
            })
        let replies = work.messages.map { DecidedReply(key: $0.key, ownText: "Yes!", decision: decision) }
        let decided = DecidedConversation(work.conversation, decision, on: replies, mayAct: true)
        #expect(try await conversations.commit([decided]) != [.superseded])
    }

    /// Decides to start the sequence, and returns its first stage.
    func begin(_ thread: ConversationID) async throws -> MailID {
        try await decide(thread, .startSequence)
        return try #require(try await outbox.list(in: [.planned], of: thread, limit: 1).first).id
    }
}
