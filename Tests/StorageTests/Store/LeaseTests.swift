import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

@Suite struct LeaseTests {
    @Test(arguments: SQLFixture.both)
    func nobodyElseGetsALeaseThatIsHeld(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            let first = try #require(try await store.leases.acquire("work", holder: "a", for: .seconds(60)))
            #expect(try await store.leases.acquire("work", holder: "b", for: .seconds(60)) == nil)
            #expect(try await store.leases.renew([first], for: .seconds(60)))
            #expect(try await store.leases.holder(of: "work") == "a")
            try await store.leases.release([first])
            #expect(try await store.leases.holder(of: "work") == nil)
            let second = try #require(try await store.leases.acquire("work", holder: "b", for: .seconds(60)))
            #expect(second.fence > first.fence)
            #expect(try await store.leases.renew([first], for: .seconds(60)) == false)
            try await store.leases.release([first])
            #expect(try await store.leases.holder(of: "work") == "b")
        }
    }

    @Test(arguments: SQLFixture.both)
    func aLapsedLeaseCannotBeRenewed(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let lapsed = try #require(try await scene.store.leases.acquire("work", holder: "a", for: .zero))
            #expect(try await scene.store.leases.renew([lapsed], for: .seconds(60)) == false)
            #expect(try await scene.store.leases.isHeld(lapsed) == false)
        }
    }

    @Test(arguments: SQLFixture.both)
    func theSameHolderGetsANewFence(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let again = try #require(
                try await scene.store.leases.acquireRights(to: scene.account, holder: "test", for: .seconds(60)))
            #expect(try #require(again.watch).fence > scene.lease.fence)
            #expect(try await scene.store.leases.isHeld(scene.lease) == false)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aDeadHoldersWatchIsTakenOverWithItsMails(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            #expect(
                try await scene.store.leases.acquireRights(to: scene.account, holder: "next", for: .seconds(60)) == nil)
            let lease = try await scene.store.leases.acquireRights(
                to: scene.account, holder: "next", deadHolder: "test", for: .seconds(60))
            #expect(lease != nil)
            #expect(try await scene.state(of: claim) == .planned)
            #expect(
                try await scene.permit(claim) == "another process has the account")
        }
    }
}
