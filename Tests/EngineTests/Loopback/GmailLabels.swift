import PostOffice
import Settings
import Testing
import Timing

/// Gmail's pages and apps show labels, and no keywords.
@Suite(.fewAtATime) struct GmailLabels {
    @Test func whatWaitsForAPersonHasALabelUntilItIsAnswered() async throws {
        let world = try await LoopbackScene.open(style: .gmail)
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            let question = world.outreach.reply("How much do you pay per video?")
            try world.deliver(question)
            _ = try await eventually("labelled") { Self.labelled(in: world) == 1 ? true : nil }
            var answer = world.letter(to: world.creatorAddress, "Re: Collaboration", "100 for each.")
            answer.inReplyTo = question.id
            try world.fileSent(answer)
            _ = try await eventually("no label any more") { Self.labelled(in: world) == 0 ? true : nil }
            #expect(try world.office.messages(in: .inbox, of: world.team).count == 1)
            #expect(mosaic.log.lines(named: "mailbox.action_failed").isEmpty)
        }
    }

    /// A label that is refused is only not seen: the mail is unread and marked all the same.
    @Test func withoutALabelTheMailIsMarkedAsElsewhere() async throws {
        let world = try await LoopbackScene.open(style: .gmail)
        world.imap.options.refusesLabels = true
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            let uid = try world.deliver(world.outreach.reply("How much do you pay per video?"))
            _ = try await eventually("marked") {
                try world.office.flags(of: uid, in: .inbox, of: world.team) == ["$MosaicHuman"] ? true : nil
            }
            #expect(Self.labelled(in: world) == 0)
            #expect(mosaic.log.lines(named: "mailbox.action_failed").isEmpty)
        }
    }

    private static func labelled(in world: LoopbackScene) -> Int {
        // There is no such mailbox before the first label.
        (try? world.office.messages(in: .named("Mosaic/Waits for you"), of: world.team).count) ?? 0
    }
}
