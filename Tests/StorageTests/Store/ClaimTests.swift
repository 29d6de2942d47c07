import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct ClaimTests {
    @Test(arguments: SQLFixture.both)
    func aMailIsClaimedByOneAlone(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try #require(try await scene.claim())
            #expect(claim.threading.parent == MessageID("reply-1@creators.example"))
            #expect(claim.threading.references == [StoreScene.outreach, claim.threading.parent].compactMap(\.self))
            #expect(claim.recipient == StoreScene.creator)
            #expect(try await scene.claim() == nil)
            #expect(try await scene.state(of: claim) == .claimed)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aLapsedClaimIsPlannedAgainUnderANewFence(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let lapsed = try await scene.ready(lease: .zero)
            #expect(
                try await scene.permit(lapsed) == "the claim has lapsed")
            let claim = try #require(try await scene.claim())
            #expect(claim.fence > lapsed.fence)
            #expect(claim.rendered == scene.mail(claim))
            #expect(
                try await scene.permit(lapsed) == "the claim has lapsed")
            try await scene.settle(lapsed, .returned(after: .zero, reason: "too late", as: .released))
            #expect(try await scene.state(of: claim) == .claimed)
            #expect(try await scene.steps(of: claim) == [.claimed, .released, .claimed])
        }
    }

    @Test(arguments: SQLFixture.both)
    func nothingIsClaimedWhileAMessageWaitsForItsDecision(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            try await scene.admit(scene.reply(2), text: "One more thing")
            #expect(try await scene.claim() == nil)
            #expect(try await scene.store.outbox.timeToNextDue(of: [scene.account]) == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func nothingIsClaimedOfAnAccountThatMayNotSend(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            _ = try await scene.begin()
            try await store.accounts.pause(scene.account, until: scene.now + .seconds(600), reason: "tired")
            #expect(try await scene.claim() == nil)
            try await store.accounts.resume(scene.account)
            try await store.accounts.setState(.observe, of: scene.account)
            #expect(try await scene.claim() == nil)
            try await store.accounts.setState(.auto, of: scene.account)
            try await store.instance.stopSending(reason: "burst")
            #expect(try await scene.claim() == nil)
            try await store.instance.resumeSending()
            let claim = try #require(try await scene.claim())
            try await scene.settle(claim, .accountWaits(until: scene.now + .seconds(600), reason: "limit"))
            #expect(try await scene.claim() == nil)
            #expect(try await store.outbox.record(claim.id)?.dueAt == claim.dueAt)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aFailureCountsAndAReturnDoesNot(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let first = try #require(try await scene.claim())
            try await scene.settle(first, .returned(after: .zero, reason: "shut down", as: .released))
            let second = try #require(try await scene.claim())
            #expect(second.failures == 0)
            #expect(second.failingSince == nil)
            #expect(second.dueAt == first.dueAt)
            try await scene.settle(second, .returned(after: .microseconds(1), reason: "451", as: .failed))
            let third = try #require(try await scene.claim())
            #expect(third.failures == 1)
            #expect(third.failingSince != nil)
        }
    }
}
