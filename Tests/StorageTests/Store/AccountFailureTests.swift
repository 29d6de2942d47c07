import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What an account's own failures do, and what does not reach beyond them.
@Suite struct AccountFailureTests {
    private func record(_ scene: StoreScene) async throws -> AccountRecord {
        try #require(try await scene.store.accounts.all().first { $0.id == scene.account })
    }

    @Test(arguments: SQLFixture.both)
    func anAccountThatWaitsKeepsTheOrderOfItsMails(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let accounts = scene.store.accounts
            _ = try await scene.begin()
            let claim = try #require(try await scene.claim())
            try await accounts.wait([scene.account], for: .seconds(60), failures: 1, reason: "421 busy")
            #expect(try await scene.permit(claim) == "the account waits after a failure: 421 busy")
            try await scene.settle(claim, .returned(after: .zero, reason: "421 busy", as: .released))
            #expect(try await scene.claim() == nil)
            let next = try #require(try await scene.store.outbox.timeToNextDue(of: [scene.account]))
            #expect(next > .seconds(50))
            // Written twice, as after a lost answer of the database.
            try await accounts.wait([scene.account], for: .seconds(60), failures: 1, reason: "421 busy")
            #expect(try await record(scene).failures == 1)
            try await accounts.recover(scene.account)
            #expect(try await record(scene).failures == 0)
            #expect(try await record(scene).blockedUntil == nil)
            #expect(try await scene.claim()?.dueAt == claim.dueAt)
        }
    }

    @Test(arguments: SQLFixture.both)
    func allAccountsOfAServerWaitTogether(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let other = try await scene.store.accounts.register(
                account: EmailAddress("other@mosaic.test")!, displayName: nil, dailyLimit: 500)
            let third = try await scene.store.accounts.register(
                account: EmailAddress("third@mosaic.test")!, displayName: nil, dailyLimit: 500)
            try await scene.store.accounts.wait(
                [scene.account, other], for: .seconds(30), failures: 3, reason: "no answer")
            let waiting = try await scene.store.accounts.all().filter { $0.blockedUntil != nil }
            #expect(waiting.map(\.id) == [scene.account, other])
            #expect(waiting.map(\.failures) == [3, 3])
            let told = try await scene.store.database.read { session in
                try await session.query(
                    "SELECT account_id FROM events WHERE name = 'account.waits' ORDER BY account_id"
                ).map { try $0["account_id", as: AccountID.self] }
            }
            #expect(told == [scene.account, other])
            #expect(!told.contains(third))
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatAPersonSaysOfAnAccountOutlivesRestarts(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let accounts = scene.store.accounts
            let address = try await record(scene).address
            func start(_ state: AccountState?) async throws -> AccountState {
                _ = try await accounts.register(account: address, displayName: nil, dailyLimit: 500, state: state)
                return try await record(scene).state
            }
            #expect(try await start(.draft) == .draft)
            try await accounts.setState(.observe, of: scene.account)
            #expect(try await start(.draft) == .observe)
            // The settings say something new.
            #expect(try await start(.auto) == .auto)
            try await accounts.setState(.draft, of: scene.account)
            #expect(try await start(nil) == .draft)
            #expect(try await start(nil) == .draft)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aPersonsPauseAndAnAccountsWaitAreApart(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let accounts = scene.store.accounts
            _ = try await scene.begin()
            try await accounts.pause(scene.account, until: scene.now + .seconds(86_400), reason: "by a person")
            try await accounts.wait([scene.account], for: .seconds(15), failures: 1, reason: "421 busy")
            try await accounts.recover(scene.account)
            #expect(try await record(scene).pausedUntil == scene.now + .seconds(86_400))
            #expect(try await record(scene).pauseReason == "by a person")
            try await accounts.wait([scene.account], for: .seconds(15), failures: 1, reason: "421 busy")
            try await accounts.resume(scene.account)
            #expect(try await scene.claim() != nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aMailThatCannotBeReadStopsNobody(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            let broken = try await scene.begin()
            let other = EmailAddress("other@mosaic.test")!
            let account = try await store.accounts.register(
                account: other, displayName: nil, dailyLimit: 500, hasInbox: false)
            let sequence = try await store.sequences.register(SequenceTests.sevenSteps(.outreach))
            _ = try await store.conversations.open(
                with: Correspondent(address: EmailAddress("second@creators.example")!), from: account, by: sequence)
            try await store.database.transaction {
                try await $0.execute("UPDATE outbox SET recipient = 'no address' WHERE thread_id = \(broken)")
            }
            var unreadable: [UnreadableMail] = []
            let claims = try await store.outbox.claimDue(
                of: [scene.account, account], limit: 10, lease: .seconds(60), policy: StoreScene.policy
            ) { unreadable.append($0) }
            #expect(claims.map(\.account) == [account])
            #expect(unreadable.map(\.conversation) == [broken])
            #expect(try await scene.mails(of: broken) == [.rejected])
            let handoffs = try await store.handoffs.list(onlyOpen: true, limit: 10)
            #expect(handoffs.map(\.reason) == [HandoffReason.sendFailed.rawValue])
            #expect(handoffs.map(\.conversation) == [broken])
        }
    }

    @Test(arguments: SQLFixture.both)
    func aPersonIsToldOnceAndTheTellingEndsWithItsReason(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let handoffs = scene.store.handoffs
            let conversation = try await scene.begin()
            for _ in 0..<2 { try await handoffs.tell(conversation, .sendWaits) }
            #expect(try await handoffs.list(onlyOpen: true, limit: 10).map(\.reason) == ["send_waits"])
            #expect(try await scene.mails(of: conversation) == [.planned])
            try await handoffs.endTelling(conversation)
            #expect(try await handoffs.list(onlyOpen: true, limit: 10).isEmpty)
            // What a person has to do stays.
            try await handoffs.tell(conversation, .sendWaits)
            try await scene.admit(scene.reply(2), text: "How much?")
            try await scene.decide(.handOff(.clarification))
            try await handoffs.endTelling(conversation)
            #expect(try await handoffs.list(onlyOpen: true, limit: 10).map(\.reason) == ["clarification"])
        }
    }

    /// Takes in a report that names `id`, and decides it.
    private func report(
        _ scene: StoreScene, _ uid: UInt32, naming id: MessageID, kind: MachineMail.Kind
    ) async throws {
        try await scene.admit(scene.reply(uid, from: EmailAddress("mailer-daemon@provider.test")!, naming: id))
        let work = try #require(
            try await scene.store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(60)).first)
        let decision = kind == .abuseReport ? Decision.optOut : .suppressBounced
        let replies = work.messages.map {
            DecidedReply(key: $0.key, machine: MachineMail(kind: kind, evidence: "report"), decision: decision)
        }
        _ = try await scene.store.conversations.commit(
            [DecidedConversation(work.conversation, decision, on: replies, mayAct: true)])
    }

    private func bounce(of id: MessageID) -> MachineMail.Kind {
        .bounce(Bounce(isPermanent: true, recipient: StoreScene.creator, originalMessageID: id, status: "5.1.1"))
    }

    private func bounces(_ scene: StoreScene, seenBy mail: MailID) async throws -> Int {
        try #require(try await scene.store.outbox.gateFacts(of: [mail])[mail]).history.accountBounces
    }

    @Test(arguments: SQLFixture.both, [false, true])
    func onlyWhatWeSentCountsWhenItComesBack(_ fixture: SQLFixture, isComplaint: Bool) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            let first = try await scene.ready()
            #expect(try await scene.permit(first) == nil)
            try await scene.settle(first, .accepted(reply: "250"))
            // Outreach that some other tool sent from the same mailbox.
            try await report(scene, 2, naming: StoreScene.outreach, kind: bounce(of: StoreScene.outreach))
            #expect(try await bounces(scene, seenBy: first.id) == 0)
            let kind = isComplaint ? MachineMail.Kind.abuseReport : bounce(of: StoreScene.mail(1))
            try await report(scene, 3, naming: StoreScene.mail(1), kind: kind)
            #expect(try await bounces(scene, seenBy: first.id) == 1)
            #expect(try await scene.mails(of: conversation).first == .sent)
            try await scene.store.accounts.resume(scene.account)
            #expect(try await bounces(scene, seenBy: first.id) == 0, "a person let it send again")
        }
    }

    @Test(arguments: SQLFixture.both)
    func aRefusedAddressCountsAndAnotherRefusalDoesNot(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            try await scene.settle(claim, .refused(reason: "550 5.1.1 no such user", suppressing: true))
            #expect(try await bounces(scene, seenBy: claim.id) == 1)
        }
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let claim = try await scene.ready()
            try await scene.settle(claim, .refused(reason: "552 5.2.2 full", suppressing: false))
            #expect(try await bounces(scene, seenBy: claim.id) == 0)
        }
    }

    @Test(arguments: SQLFixture.both)
    func whoWasBarredByMistakeMayGetMailAgain(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            let conversation = try await scene.begin()
            let claim = try await scene.ready()
            #expect(
                try await store.contacts.unbar(StoreScene.creator, reason: "why", evenAfterOptOut: false)
                    == .refused("no mail to it is barred"))
            try await scene.settle(claim, .refused(reason: "550 5.1.1 no such user", suppressing: true))
            #expect(try await store.conversations.record(conversation)?.state == .stopped)
            #expect(
                try await store.contacts.unbar(
                    StoreScene.creator, reason: "the provider's fault", evenAfterOptOut: false)
                    == .done)
            let record = try #require(try await store.conversations.record(conversation))
            #expect(record.suppressedAt == nil)
            #expect(record.state == .withPerson)
            let events = try await store.audit.events(of: conversation, limit: 100)
            #expect(events.contains { $0.name == "contact.unbarred" && $0.detail.contains("the provider's fault") })
            #expect(try await store.conversations.resume(conversation) == .done)
        }
    }

    @Test(arguments: SQLFixture.both)
    func anOptOutIsLiftedOnlyWhenAPersonSaysItWasNone(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.admit(scene.reply())
            try await scene.decide(.optOut)
            let contacts = scene.store.contacts
            #expect(
                try await contacts.unbar(StoreScene.creator, reason: "why", evenAfterOptOut: false)
                    == .refused("it asked for no more mail"))
            #expect(try await contacts.unbar(StoreScene.creator, reason: "why", evenAfterOptOut: true) == .done)
        }
    }

    /// A person who writes is back, whatever the notice of the day before said.
    @Test(arguments: SQLFixture.both)
    func aPersonsOwnMessageEndsTheHoldOfANotice(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let back = scene.now + .seconds(20 * 86_400)
            try await scene.admit(scene.reply())
            let work = try #require(
                try await scene.store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(60)).first)
            let notice = DecidedReply(
                key: work.messages[0].key, machine: MachineMail(kind: .autoReply(until: back), evidence: "notice"),
                decision: .hold(until: back))
            _ = try await scene.store.conversations.commit(
                [DecidedConversation(work.conversation, .hold(until: back), on: [notice], mayAct: true)])
            try await scene.admit(scene.reply(2), text: "Yes, I am very interested")
            guard case .committed(let due?) = try await scene.decide(.startSequence) else {
                Issue.record("nothing was planned")
                return
            }
            #expect(due < scene.now + .seconds(3_600))
        }
    }

    /// After a backup was restored: the copy is in Sent, and the database knows nothing of the mail.
    @Test(arguments: SQLFixture.both)
    func aMailWhoseCopyWasSeenBeforeItWasKnownIsNotSentAgain(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.store.messages.admitSent([scene.sent(2, id: StoreScene.mail(1))], under: scene.lease)
            let conversation = try await scene.begin()
            let claim = try #require(try await scene.claim())
            #expect(try await !scene.store.outbox.keep(scene.mail(claim), for: claim))
            #expect(try await scene.mails(of: conversation) == [.sent, .planned])
            #expect(try await scene.permit(claim) == "the mail is sent")
        }
    }

    @Test(arguments: SQLFixture.both)
    func aDoubtOfAnAccountThatNobodyHasReachesAPerson(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let outbox = scene.store.outbox
            let again = try await scene.ready(lease: .seconds(60))
            #expect(try await scene.permit(again) == nil)
            try await scene.settle(again, .unknown(detail: "no answer"))
            #expect(try await outbox.doubtfulAndUnwatched(for: .zero).isEmpty)
            try await scene.store.leases.release(scene.rights.leases)
            let doubts = try await outbox.doubtfulAndUnwatched(for: .zero)
            #expect(doubts.map(\.id) == [again.id])
            #expect(try await outbox.giveUp(doubts[0], after: .zero))
        }
    }
}
