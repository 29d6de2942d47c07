import Correspondence
import PostOffice
import Settings
import Storage
import Testing
import Timing

/// What waits for a person carries a label in Gmail, whose pages show no keywords.
@Suite(.fewAtATime) struct GmailLabels {
    private static let label = Folder.named("Mosaic/Waiting")

    private func labelled(_ world: LoopbackScene) -> Int {
        // Before the first handoff there is no such label.
        (try? world.office.messages(in: Self.label, of: world.team).count) ?? 0
    }

    @Test func itIsThereUntilAPersonHasAnswered() async throws {
        let world = try await LoopbackScene.open(style: .gmail)
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            let question = world.outreach.reply("How much do you pay per video?")
            try world.deliver(question)
            _ = try await mosaic.story(world, ends: .withPerson)
            _ = try await eventually("labelled") { labelled(world) == 1 ? true : nil }
            var answer = world.letter(to: world.creatorAddress, "Re: Collaboration", "100 for each.")
            answer.inReplyTo = question.id
            try world.fileSent(answer)
            _ = try await eventually("without its label") { labelled(world) == 0 ? true : nil }
            // All Mail repeats the inbox; what the label repeats is not read once more.
            let inbound = try await mosaic.story(world, "read once") { _ in true }.messages.filter(\.isInbound)
            #expect(inbound.count == 2, "\(inbound.map(\.decision))")
        }
    }

    @Test func elsewhereThereIsNone() async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            let uid = try world.deliver(world.outreach.reply("How much do you pay per video?"))
            _ = try await mosaic.story(world, ends: .withPerson)
            _ = try await eventually("marked") {
                try world.office.flags(of: uid, in: .inbox, of: world.team) == ["$MosaicHuman"] ? true : nil
            }
            #expect(labelled(world) == 0)
        }
    }
}
