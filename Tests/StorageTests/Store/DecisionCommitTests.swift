import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct DecisionCommitTests {
    /// A decision, the state it leaves and what is then to be done in the mailbox.
    struct Row: Sendable, CustomTestStringConvertible {
        let decision: Decision
        let state: ConversationState
        let action: MailboxActionKind?
        let suppressed: String?
        var handsOff = false

        var testDescription: String { decision.name }

        static let all = [
            Row(
                decision: .handOff(.clarification), state: .withPerson, action: .flagForPerson, suppressed: nil,
                handsOff: true),
            Row(decision: .complete, state: .completed, action: .markHandled, suppressed: nil),
            Row(decision: .optOut, state: .stopped, action: .markHandled, suppressed: "opt_out"),
            Row(decision: .suppressBounced, state: .stopped, action: nil, suppressed: "hard_bounce"),
            Row(decision: .ignore(.autoReply), state: .awaitingReply, action: nil, suppressed: nil),
        ]
    }

    @Test(arguments: Row.all, SQLFixture.both)
    func whatFollowsFrom(_ row: Row, _ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply())
            #expect(try await scene.decide(row.decision) == .committed(firstMailDue: nil))
            let conversation = try #require(try await scene.store.conversations.ids(with: StoreScene.creator).first)
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            #expect(story.conversation.state == row.state)
            #expect(story.conversation.suppressedReason == row.suppressed)
            #expect(story.conversation.decideAfter == nil)
            #expect(story.mailboxActions.map(\.kind) == [row.action].compactMap(\.self))
            #expect(story.handoffs.count == (row.handsOff ? 1 : 0))
            #expect(story.messages.last?.outcome == row.decision.outcome)
            #expect(story.followUps.isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func interestPlansTheFirstMailOfTheSequence(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            #expect(story.conversation.state == .inSequence)
            #expect(story.followUps.map(\.step) == [1])
            #expect(story.followUps.map(\.recipient) == [StoreScene.creator])
            #expect(story.conversation.nextFollowUpAt == story.followUps.first?.dueAt)
            #expect(try await scene.store.conversations.due(limit: 10).map(\.conversation) == [conversation])
        }
    }

    @Test(arguments: SQLFixture.both)
    func anAccountThatObservesPlansAndFlagsNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply())
            try await scene.decide(.handOff(.observed), mayAct: false)
            let conversation = try #require(try await scene.store.conversations.ids(with: StoreScene.creator).first)
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            #expect(story.followUps.isEmpty)
            #expect(story.mailboxActions.isEmpty)
            #expect(story.handoffs.map(\.reason) == [HandoffReason.observed.rawValue])
        }
    }

    @Test(arguments: SQLFixture.both)
    func aMessageThatArrivesMeanwhileSupersedesAndIsDecidedAtOnce(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply(1))
            let work = try #require(
                try await scene.store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(3_600)).first)
            #expect(
                try await scene.store.conversations.claimDecisions(limit: 1, by: "other", lease: .seconds(3_600))
                    .isEmpty)
            try await scene.admit(scene.reply(2), text: "Wait, no.")
            #expect(try await scene.commit(.startSequence, on: work) == .superseded)
            let again = try #require(
                try await scene.store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(3_600)).first)
            #expect(again.messages.count == 2)
            #expect(try await scene.mails(of: work.conversation.id).isEmpty)
        }
    }

    @Test(arguments: SQLFixture.both)
    func anOutOfOfficeNoticeMovesWhatIsPlanned(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            try await scene.admit(scene.reply(2), text: "I am away")
            let back = scene.now + .seconds(86_400)
            try await scene.decide(.hold(until: back))
            #expect(try await scene.store.conversations.record(conversation)?.nextFollowUpAt == back)
            #expect(try await scene.store.outbox.list(in: [.planned], limit: 10).map(\.dueAt) == [back])
            #expect(try await scene.claim() == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func optingOutStopsTheContactsOtherConversationsToo(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let second = MessageID("second@mosaic.test")!
            _ = try await scene.store.messages.admitSent([scene.sent(2, id: second)], under: scene.lease)
            try await scene.admit(scene.reply(2, naming: second), text: "Stop emailing me")
            try await scene.decide(.optOut)
            #expect(try await scene.mails(of: conversation) == [.cancelled])
            #expect(try await scene.store.conversations.record(conversation)?.nextFollowUpAt == nil)
        }
    }
}
