import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// How the mailboxes beside inbox and Sent are remembered, and when they are looked into again.
@Suite struct OtherMailboxTests {
    /// A rule filed the reply before the mail that it answers was in Sent.
    @Test(arguments: SQLFixture.both, [false, true])
    func aMailboxIsLookedIntoAgainWhenWhatItsMailAnswersComesToSent(
        _ fixture: SQLFixture, _ isKnownMeanwhile: Bool
    ) async throws {
        try await fixture.withScene { scene in
            let (store, late) = (scene.store, MessageID("late@mosaic.test")!)
            func admitLate() async throws -> SentIntake? {
                try await store.messages.admitSent([scene.sent(9, id: late)], under: scene.lease)
            }
            if isKnownMeanwhile { _ = try await admitLate() }
            for name in ["Creators", "Archive"] {
                var finds = ElsewhereFinds()
                if name == "Creators" { finds.unlinked = [scene.reply(3, naming: late)] }
                let state = OtherMailbox(name: name, uidValidity: 7, nextUID: 4)
                _ = try await store.messages.admit(
                    finds, of: scene.account, upTo: state, debounce: .zero, policy: .everything, under: scene.lease)
            }
            if !isKnownMeanwhile { #expect(try await admitLate()?.claimsEarlierMail == true) }
            let others = try await store.mailboxes.others(of: scene.account)
            #expect(others["Creators"]?.looksAgain == 1)
            #expect(others["Archive"]?.looksAgain == 0)
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatMailInAnotherMailboxNamesIsForgottenAfterThreeDays(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let store = scene.store
            var finds = ElsewhereFinds()
            finds.unlinked = [scene.reply(3, naming: MessageID("late@mosaic.test")!)]
            _ = try await store.messages.admit(
                finds, of: scene.account, upTo: OtherMailbox(name: "Creators", uidValidity: 7, nextUID: 4),
                debounce: .zero, policy: .everything, under: scene.lease)
            func named() async throws -> Int {
                try await store.database.rows("SELECT referenced_id FROM unlinked_elsewhere").count
            }
            let spans = RetentionSpans(traces: nil, texts: nil)
            _ = try await store.mailboxes.tidy(after: 0, limit: 10, spans)
            #expect(try await named() == 1)
            let past = scene.now - .seconds(4 * 86_400)
            try await store.database.transaction {
                try await $0.execute("UPDATE unlinked_elsewhere SET noted_at = \(past)")
            }
            _ = try await store.mailboxes.tidy(after: 0, limit: 10, spans)
            #expect(try await named() == 0)
        }
    }

    @Test(arguments: SQLFixture.both)
    func anotherMailboxIsLookedAtAgainOnceForEachRequest(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let mailboxes = scene.store.mailboxes
            var state = OtherMailbox(name: "Archive", uidValidity: 7, nextUID: 20)
            func known() async throws -> OtherMailbox? { try await mailboxes.others(of: scene.account)["Archive"] }
            func again() async throws {
                try await scene.store.database.transaction {
                    try await $0.execute("UPDATE other_mailboxes SET look_again = look_again + 1")
                }
            }
            // Never looked into: what is tried begins anew until something was stored.
            try await mailboxes.countIntakeTry(scene.account, elsewhere: state, at: 12)
            try await mailboxes.countIntakeTry(scene.account, elsewhere: state, at: 12)
            #expect(try await known()?.tries == IntakeTries(uid: 12, attempts: 2))
            #expect(try await known()?.looksAgain == 1)
            state.looksAgain = 1
            #expect(try await mailboxes.note([state], of: scene.account, under: scene.lease))
            #expect(try await known() == OtherMailbox(name: "Archive", uidValidity: 7, nextUID: 20))
            try await again()
            let request = try #require(try await known())
            // Asked for once more while the look goes on.
            try await again()
            #expect(try await mailboxes.note([request], of: scene.account, under: scene.lease))
            #expect(try await known()?.looksAgain == 1)
        }
    }
}
