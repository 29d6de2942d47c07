import Correspondence
import PostOffice
import Settings
import Storage
import Testing
import Timing

/// Sends of which the server's last word never came: evidence decides, and without it a person.
@Suite(.fewAtATime) struct LostAnswers {
    @Test func anAnswerLostAfterTheDotIsFoundInSent() async throws {
        let world = try await LoopbackScene.open { $0.add(.acceptAndDrop, at: .message) }
        try await world.watching { mosaic in
            try world.reply(Scene.interested)
            let story = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
            #expect(story.attempts.map(\.step).contains(.evidence))
            #expect(story.conversation.nextFollowUpAt != nil)
            #expect(world.accepted == 1)
        }
    }

    @Test func withoutEvidenceAPersonDecidesAndNothingIsSentAgain() async throws {
        let world = try await LoopbackScene.open { $0.add(.drop, at: .message) }
        try await world.watching { mosaic in
            try world.reply(Scene.interested)
            let doubtful = try await mosaic.story(world, "in doubt") { $0.followUps.first?.state == .inDoubt }
            // A story is read piece by piece: its conversation may be older than its mails.
            let conversation = try await mosaic.store.conversations.record(doubtful.conversation.id)
            #expect(conversation?.nextFollowUpAt == nil)
            let story = try await mosaic.story(world, "given to a person") { $0.conversation.state == .withPerson }
            #expect(story.followUps.map(\.state) == [.needsHuman])
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.sendInDoubt.rawValue])
            #expect(world.accepted == 0)
            #expect(world.connections == 1)
        }
    }

    @Test func aSilentServerDoesNotKeepUsFromEndingAndTheMailIsNotSentTwice() async throws {
        let world = try await LoopbackScene.open { $0.add(.acceptAndSilence, at: .message) }
        let location = try await Backing.sqlite.location()
        let leaving = try await Mosaic.open(world.settings, on: location)
        let clock = ContinuousClock()
        let ended = try await leaving.watching {
            try world.reply(Scene.interested)
            // Its copy in Sent may prove it before anybody looks.
            _ = try await leaving.story(world, "in doubt") {
                $0.followUps.first.map { [.inDoubt, .sent].contains($0.state) } == true
            }
            return clock.now
        }
        #expect(ended.duration(to: clock.now) < .seconds(5))
        await leaving.close()
        try await Mosaic.session(world.settings, on: location) { mosaic in
            let story = try await mosaic.story(world, "mail 1 sent") { $0.sent.count == 1 }
            #expect(story.attempts.map(\.step).contains(.evidence))
            #expect(world.accepted == 1)
        }
    }
}
