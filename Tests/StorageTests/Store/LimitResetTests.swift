import Correspondence
import Events
import Testing
import Timing

@testable import Database
@testable import Storage

/// A person lets an account's own limit count anew.
@Suite struct LimitResetTests {
    @Test(arguments: SQLFixture.both)
    func itsOwnLimitCountsAnewAndItsProvidersGoesOn(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let accounts = scene.store.accounts
            let conversation = try await Self.usedUp(in: scene)
            let own = try await Self.withheld(in: scene)
            #expect(own == "the account's limit of 1 mails in 24 h")
            // The account waits now, and is not even asked.
            #expect(try await scene.claim() == nil)

            #expect(try await accounts.resetLimit(of: scene.account) == 1)
            #expect(try await accounts.countedSinceReset() == [scene.account: 0])
            try await Self.send(in: scene)
            #expect(try await accounts.countedSinceReset() == [scene.account: 1])
            // What left since counts as ever.
            try await Self.hurry(conversation, in: scene)
            #expect(try await Self.withheld(in: scene) == own)

            try await accounts.note(providerLimit: 2, of: scene.account)
            #expect(try await accounts.resetLimit(of: scene.account) == 1)
            #expect(try await Self.withheld(in: scene) == "the provider's limit of 2 mails in 24 h")
            let use = try #require(try await accounts.use(of: scene.account, since: scene.now).first)
            #expect(use.counted == 0 && use.lastDay[.answer] == 2)
            #expect(use.countedFrom == (try await accounts.all().first?.limitFrom))
            let audit = try await scene.store.audit.events().filter { $0.event == .accountLimitReset }
            #expect(audit.map(\.detail) == Array(repeating: "1 mail of the last 24 h counts no more", count: 2))
        }
    }

    /// Its sender had found the limit used up, and says so only afterwards.
    @Test(arguments: SQLFixture.both)
    func whatWasFoundBeforeTheCountBeganAnewHoldsNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let accounts = scene.store.accounts
            _ = try await Self.usedUp(in: scene)
            let claim = try #require(try await scene.claim())
            let state = try #require(claim.obstacle?.state)
            #expect(try await accounts.resetLimit(of: scene.account) == 1)
            let reason = try #require(state.reason)
            try await scene.settle(claim, .accountWaits(until: try #require(state.opensAt), reason: reason))
            #expect(try await scene.claim()?.obstacle == nil)
        }
    }

    /// A conversation whose next mail is due, after the one that the account may send in a day.
    private static func usedUp(in scene: StoreScene) async throws -> ConversationID {
        let conversation = try await scene.begin()
        try await send(in: scene)
        _ = try await scene.store.accounts.register(account: StoreScene.team, displayName: nil, dailyLimit: 1)
        try await hurry(conversation, in: scene)
        return conversation
    }

    private static func send(in scene: StoreScene) async throws {
        let claim = try await scene.ready()
        #expect(try await scene.permit(claim) == nil)
        try await scene.settle(claim, .accepted(reply: "250 ok"))
    }

    /// The next mail is due now.
    private static func hurry(_ conversation: ConversationID, in scene: StoreScene) async throws {
        let next = try #require(try await scene.store.outbox.list(in: [.planned], of: conversation, limit: 1).first)
        _ = try await scene.store.outbox.reschedule(next.id, to: scene.now)
    }

    /// Why the account waits, as its sender finds out; it waits from then on.
    private static func withheld(in scene: StoreScene) async throws -> String? {
        let claim = try #require(try await scene.claim())
        let state = try #require(claim.obstacle?.state)
        let reason = try #require(state.reason)
        try await scene.settle(claim, .accountWaits(until: try #require(state.opensAt), reason: reason))
        return reason
    }
}
