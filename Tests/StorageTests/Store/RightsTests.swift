import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// The right to send is apart from the right to watch.
@Suite struct RightsTests {
    @Test(arguments: SQLFixture.both)
    func anAccountWithoutAnInboxSendsAndIsNotWatched(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let account = try await scene.store.accounts.register(
                account: EmailAddress("only-sends@mosaic.test")!, displayName: nil, dailyLimit: 500, hasInbox: false)
            let rights = try #require(
                try await scene.store.leases.acquireRights(to: account, holder: "test", for: .seconds(60)))
            #expect(rights.watch == nil)
            #expect(rights.outlet != nil)
            let sequence = try await scene.store.sequences.register(SequenceTests.sevenSteps(.outreach))
            _ = try await scene.store.conversations.open(
                with: Correspondent(address: StoreScene.creator), from: account, by: sequence)
            let claim = try #require(
                try await scene.store.outbox.claimDue(
                    of: [account], limit: 1, lease: .seconds(60), policy: StoreScene.policy
                ).first)
            #expect(try await scene.store.outbox.keep(scene.mail(claim), for: claim))
            let permission = try await scene.store.outbox.permitDot(
                for: claim, policy: StoreScene.policy, under: rights)
            guard case .granted = permission else {
                Issue.record("\(permission)")
                return
            }
            try await scene.settle(claim, .accepted(reply: "250 ok"))
            // There is no Sent to file a copy in.
            #expect(try await scene.store.mailboxes.agenda(of: account, .sent).next == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func anAccountWithoutAWayOutIsWatchedAndNeverSends(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            _ = try await scene.store.accounts.register(
                account: StoreScene.team, displayName: nil, dailyLimit: 500, outlet: .nothing)
            #expect(try await scene.claim() == nil)
            #expect(try await scene.store.outbox.timeToNextDue(of: [scene.account]) == nil)
            let rights = try #require(
                try await scene.store.leases.acquireRights(to: scene.account, holder: "test", for: .seconds(60)))
            #expect(rights.outlet == nil)
            #expect(rights.watch != nil)
        }
    }

    /// A process of the version before knows the watch alone.
    @Test(arguments: SQLFixture.both)
    func oneRightThatSomebodyElseHoldsIsNone(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let account = try await scene.store.accounts.register(
                account: EmailAddress("shared@mosaic.test")!, displayName: nil, dailyLimit: 500)
            let old = try #require(
                try await scene.store.leases.acquire(
                    AccountRights.watchName(account), holder: "old", for: .seconds(60)))
            let none = try await scene.store.leases.acquireRights(to: account, holder: "new", for: .seconds(60))
            #expect(none == nil)
            #expect(try await scene.store.leases.holder(of: AccountRights.outletName(account)) == nil)
            try await scene.store.leases.release([old])
            let rights = try await scene.store.leases.acquireRights(to: account, holder: "new", for: .seconds(60))
            #expect(rights?.leases.count == 2)
        }
    }

    /// Two processes that start together: one gets all, the other nothing, whoever comes first to which lease.
    @Test(arguments: SQLFixture.both)
    func ofManyThatAskAtOnceOneGetsTheRights(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            for round in 0..<5 {
                let account = try await scene.store.accounts.register(
                    account: EmailAddress("wanted-\(round)@mosaic.test")!, displayName: nil, dailyLimit: 500)
                let store = scene.store
                let rights = try await withThrowingTaskGroup(of: AccountRights?.self) { group in
                    for holder in 0..<8 {
                        group.addTask {
                            try await store.leases.acquireRights(to: account, holder: "\(holder)", for: .seconds(60))
                        }
                    }
                    return try await group.reduce(into: [AccountRights]()) { all, rights in
                        if let rights { all.append(rights) }
                    }
                }
                #expect(rights.count == 1)
                #expect(rights.first?.leases.count == 2)
            }
        }
    }

    @Test(arguments: SQLFixture.both)
    func aDotNeedsTheWatchWhereThereIsAnInbox(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            let half = AccountRights(watch: nil, outlet: scene.rights.outlet)
            let permission = try await scene.store.outbox.permitDot(
                for: claim, policy: StoreScene.policy, under: half)
            guard case .withheld("the account is not watched by this process") = permission else {
                Issue.record("\(permission)")
                return
            }
        }
    }

    @Test(arguments: SQLFixture.both)
    func withoutASequenceAYesGoesToAPerson(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.store.sequences.register(
                MailSequence(name: "collect-contact", purpose: .answer, mailsPerConversation: 3, steps: []))
            try await scene.admit(scene.reply())
            #expect(try await scene.decide(.startSequence) == .committed(firstMailDue: nil))
            let conversation = try #require(try await scene.store.conversations.ids(with: StoreScene.creator).first)
            let story = try #require(try await scene.store.conversations.story(of: conversation))
            #expect(story.conversation.state == .withPerson)
            #expect(story.handoffs.count == 1)
        }
    }

    @Test(arguments: SQLFixture.both)
    func renewingIsAllOrNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let outlet = try #require(scene.rights.outlet)
            try await scene.store.leases.release([outlet])
            #expect(try await scene.store.leases.renew(scene.rights.leases, for: .seconds(60)) == false)
            try await scene.admit(scene.reply())
            #expect(try await scene.store.leases.isHeld(scene.lease))
        }
    }
}
