import Correspondence
import Outreach
import Storage
import Testing
import Timing

@testable import Campaigning

/// A campaign's mail that a person sends from Drafts, with a program that gives it another id.
@Suite struct DraftLawTests {
    private static let theirs = MessageID("75F2@thunderbird.example")!

    /// A campaign whose first mail lies in Drafts, and what becomes of it.
    private func withDraft(
        _ trace: (MailID) -> DraftTrace, _ body: (CampaignRun, AccountID, ConversationID) async throws -> Void
    ) async throws {
        try await CampaignRun.with(accounts: ["one"]) { run in
            try await run.apply(CampaignRun.draft(rules: CampaignRules(), accounts: ["one"]))
            try await run.add([["ann"]])
            try await run.begin()
            let account = try #require(run.rights.keys.first)
            try await run.store.accounts.setState(.draft, of: account)
            try await run.run(until: CampaignRun.start + .seconds(80_000))
            let draft = try #require(try await run.mails().first { $0.state == .needsHuman })
            let (address, rights) = try #require(run.rights[account])
            let copy = IncomingMessage(
                location: MessageLocation(account: account, role: .sent, uidValidity: 1, uid: 1),
                messageID: Self.theirs, from: Correspondent(address: address),
                to: [Correspondent(address: draft.recipient)], subject: draft.subject, receivedAt: run.clock.now)
            _ = try await run.store.messages.admitSent(
                [SentMail(copy, draft: trace(draft.id))], policy: .everything, under: try #require(rights.watch))
            let conversation = try #require(try await run.store.conversations.ids(with: draft.recipient).first)
            try await body(run, account, conversation)
        }
    }

    private func answer(to account: AccountID) -> IncomingMessage {
        IncomingMessage(
            location: MessageLocation(account: account, role: .inbox, uidValidity: 1, uid: 7),
            messageID: MessageID("answer@creators.example"), inReplyTo: [Self.theirs],
            from: Correspondent(address: CampaignRun.lead("ann")), subject: "A word",
            receivedAt: CampaignRun.start + .seconds(90_000))
    }

    @Test func itsLeadGoesOnAndTheAnswerIsLinked() async throws {
        try await withDraft(DraftTrace.sent) { run, account, conversation in
            #expect(try await run.leads()["ann"] == .active)
            #expect(try await run.mails().map(\.state).contains(.sent))
            #expect(try await run.store.handoffs.list(onlyOpen: true).isEmpty)
            let link = try await run.store.messages.link(for: answer(to: account))
            #expect(link?.linkage == .references)
            #expect(link?.conversation == conversation)
            #expect(try await run.store.conversations.record(conversation)?.state == .awaitingReply)
        }
    }

    @Test func whoeverWritesSomethingElseInItsPlaceTakesTheLeadOver() async throws {
        try await withDraft(DraftTrace.replaced) { run, account, conversation in
            #expect(try await run.leads()["ann"] == .stopped)
            #expect(try await run.store.conversations.record(conversation)?.state == .withPerson)
            let link = try await run.store.messages.link(for: answer(to: account))
            #expect(link?.conversation == conversation)
        }
    }
}
