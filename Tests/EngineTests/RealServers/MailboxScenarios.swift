import Correspondence
import Settings
import Storage
import TestServers
import Testing
import Timing

/// Mail that arrives late, twice, forged or renumbered, and people who act in the same mailbox.
@Suite(.fewAtATime) struct MailboxScenarios {
    @Test(arguments: Backing.allCases)
    func outreachThatShowsUpAfterItsReplyStillClaimsIt(_ backing: Backing) async throws {
        let scene = try await Scene.open(isSent: false)
        try await Mosaic.watching(scene, on: backing, delay: .seconds(600)) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            let id = try #require(MessageID(reply.id))
            _ = try await eventually("taken in") { try await mosaic.store.messages.list(named: id).first }
            try await scene.fileOutreach()
            let story = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            #expect(story.conversation.state == .inSequence)
            #expect(try await scene.received(atLeast: 1).map(\.text) == [Scene.texts[0]])
            #expect(try await scene.isRead(reply))
        }
    }

    @Test(arguments: Backing.allCases)
    func replyInTwoMailboxesGetsOneAnswerFromTheOwner(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        let colleague = try await MailHouse.shared().account()
        let settings = MosaicSettings.quick([colleague, scene.team], on: scene, delay: .seconds(600))
        try await Mosaic.session(settings, on: backing.location()) { mosaic in
            let reply = scene.outreach.reply(Scene.interested, copies: [colleague.address])
            async let first: Void = scene.dovecot.deliver(reply.bytes, to: colleague, from: scene.creator.address)
            async let second: Void = scene.deliver(reply)
            _ = try await (first, second)
            let story = try await mosaic.story(scene, "both copies known, mail 1 sent") {
                $0.sent.count == 1 && $0.messages.filter(\.isInbound).count == 2
            }
            #expect(story.conversation.account.text == scene.team.address)
            let mail = try #require(try await scene.received(atLeast: 1).first)
            #expect(mail["From"]?.contains(scene.team.address) == true)
            #expect(try await scene.received().count == 1)
            #expect(try await scene.isRead(reply))
            _ = try await eventually("the copy is marked") {
                try await scene.isRead(reply, of: colleague) ? true : nil
            }
        }
    }

    @Test func forgedMessageIDDoesNotMaskARealReply() async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: .sqlite) { mosaic in
            var forged = scene.outreach.reply("Ten offers for this week.", id: "known-in-advance@creators.example")
            (forged.from, forged.inReplyTo, forged.references, forged.subject) = ("x@shop.example", nil, [], "Offers")
            try await scene.deliver(forged)
            let id = try #require(MessageID(forged.id))
            _ = try await eventually("taken in") { try await mosaic.store.messages.list(named: id).first }
            let real = scene.outreach.reply("Hi, how much do you pay per video?", id: forged.id)
            try await scene.deliver(real)
            let story = try await mosaic.story(scene, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.clarification.rawValue])
            #expect(story.messages.filter(\.isInbound).map(\.from?.text) == [scene.creator.address])
        }
    }

    @Test func sameLetterTwiceIsDecidedOnce() async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: .postgres, delay: .seconds(600)) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            try await scene.deliver(reply)
            let story = try await mosaic.story(scene, "the second copy known") {
                $0.messages.filter(\.isInbound).count == 2
            }
            #expect(story.conversation.state == .inSequence)
            #expect(story.openHandoffs.isEmpty)
            #expect(Set(story.messages.compactMap(\.decision)) == ["start_sequence", "ignore: redelivered"])
        }
    }

    @Test(arguments: Backing.allCases)
    func afterUIDValidityIsRewrittenNothingIsSentTwiceAndNewMailReachesAPerson(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        let other = try await Scene.open(team: scene.team)
        let location = try await backing.location()
        let settings = MosaicSettings.quick([scene.team], on: scene, delay: .seconds(600))
        let reply = try await Mosaic.session(settings, on: location) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            return reply
        }
        let between = try await other.reply(Scene.interested)
        for mailbox in ["INBOX", "Sent"] {
            try await scene.dovecot.rewriteUIDValidity(in: mailbox, of: scene.team, to: 2_000_000_000)
        }
        try await Mosaic.session(settings, on: location) { mosaic in
            let handedOff = try await mosaic.story(other, ends: .withPerson)
            #expect(handedOff.openHandoffs.map(\.reason) == [HandoffReason.beforeBaseline.rawValue])
            #expect(handedOff.followUps.isEmpty)
            #expect(try await other.waitsForPerson(between))
            let story = try await mosaic.story(scene, "the old reply known again") {
                $0.messages.filter(\.isInbound).count == 2
            }
            #expect(story.conversation.state == .inSequence)
            #expect(story.conversation.nextFollowUpAt != nil)
            #expect(try await scene.received().count == 1)
            #expect(try await other.received().isEmpty)
            #expect(try await scene.isRead(reply))
        }
    }

    @Test(arguments: ["moved", "expunged"])
    func aReplyThatIsGoneBeforeItIsFlaggedIsAnsweredAllTheSame(_ fate: String) async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: .sqlite, change: { $0.debounce = .seconds(2) }) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            let conversation = try await mosaic.conversation(scene)
            #expect(try await mosaic.store.conversations.record(conversation)?.decideAfter != nil)
            let uid = try #require(try await scene.stored(reply.id).first?.uid)
            if fate == "moved" {
                try await scene.dovecot.move(uid, to: "Archive", of: scene.team)
            } else {
                try await scene.dovecot.expunge(uid, of: scene.team)
            }
            let story = try await mosaic.story(scene, ends: .sequenceFinished)
            #expect(story.mailboxActions.first { $0.kind == .markHandled }?.state == .gone)
            #expect(try await scene.received(atLeast: 3).count == 3)
        }
    }

    @Test(arguments: Backing.allCases)
    func aPersonWhoAnswersTakesOver(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: backing, delay: .seconds(600)) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            var question = reply.reply("How much do you pay per video?")
            (question.from, question.to) = (scene.creator.address, [scene.team.address])
            try await scene.deliver(question)
            let handedOff = try await mosaic.story(scene, ends: .withPerson)
            #expect(handedOff.openHandoffs.count == 1)
            try await scene.dovecot.append(
                question.reply("Let us talk about that on the phone.", id: Letter.freshID(at: "mosaic.test")).bytes,
                to: "Sent", of: scene.team, flags: ["\\Seen"])
            let story = try await mosaic.story(scene, "handoff closed") { $0.openHandoffs.isEmpty }
            #expect(story.handoffs.map(\.closedBy) == ["answer in Sent"])
            #expect(story.conversation.state == .withPerson)
        }
    }

    @Test func aPersonsAnswerStopsWhatIsPlanned() async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: .sqlite, delay: .seconds(600)) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            try await scene.dovecot.append(
                reply.reply("Great to hear, call you in an hour!", id: Letter.freshID(at: "mosaic.test")).bytes,
                to: "Sent", of: scene.team, flags: ["\\Seen"])
            let story = try await mosaic.story(scene, ends: .withPerson)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            #expect(story.conversation.nextFollowUpAt == nil)
            #expect(try await scene.received().count == 1)
        }
    }
}
