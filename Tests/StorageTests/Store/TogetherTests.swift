import Correspondence
import Outreach
import Testing
import Timing

@testable import Database
@testable import Storage

/// Mails of several accounts whose steps are written in one transaction: the laws hold for each of them.
@Suite struct TogetherTests {
    private struct Desk {
        let store: Store
        var claims: [MailClaim] = []
        var rights: [AccountID: AccountRights] = [:]

        func answers(_ policy: SendPolicy = StoreScene.policy, lost: AccountID? = nil) async throws -> [String?] {
            let requests = claims.map { claim in
                DotRequest(
                    claim,
                    under: claim.account == lost
                        ? AccountRights(watch: nil, outlet: nil)
                        : rights[claim.account] ?? AccountRights(watch: nil, outlet: nil))
            }
            return try await store.outbox.permitDots(requests, policy: policy).map {
                if case .withheld(let reason) = $0 { reason } else { nil }
            }
        }
    }

    /// Accounts without an inbox, each with one mail of outreach, claimed and kept.
    private func prepared(_ scene: StoreScene, to contacts: [String]) async throws -> Desk {
        let store = scene.store
        var desk = Desk(store: store)
        let sequence = try await store.sequences.register(SequenceTests.sevenSteps(.outreach))
        for (number, contact) in contacts.enumerated() {
            let address = try #require(EmailAddress("sender\(number)@mosaic.test"))
            let account = try await store.accounts.register(
                account: address, displayName: nil, dailyLimit: 500, hasInbox: false)
            let own = try await store.leases.acquireRights(to: account, holder: "test", for: .seconds(3_600))
            let held = try #require(own)
            desk.rights[account] = held
            let person = try #require(EmailAddress("\(contact)@creators.example"))
            _ = try await store.conversations.open(
                with: Correspondent(address: person), from: account, by: sequence)
        }
        desk.claims = try await store.outbox.claimDue(
            of: desk.rights.keys.sorted(), limit: 10, lease: .seconds(300), policy: StoreScene.policy
        ).sorted { $0.account < $1.account }
        let kept = try await store.outbox.keep(desk.claims.map { KeptMail(mail($0), for: $0) })
        #expect(kept == desk.claims.map { _ in true })
        return desk
    }

    private func mail(_ claim: MailClaim) -> RenderedMail {
        RenderedMail(messageID: MessageID("mail-\(claim.id)@mosaic.test")!, bytes: Array("mail \(claim.id)".utf8))
    }

    @Test(arguments: SQLFixture.both)
    func ofTwoMailsToOneContactOneIsPermitted(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let desk = try await prepared(scene, to: ["ann", "ann", "bob"])
            let answers = try await desk.answers()
            #expect(answers[0] == nil)
            #expect(answers[1]?.contains("another conversation") == true)
            #expect(answers[2] == nil)
            #expect(try await scene.state(of: desk.claims[1]) == .claimed)
        }
    }

    @Test(arguments: SQLFixture.both)
    func theBurstCountsWhatIsPermittedTogether(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let desk = try await prepared(scene, to: ["ann", "bob", "cid"])
            let answers = try await desk.answers(SendPolicy(burstPerMinute: 2))
            #expect(answers == [nil, nil, "2 mails left within a minute"])
        }
    }

    @Test(arguments: SQLFixture.both)
    func whoHasLostAnAccountIsRefusedAlone(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            var desk = try await prepared(scene, to: ["ann", "bob", "cid"])
            let lost = try #require(desk.rights[desk.claims[0].account])
            try await scene.store.leases.release(lost.leases)
            try await scene.store.outbox.settle([
                MailSettlement(desk.claims[1], .returned(after: .zero, reason: "shut down", as: .released))
            ])
            #expect(try await desk.answers() == ["another process has the account", "the mail is planned", nil])
            desk.claims = [desk.claims[0]]
            #expect(try await desk.answers(lost: desk.claims[0].account) == ["another process has the account"])
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatBecameOfMailsIsWrittenTogether(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let desk = try await prepared(scene, to: ["ann", "bob", "cid"])
            #expect(try await desk.answers() == [nil, nil, nil])
            try await scene.store.outbox.settle([
                MailSettlement(desk.claims[0], .accepted(reply: "250 one")),
                MailSettlement(desk.claims[1], .returned(after: .zero, reason: "451", as: .failed)),
                MailSettlement(desk.claims[2], .accepted(reply: "250 three")),
            ])
            var states: [MailState?] = []
            for claim in desk.claims { states.append(try await scene.state(of: claim)) }
            #expect(states == [.sent, .planned, .sent])
            let steps = try await scene.store.outbox.steps(of: desk.claims.map(\.id))
            #expect(steps.filter { $0.step == .accepted }.compactMap(\.detail) == ["250 one", "250 three"])
            // The next step of each that left is planned.
            #expect(try await scene.mails(of: desk.claims[2].conversation) == [.sent, .planned])
        }
    }

    @Test(arguments: SQLFixture.both)
    func aMailOfALapsedClaimIsNotKept(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let desk = try await prepared(scene, to: ["ann", "bob"])
            let first = desk.claims[0]
            try await scene.store.outbox.settle([
                MailSettlement(first, .returned(after: .zero, reason: "shut down", as: .released))
            ])
            let again = try await scene.store.outbox.keep(desk.claims.map { KeptMail(mail($0), for: $0) })
            #expect(again == [false, false])
        }
    }

    /// A permission locks its campaign for sharing: a pause waits for those under way, and after it nobody gets one.
    @Test func aPauseUnderLoadLetsNothingOutAfterIt() async throws {
        try await SQLFixture.postgres.withScene { scene in
            let store = scene.store
            let desk = try await prepared(scene, to: (0..<24).map { "person\($0)" })
            let more = try await store.outbox.claimDue(
                of: desk.rights.keys.sorted().suffix(14), limit: 14, lease: .seconds(300), policy: StoreScene.policy)
            _ = try await store.outbox.keep(more.map { KeptMail(mail($0), for: $0) })
            let claims = desk.claims + more
            let campaign = try await store.campaigns.apply(Self.draft).campaign
            #expect(try await store.campaigns.change(campaign, .started, reason: nil))
            try await store.database.transaction { session in
                try await session.execute(
                    """
                    UPDATE outbox SET campaign_id = \(campaign), campaign_version =
                        (SELECT version FROM campaigns WHERE id = \(campaign)) WHERE id \(in: claims.map(\.id))
                    """)
            }
            let left = try await withThrowingTaskGroup(of: Int?.self) { group in
                for claim in claims {
                    let request = DotRequest(claim, under: try #require(desk.rights[claim.account]))
                    group.addTask {
                        _ = try await store.outbox.permitDots([request], policy: StoreScene.policy)
                        return nil
                    }
                }
                group.addTask {
                    while try await Self.permitted(store) < 3 { await Task.yield() }
                    #expect(try await store.campaigns.change(campaign, .paused, reason: nil))
                    return try await Self.permitted(store)
                }
                return try await group.reduce(0) { $0 + ($1 ?? 0) }
            }
            #expect(try await Self.permitted(store) == left)
            #expect(left >= 3)
        }
    }

    private static func permitted(_ store: Store) async throws -> Int {
        try await store.database.row("SELECT COUNT(*) AS mails FROM outbox WHERE in_doubt_at IS NOT NULL")?
            .int("mails") ?? 0
    }

    private static let draft = CampaignDraft(
        name: "spring", rules: CampaignRules(), senders: [CampaignDraft.Sender(EmailAddress("sender0@mosaic.test")!)],
        steps: [CampaignDraft.Step(name: "intro", delay: .after(.zero), subject: "Hello", text: "Hi")])
}
