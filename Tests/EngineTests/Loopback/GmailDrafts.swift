import Correspondence
import PostOffice
import Settings
import Storage
import Testing
import Timing

/// Drafts that lie at Gmail, and a person who sends them from there.
@Suite(.fewAtATime) struct GmailDrafts {
    /// As it lies in Sent once Gmail has sent it: under another id, with or without our own field.
    private func sent(_ draft: GmailDesk.Draft, keepingOurField keeps: Bool) throws -> [UInt8] {
        let id = try #require(ReceivedMail(draft.bytes)["Message-ID"])
        var lines = String(decoding: draft.bytes, as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false
        ).map(String.init)
        if !keeps { lines.removeAll { $0.hasPrefix("X-Mosaic-ID:") } }
        let place = try #require(lines.firstIndex { $0.hasPrefix("Message-ID:") })
        lines[place] = lines[place].replacing(id, with: "<draft-7@mail.example>")
        return Array(lines.joined(separator: "\r\n").utf8)
    }

    @Test(arguments: [true, false]) func onceAPersonHasSentOneItsSequenceGoesOn(keepsOurField: Bool) async throws {
        try await story(keepingOurField: keepsOurField, of: GmailDesk.init, told: .draftWaits)
    }

    /// It is not asked for a second time, and a person hears that it may be there or not.
    @Test func oneThatMayBeThereIsLeftAsOne() async throws {
        func desk(_ user: @escaping @Sendable (String) -> String?) -> GmailDesk {
            var desk = GmailDesk(userOfToken: user)
            desk.script = [.answerLost]
            return desk
        }
        try await story(keepingOurField: true, of: desk, told: .draftInDoubt)
    }

    private func story(
        keepingOurField keepsOurField: Bool, of desk: (@escaping @Sendable (String) -> String?) -> GmailDesk,
        told reason: HandoffReason
    ) async throws {
        let world = try await LoopbackScene.open(style: .gmail)
        let team = world.team
        let counter = try await HTTPCounter.open(desk { _ in team })
        let address = try #require(EmailAddress(team))
        let gmail = GmailSettings(address: address, tokens: .command(Secret("none")), baseURL: counter.baseURL)
        try await world.watching(change: {
            $0.accounts[0].outlet = .gmail(gmail)
            $0.pollingInterval = .seconds(1)
        }) { mosaic in
            let account = try #require(try await mosaic.store.accounts.all().first)
            try await mosaic.store.accounts.setState(.draft, of: account.id)
            try world.reply(Scene.interested)
            _ = try await mosaic.story(world, ends: .withPerson)
            let draft = try await eventually("a draft at Gmail") { counter.state.drafts.first }
            _ = try await mosaic.story(world, "a person is told") {
                $0.openHandoffs.map(\.reason) == [reason.rawValue]
            }
            try world.office.append(
                sent(draft, keepingOurField: keepsOurField), to: .sent, of: team, flags: [.seen])
            let story = try await mosaic.story(world, "the draft is known to have left") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            #expect(story.conversation.state == .inSequence && story.openHandoffs.isEmpty)
            var reply = world.outreach.reply("Sure, my WhatsApp is +1 213 373 4253.")
            // Nothing but the id that Gmail gave ties it to us.
            (reply.inReplyTo, reply.references, reply.subject) = ("draft-7@mail.example", [], "WhatsApp")
            try world.deliver(reply)
            let end = try await mosaic.story(world, ends: .withPerson)
            #expect(end.openHandoffs.map(\.reason) == [HandoffReason.contactProvided.rawValue])
            #expect(counter.state.sent.isEmpty && counter.state.drafts.count == 1)
        }
        await counter.close()
    }
}
