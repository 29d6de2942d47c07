import Correspondence
import PostOffice
import Settings
import Storage
import Testing
import Timing

/// A person answers from a program that files no copy, and marks what it answers.
@Suite(.fewAtATime) struct AnsweredByHand {
    /// A rule filed the reply, or it was moved after it was read; the flag is set where it lies now.
    @Test(arguments: [true, false])
    func whoeverAnswersByHandWhatIsFiledElsewhereTakesOver(isFiledByRule: Bool) async throws {
        let world = try await LoopbackScene.open()
        try world.createMailbox("Creators")
        try await world.watching(change: { ($0.secondMailDelay, $0.pollingInterval) = (.seconds(300), .seconds(1)) }) {
            mosaic in
            var uid = try world.reply(Scene.interested, into: isFiledByRule ? .named("Creators") : .inbox)
            _ = try await mosaic.story(world, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            if !isFiledByRule { uid = try world.move(uid, to: .named("Creators")) }
            try world.setFlag(.answered, on: uid, in: .named("Creators"))
            let story = try await mosaic.story(world, ends: .withPerson)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            #expect(world.accepted == 1)
        }
    }

    /// Somebody else's mail there was answered by hand: that stops nothing.
    @Test func whatIsAnsweredBesideAFiledReplyIsNobodysAnswerToIt() async throws {
        let world = try await LoopbackScene.open()
        try world.createMailbox("Creators")
        let other = Letter(
            from: "friend@elsewhere.example", to: [world.team], subject: "Lunch",
            id: Letter.freshID(at: "elsewhere.example"), text: "Shall we?")
        try world.setFlag(.answered, on: try world.deliver(other, into: .named("Creators")), in: .named("Creators"))
        try await world.watching(change: { ($0.secondMailDelay, $0.pollingInterval) = (.seconds(6), .seconds(1)) }) {
            mosaic in
            try world.reply(Scene.interested, into: .named("Creators"))
            let story = try await mosaic.story(world, "mail 2 sent", within: .seconds(60)) { $0.sent.count == 2 }
            #expect(story.conversation.state == .inSequence)
        }
    }

    /// They had answered a question by hand, and gave the conversation back: the mark on that question stops nothing later.
    @Test func whatWasAnsweredBeforeAConversationWasGivenBackIsNoNewAnswer() async throws {
        let world = try await LoopbackScene.open()
        try await world.watching(change: { ($0.secondMailDelay, $0.pollingInterval) = (.seconds(300), .seconds(1)) }) {
            mosaic in
            let question = try world.deliver(world.outreach.reply("How much do you pay per video?"))
            let asked = try await mosaic.story(world, ends: .withPerson)
            try world.setFlag(.answered, on: question)
            #expect(try await mosaic.store.conversations.resume(asked.conversation.id) == .done)
            // The server's dates are whole seconds.
            try await Task.sleep(for: .seconds(1))
            let yes = try world.reply(Scene.interested)
            let story = try await mosaic.story(world, "mail 1 sent", within: .seconds(60)) { $0.sent.count == 1 }
            #expect(story.conversation.state == .inSequence)
            // The next one that they answer does.
            try world.setFlag(.answered, on: yes)
            _ = try await mosaic.story(world, ends: .withPerson)
            #expect(world.accepted == 1)
        }
    }
}
