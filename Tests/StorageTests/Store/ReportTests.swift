import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// What a provider's reports do to mails, contacts and conversations.
@Suite struct ReportTests {
    private static let theirs = MessageID("0100-1@ses.example")!

    private func report(
        _ kind: ProviderReport.Kind, of claim: MailClaim, to recipients: [EmailAddress]? = nil
    ) -> ProviderReport {
        ProviderReport(
            kind: kind, ids: [StoreScene.mail(claim.step)], alias: Self.theirs,
            recipients: recipients ?? [claim.recipient], detail: "SES: told")
    }

    private func sent(_ scene: StoreScene, _ outcome: MailOutcome = .accepted(reply: "200")) async throws -> MailClaim {
        _ = try await scene.begin()
        let claim = try await scene.ready()
        #expect(try await scene.permit(claim) == nil)
        try await scene.settle(claim, outcome)
        return claim
    }

    private func isSuppressed(_ claim: MailClaim, _ scene: StoreScene) async throws -> String? {
        try await scene.store.database.read { session in
            try await session.first(
                "SELECT suppressed_reason FROM contacts WHERE address = \(claim.recipient.key)")?
                .optionalString("suppressed_reason")
        }
    }

    @Test(arguments: SQLFixture.both, ProviderReport.Kind.allCases)
    func whateverIsReportedOfAMailInDoubtProvesThatItLeftUnlessItDidNot(
        _ fixture: SQLFixture, _ kind: ProviderReport.Kind
    ) async throws {
        try await fixture.withScene { scene in
            let claim = try await sent(scene, .unknown(detail: "connection lost"))
            #expect(try await scene.store.outbox.note(report(kind, of: claim)) == claim.conversation)
            #expect(try await scene.state(of: claim) == (kind == .rejected ? .inDoubt : .sent))
            // It may come twice.
            #expect(try await scene.store.outbox.note(report(kind, of: claim)) == nil)
            let link = try await scene.store.messages.link(for: scene.reply(2, naming: Self.theirs))
            #expect(link?.conversation == claim.conversation)
        }
    }

    @Test(arguments: SQLFixture.both, [(ProviderReport.Kind.bounced, "hard_bounce"), (.complained, "opt_out")])
    func harmBarsTheContactAndEndsItsConversation(
        _ fixture: SQLFixture, _ told: (ProviderReport.Kind, String)
    ) async throws {
        try await fixture.withScene { scene in
            let claim = try await sent(scene)
            #expect(try await scene.mails(of: claim.conversation) == [.sent, .planned])
            _ = try await scene.store.outbox.note(report(told.0, of: claim))
            #expect(try await isSuppressed(claim, scene) == told.1)
            #expect(try await scene.mails(of: claim.conversation) == [.sent, .cancelled])
            #expect(try await scene.store.conversations.record(claim.conversation)?.state == .stopped)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aBounceOfSomebodyElseBarsNobody(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await sent(scene)
            let other = try #require(EmailAddress("forwarded@elsewhere.example"))
            #expect(try await scene.store.outbox.note(report(.bounced, of: claim, to: [other])) == nil)
            #expect(try await isSuppressed(claim, scene) == nil)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aReportOnAMailOfOthersChangesNothing(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await sent(scene)
            let foreign = ProviderReport(kind: .bounced, ids: [Self.theirs], alias: Self.theirs, detail: "SES: told")
            #expect(try await scene.store.outbox.note(foreign) == nil)
        }
    }

    /// A mail that was given up goes on being somebody's; evidence that comes later still counts.
    @Test(arguments: SQLFixture.both)
    func whatAProviderFindsIsSentUnderItsId(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let claim = try await sent(scene, .unknown(detail: "connection lost"))
            let doubt = try #require(try await scene.store.outbox.doubtful(of: [scene.account]).first)
            #expect(doubt.recipient == claim.recipient && doubt.messageID == StoreScene.mail(1))
            try await scene.store.outbox.noteFound(doubt, as: Self.theirs, proof: "Gmail has it in Sent")
            #expect(try await scene.state(of: claim) == .sent)
            #expect(try await scene.mails(of: claim.conversation) == [.sent, .planned])
            // Its copy is there already.
            #expect(try await scene.store.mailboxes.agenda(of: scene.account, .sent).due.isEmpty)
            let link = try await scene.store.messages.link(for: scene.reply(2, naming: Self.theirs))
            #expect(link?.conversation == claim.conversation)
        }
    }

    @Test(arguments: SQLFixture.both)
    func theSmallerOfTwoDailyLimitsHolds(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let accounts = scene.store.accounts
            try await accounts.note(providerLimit: 0, of: scene.account)
            if let claim = try await scene.claim() {
                #expect(claim.obstacle?.gate == .dailyLimit)
                try await scene.settle(claim, .returned(after: .zero, reason: "test", as: .released))
            }
            try await accounts.note(providerLimit: 10_000, of: scene.account)
            let claim = try #require(try await scene.claim())
            #expect(claim.obstacle == nil)
            try await scene.settle(claim, .returned(after: .zero, reason: "test", as: .released))
            // Another way out has limits of its own.
            try await accounts.note(providerLimit: 0, of: scene.account)
            let address = try #require(try await accounts.all().first { $0.id == scene.account }?.address)
            _ = try await accounts.register(account: address, displayName: nil, dailyLimit: 500, outlet: .ses)
            let next = try #require(try await scene.claim())
            #expect(next.obstacle == nil)
            try await scene.settle(next, .returned(after: .zero, reason: "test", as: .released))
            // So has another server, of which nothing may be known.
            try await accounts.note(providerLimit: 0, of: scene.account)
            _ = try await accounts.register(
                account: address, displayName: nil, dailyLimit: 500, outlet: .ses, hasProviderLimit: false)
            #expect(try await scene.claim()?.obstacle == nil)
        }
    }
}
