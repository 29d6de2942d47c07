import Correspondence
import Settings
import Storage
import TestServers
import Testing
import Timing

/// Replies that other programs moved, filed or marked, on a real server.
@Suite(.fewAtATime) struct ElsewhereScenarios {
    /// With mail 1 sent and mail 2 planned in `delay`.
    private func inSequence(
        on backing: Backing, delay: Duration, _ body: (Scene, Mosaic, Letter) async throws -> Void
    ) async throws {
        let scene = try await Scene.open()
        for mailbox in ["Creators", "Junk"] { try? await scene.dovecot.createMailbox(mailbox, of: scene.team) }
        try await Mosaic.watching(scene, on: backing, delay: delay) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            try await body(scene, mosaic, reply)
        }
    }

    @Test(arguments: Backing.allCases, ["Creators", "Junk"])
    func aRefusalThatARuleFiledStopsTheSequence(_ backing: Backing, _ mailbox: String) async throws {
        try await inSequence(on: backing, delay: .seconds(15)) { scene, mosaic, _ in
            let refusal = scene.outreach.reply("No thanks, I am not interested any more. Please do not write again.")
            try await scene.dovecot.append(refusal.bytes, to: mailbox, of: scene.team)
            let story = try await mosaic.story(scene, "stopped") {
                $0.followUps.filter(\.state.isOpen).isEmpty && $0.conversation.state != .inSequence
            }
            #expect(try await scene.received().count == 1)
            #expect(story.messages.filter(\.isInbound).count == 2)
        }
    }

    @Test func aReplyThatIsArchivedWhileNobodyWatchesStopsTheSequence() async throws {
        let scene = try await Scene.open()
        let location = try await Backing.postgres.location()
        let settings = MosaicSettings.quick([scene.team], on: scene, delay: .seconds(15))
        try await Mosaic.session(settings, on: location) { mosaic in
            _ = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
        }
        let number = try await scene.reply("my WhatsApp is +44 7400 123456")
        let uid = try #require(try await scene.stored(number.id).first?.uid)
        try await scene.dovecot.move(uid, to: "Archive", of: scene.team)
        try await Mosaic.session(settings, on: location) { mosaic in
            let story = try await mosaic.story(scene, ends: .withPerson)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.contactProvided.rawValue])
            #expect(try await scene.received().count == 1)
        }
    }

    /// The mail program files its copy of what it sent late, and a rule files the answer at once.
    @Test(arguments: Backing.allCases)
    func aReplyThatARuleFiledBeforeItsOutreachWasInSentIsAnswered(_ backing: Backing) async throws {
        let scene = try await Scene.open(isSent: false)
        try? await scene.dovecot.createMailbox("Creators", of: scene.team)
        try await Mosaic.watching(scene, on: backing, change: { $0.pollingInterval = .seconds(1) }) { mosaic in
            func looked() async throws -> UInt32? {
                let account = try #require(try await mosaic.store.accounts.all().first)
                return try await mosaic.store.mailboxes.others(of: account.id)["Creators"]?.nextUID
            }
            try await scene.dovecot.append(
                scene.outreach.reply(Scene.interested).bytes, to: "Creators", of: scene.team)
            _ = try await eventually("the mailbox was looked into") { try await looked() == 2 ? true : nil }
            try await scene.fileOutreach()
            let story = try await mosaic.story(scene, "answered") { !$0.sent.isEmpty }
            #expect(story.messages.filter(\.isInbound).count == 1)
        }
    }

    /// Nothing is noted of a mailbox before the inbox says what is new: a reply that is filed meanwhile would be old for ever.
    @Test func aReplyThatARuleFiledWithinTheBacklogIsAnswered() async throws {
        let scene = try await Scene.open()
        try? await scene.dovecot.createMailbox("Creators", of: scene.team)
        try await scene.dovecot.append(scene.outreach.reply(Scene.interested).bytes, to: "Creators", of: scene.team)
        try await Mosaic.watching(
            scene, on: .sqlite,
            change: { ($0.pollingInterval, $0.initialBacklog) = (.seconds(1), .seconds(86_400)) }
        ) { mosaic in
            _ = try await mosaic.story(scene, "answered") { !$0.sent.isEmpty }
        }
    }

    @Test func whoeverMarksTheReplyAsAnsweredTakesOver() async throws {
        try await inSequence(on: .sqlite, delay: .seconds(15)) { scene, mosaic, reply in
            let uid = try #require(try await scene.stored(reply.id).first?.uid)
            try await scene.dovecot.addFlags(["\\Answered"], to: uid, of: scene.team)
            _ = try await mosaic.story(scene, ends: .withPerson)
            #expect(try await scene.received().count == 1)
        }
    }

    @Test func anAnswerThatIsFiledInAnotherSentMailboxTakesOver() async throws {
        let scene = try await Scene.open()
        try await scene.dovecot.createMailbox("Sent Items", of: scene.team)
        try await Mosaic.watching(scene, on: .sqlite, delay: .seconds(600)) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 2 planned") {
                $0.sent.count == 1 && $0.conversation.nextFollowUpAt != nil
            }
            try await scene.dovecot.append(
                reply.reply("Let us talk on the phone.", id: Letter.freshID(at: "mosaic.test")).bytes,
                to: "Sent Items", of: scene.team, flags: ["\\Seen"])
            let story = try await mosaic.story(scene, ends: .withPerson)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
        }
    }
}
