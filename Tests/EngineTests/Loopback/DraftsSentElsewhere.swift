import Correspondence
import PostOffice
import Settings
import Storage
import Testing
import Timing

/// Drafts that a person sends from another program, which gives them another id and drops our fields.
@Suite(.fewAtATime) struct DraftsSentElsewhere {
    private func withDraft(_ body: (LoopbackScene, Mosaic, ReceivedMail) async throws -> Void) async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            let account = try #require(try await mosaic.store.accounts.all().first)
            try await mosaic.store.accounts.setState(.draft, of: account.id)
            try world.reply(Scene.interested)
            let draft = try await eventually("a draft") {
                try world.office.messages(in: .drafts, of: world.team).first.map { ReceivedMail($0.bytes) }
            }
            _ = try await mosaic.story(world, ends: .withPerson)
            try await body(world, mosaic, draft)
        }
    }

    /// The mail as it lies in Sent: another id, none of our fields, and these words.
    private func letter(_ draft: ReceivedMail, saying text: String, _ world: LoopbackScene) -> Letter {
        var letter = world.letter(to: world.creatorAddress, draft["Subject"] ?? "", text)
        letter.inReplyTo = draft["In-Reply-To"].map { String($0.dropFirst().dropLast()) }
        return letter
    }

    @Test(arguments: ["Sent", "Sent Items"])
    func theReplyToItIsReadAsAReplyToOurMail(_ mailbox: String) async throws {
        try await withDraft { world, mosaic, draft in
            let letter = letter(draft, saying: "Hi!\n\n\(draft.text)", world)
            if mailbox == "Sent" {
                try world.fileSent(letter)
            } else {
                let uid = try world.deliver(letter, into: .drafts)
                try world.move(uid, from: .drafts, to: .named(mailbox))
            }
            let gone = try await mosaic.story(world, "the draft is known to have left") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            #expect(gone.conversation.state == .inSequence)
            #expect(gone.openHandoffs.isEmpty)
            var reply = letter.reply("Sure, my WhatsApp is +1 213 373 4253.")
            // Nothing but the new id ties it to us.
            (reply.references, reply.subject) = ([], "WhatsApp")
            try world.deliver(reply)
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.contactProvided.rawValue])
            #expect(world.accepted == 0)
        }
    }

    @Test func whoeverWritesSomethingElseInsteadHasTakenOver() async throws {
        try await withDraft { world, mosaic, draft in
            try world.fileSent(letter(draft, saying: "Let us talk on the phone tomorrow, shall we?", world))
            let story = try await mosaic.story(world, "taken over") { $0.openHandoffs.isEmpty }
            #expect(story.conversation.state == .withPerson)
            #expect(story.sent.isEmpty)
            #expect(world.accepted == 0)
        }
    }

    /// No copy was filed anywhere.
    @Test func whatComesBackWithoutAnyProofReachesAPerson() async throws {
        try await withDraft { world, mosaic, _ in
            var reply = world.outreach.reply("Thanks, the contract looks fine to me.")
            (reply.inReplyTo, reply.references, reply.subject) = ("unknown@mail.example", [], "Contract")
            try world.deliver(reply)
            let story = try await mosaic.story(world, "both messages known") {
                $0.messages.filter(\.isInbound).count == 2
            }
            #expect(story.conversation.state == .withPerson)
            #expect(story.messages.compactMap(\.decision).contains { $0.hasPrefix("hand_off") })
        }
    }
}
