import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What a person may do about mails and conversations, on both databases.
@Suite struct InterventionTests {
    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aCancelledMailIsNotSentAndThePersonHasTheConversation(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            let mail = try await store.begin(conversation)
            #expect(try await store.outbox.cancel(mail) == .done)
            #expect(try await store.outbox.record(mail)?.state == .cancelled)
            let conversation = try #require(try await store.conversations.record(conversation))
            #expect(conversation.state == .withPerson)
            #expect(conversation.nextFollowUpAt == nil)
            #expect(try await store.outbox.cancel(mail) == .refused("it is cancelled already"))
            #expect(try await store.outbox.cancel(MailID(rawValue: 999)) == .unknown)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aRescheduledMailMovesTheDueTimeOfItsConversation(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            let mail = try await store.begin(conversation)
            let later = Timestamp(secondsSince1970: 1_900_000_000)
            #expect(try await store.outbox.reschedule(mail, to: later) == .done)
            #expect(try await store.outbox.record(mail)?.dueAt == later)
            #expect(try await store.conversations.record(conversation)?.nextFollowUpAt == later)
            #expect(try await store.audit.events(of: conversation).contains { $0.name == "followup.rescheduled" })
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aResumedConversationWaitsForTheNextReplyAndSendsNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            #expect(try await store.conversations.resume(conversation) == .refused("a message waits for its decision"))
            try await store.decide(conversation, .handOff(.clarification))
            #expect(try await store.handoffs.list(onlyOpen: true, limit: 10).map(\.conversation) == [conversation])
            #expect(try await store.conversations.resume(conversation) == .done)
            #expect(try await store.conversations.record(conversation)?.state == .awaitingReply)
            #expect(try await store.handoffs.list(onlyOpen: true, limit: 10).isEmpty)
            #expect(try await store.outbox.list(in: MailState.allCases, limit: 10).isEmpty)
            #expect(try await store.conversations.resume(conversation) == .refused("it is not with a person"))
            #expect(try await store.conversations.resume(ConversationID(rawValue: 999)) == .unknown)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func nobodyWhoOptedOutIsGivenBack(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            try await store.decide(conversation, .optOut)
            #expect(
                try await store.conversations.resume(conversation)
                    == .refused("the contact wants or takes no more mail"))
            #expect(try await store.conversations.record(conversation)?.state == .stopped)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aHandoffIsClosedOnce(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            try await store.decide(conversation, .handOff(.unsure))
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
            #expect(try await store.conversations.record(conversation)?.state == .withPerson)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func theWholeStoryIsFoundByAddressAndByMessageID(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            try await store.decide(conversation, .handOff(.clarification))
            #expect(try await store.conversations.ids(with: Fixture.creator) == [conversation])
            #expect(try await store.conversations.ids(naming: MessageID("reply@c.example")!) == [conversation])
            #expect(try await store.conversations.ids(naming: MessageID("root@b.example")!) == [conversation])
            #expect(try await store.conversations.ids(naming: MessageID("none@b.example")!).isEmpty)
            let story = try #require(try await store.conversations.story(of: conversation))
            #expect(story.messages.map(\.isInbound) == [false, true])
            #expect(story.messages.last?.decision == "hand_off: clarification")
            #expect(story.mailboxActions.map(\.kind) == [.flagForPerson])
            #expect(story.handoffs.count == 1)
        }
    }

    @Test(arguments: [SQLFixture.postgres, .sqliteMemory])
    func aPastDecisionComesBackWithTheConversationAsItWas(_ fixture: SQLFixture) async throws {
        try await fixture.withConversation { store, conversation in
            try await store.decide(conversation, .complete)
            #expect(try await store.conversations.withDecisions(after: nil, limit: 10) == [conversation])
            #expect(try await store.conversations.withDecisions(after: conversation, limit: 10).isEmpty)
            let past = try await store.conversations.pastDecisions(of: conversation)
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
            guard case .pending(let conversation)? = outcomes?.first else {
                Issue.record("the reply was not taken in: \(String(describing: outcomes))")
                return
            }
            try await body(store, conversation)
        }
    }
}

extension Store {
    /// Decides the waiting reply.
    func decide(_ conversation: ConversationID, _ decision: Decision) async throws {
        let work = try #require(
            try await conversations.claimDecisions(limit: 10, by: "test", lease: .seconds(60)).first {
                $0.conversation.id == conversation
            })
        let replies = work.messages.map { DecidedReply(key: $0.key, ownText: "Yes!", decision: decision) }
        let decided = DecidedConversation(work.conversation, decision, on: replies, mayAct: true)
        #expect(try await conversations.commit([decided]) != [.superseded])
    }

    /// Decides to start the sequence, and returns its first mail.
    func begin(_ conversation: ConversationID) async throws -> MailID {
        try await decide(conversation, .startSequence)
        return try #require(try await outbox.list(in: [.planned], of: conversation, limit: 1).first).id
    }
}
