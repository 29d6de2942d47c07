import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// Where writers of the same state once went different ways.
@Suite struct DivergenceTests {
    @Test(arguments: [Decision.complete, .handOff(.clarification)], SQLFixture.both)
    func afterAnOptOutAConversationStaysStopped(_ decision: Decision, _ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply(1), text: "Stop emailing me")
            try await scene.decide(.optOut)
            try await scene.admit(scene.reply(2), text: "No, thanks")
            try await scene.decide(decision)
            let conversation = try #require(
                try await scene.store.conversations.ids(with: StoreScene.creator).first)
            #expect(try await scene.store.conversations.record(conversation)?.state == .stopped)
        }
    }

    /// A claim that lapsed with its holder's lease is logged as one that lapsed by itself.
    @Test(arguments: SQLFixture.both)
    func aClaimThatIsTakenOverIsLogged(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            _ = try await scene.store.leases.acquireRights(
                to: scene.account, holder: "next", deadHolder: "test", for: .seconds(60))
            #expect(try await scene.steps(of: claim) == [.claimed, .released])
        }
    }

    @Test(arguments: SQLFixture.both)
    func aBatchOfRepliesIsAdmittedAtOnce(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let replies = (1...3).map { scene.reply(UInt32($0)) }
            let links = try await scene.store.messages.links(for: replies)
            let admissions = zip(replies, links).map { reply, link in
                Admission(
                    reply,
                    .reply(
                        link!, source: StoreScene.source("\(reply.location.uid)"), isWhole: true, beforeBaseline: false)
                )
            }
            let outcomes = try await scene.store.messages.admit(admissions, debounce: .zero, under: scene.lease)
            let conversation = try #require(
                try await scene.store.conversations.ids(with: StoreScene.creator).first)
            #expect(outcomes == [IntakeOutcome](repeating: .pending(conversation), count: 3))
            let work = try await scene.store.conversations.claimDecisions(limit: 5, by: "test", lease: .seconds(60))
            #expect(work.map(\.messages.count) == [3])
        }
    }

    /// Of several decisions in one transaction, one that was overtaken does not keep the others from being written.
    @Test(arguments: SQLFixture.both)
    func anOvertakenDecisionLeavesTheOthers(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let second = MessageID("second@mosaic.test")!
            let other = EmailAddress("other@creators.example")!
            _ = try await scene.store.messages.admitSent([scene.sent(2, id: second, to: other)], under: scene.lease)
            try await scene.admit(scene.reply(1))
            try await scene.admit(scene.reply(2, from: other, naming: second))
            let work = try await scene.store.conversations.claimDecisions(limit: 2, by: "test", lease: .seconds(60))
            #expect(work.count == 2)
            try await scene.admit(scene.reply(3), text: "Wait")
            let decided = work.map { work in
                DecidedConversation(
                    work.conversation, .complete,
                    on: work.messages.map { DecidedReply(key: $0.key, decision: .complete) }, mayAct: true)
            }
            let commits = try await scene.store.conversations.commit(decided)
            for (work, commit) in zip(work, commits) {
                let isOvertaken = work.conversation.contactAddress == StoreScene.creator
                #expect(commit == (isOvertaken ? .superseded : .committed(firstMailDue: nil)))
            }
        }
    }

    @Test(arguments: SQLFixture.both)
    func aMailTellsEveryGateItHasToPass(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            try await scene.store.accounts.pause(scene.account, until: scene.now + .seconds(600), reason: "tired")
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            let facts = try #require(story.gateFacts.values.first)
            let closed = GateTable(StoreScene.policy).rows(facts).filter { $0.state != .open }
            #expect(closed.map(\.gate) == [.accountPause])
            #expect(closed.first?.state == .closed(until: scene.now + .seconds(600), "the account is paused: tired"))
        }
    }
}
