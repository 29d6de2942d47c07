import Correspondence
import Events
import Testing
import Timing

@testable import Database
@testable import Storage

/// What people say of an account, where it is noted, and what follows.
@Suite struct AutonomyStoreTests {
    private static let rules = AutonomyRules(agreements: 3, disagreements: 2)

    private func verdicts(_ scene: StoreScene) async throws -> [AutonomyVerdict] {
        try await scene.store.accounts.verdicts(Self.rules)[scene.account] ?? []
    }

    private func state(_ scene: StoreScene) async throws -> AccountState? {
        try await scene.store.accounts.all().first?.state
    }

    private func say(_ verdicts: [AutonomyVerdict], in scene: StoreScene, from first: Int = 0) async throws {
        for (number, verdict) in verdicts.enumerated() {
            try await scene.store.database.transaction {
                try await $0.judge(scene.account, "message \(first + number)", verdict)
            }
        }
    }

    @Test(arguments: SQLFixture.both)
    func aFewDisagreementsLetAnAccountDoLessAndCountOnce(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await say([.judgedRight, .judgedWrong], in: scene)
            #expect(try await scene.store.accounts.graduate(Self.rules).isEmpty)
            try await say([.draftDropped], in: scene, from: 9)
            let changes = try await scene.store.accounts.graduate(Self.rules)
            #expect(changes.map(\.to) == [.draft] && changes.map(\.from) == [.auto])
            #expect(try await state(scene) == .draft)
            #expect(try await scene.store.accounts.graduate(Self.rules).isEmpty, "it begins anew")
            #expect(try await verdicts(scene).isEmpty)
            let noted = try await scene.store.audit.events().last
            #expect(noted?.event == .accountDemoted && noted?.detail == "auto → draft: 2 disagreements")
        }
    }

    @Test(arguments: SQLFixture.both)
    func agreementsPromoteNobodyUnlessThatIsSet(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.store.accounts.setState(.draft, of: scene.account)
            try await say([.draftSent, .judgedRight, .draftSent], in: scene)
            #expect(try await scene.store.accounts.graduate(Self.rules).isEmpty)
            #expect(try await state(scene) == .draft)
            var silent = Self.rules
            silent.promotesBySelf = true
            #expect(try await scene.store.accounts.graduate(silent).map(\.isPromotion) == [true])
            #expect(try await state(scene) == .auto)
            #expect(try await scene.store.audit.events().last?.event == .accountPromoted)
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatIsSaidOnceMoreReplacesWhatWasSaidAndFewAreKept(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await say([.judgedRight, .judgedRight], in: scene)
            try await say([.judgedWrong], in: scene)
            #expect(try await verdicts(scene) == [.judgedWrong, .judgedRight])
            try await say(Array(repeating: .judgedRight, count: Accounts.mostVerdicts + 20), in: scene, from: 100)
            let row = try await scene.store.database.row("SELECT COUNT(*) AS count FROM account_judgements")
            #expect(try row?.int("count") == Accounts.mostVerdicts)
            #expect(try await verdicts(scene).count == Self.rules.window)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aDraftSentAsItWasAgreesAndOtherWordsDoNot(_ fixture: SQLFixture) async throws {
        let read = SentText(sketch: nil)
        let cases: [(@Sendable (MailID) -> DraftTrace, SentText?, [AutonomyVerdict])] = [
            ({ .sent($0) }, read, [.draftSent]), ({ .changed($0) }, read, []),
            ({ .replaced($0) }, read, [.draftReplaced]),
            // What nobody could read says nothing.
            ({ .replaced($0) }, nil, []),
        ]
        for (trace, text, expected) in cases {
            try await fixture.withScene { scene in
                _ = try await scene.begin()
                let claim = try await scene.ready()
                try await scene.settle(claim, .drafted)
                let copy = scene.sent(
                    2, id: MessageID("own@program.example")!, inReplyTo: MessageID("reply-1@creators.example"))
                let mail = SentMail(copy, text: text, draft: trace(claim.id))
                for _ in 0..<2 {
                    _ = try await scene.store.messages.admitSent([mail], policy: .everything, under: scene.lease)
                }
                #expect(try await verdicts(scene) == expected)
            }
        }
    }

    @Test(arguments: SQLFixture.both)
    func aConversationThatIsEndedDropsItsDraft(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let conversation = try await scene.begin()
            try await scene.settle(try await scene.ready(), .drafted)
            #expect(try await scene.store.conversations.decline(conversation) == .done)
            #expect(try await verdicts(scene) == [.draftDropped])
        }
    }
}
