import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// Which mail in Sent counts as outreach, and what follows when that changes.
@Suite struct OutreachTests {
    private static let policy = OutreachPolicy(.similar, ownAddresses: [StoreScene.team])
    private static let pitch = "would you like to try our product in one of your videos?"

    private static func id(_ name: String) -> MessageID { MessageID("\(name)@mosaic.test")! }
    private static func person(_ name: String) -> EmailAddress { EmailAddress("\(name)@people.example")! }

    @discardableResult
    private func send(
        _ scene: StoreScene, _ uid: UInt32, to name: String, _ text: String = pitch, follows: MessageID? = nil,
        policy: OutreachPolicy = policy
    ) async throws -> SentIntake {
        let message = scene.sent(uid, id: Self.id(name), inReplyTo: follows, to: Self.person(name))
        let mail = SentMail(message, text: SentText(sketch: TextSketch(of: "Hi \(name),\n\(text)"), language: "es"))
        return try #require(try await scene.store.messages.admitSent([mail], policy: policy, under: scene.lease))
    }

    private func isLinked(_ scene: StoreScene, _ name: String) async throws -> Bool {
        let reply = scene.reply(90, from: Self.person(name), naming: Self.id(name))
        return try await scene.store.messages.link(for: reply) != nil
    }

    @Test(arguments: SQLFixture.both)
    func whatOnePersonGotIsNoOutreach(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let texts = [
                "mum": "shall we come over for lunch on Sunday, around one?",
                "weber": "the VAT return for the third quarter is attached, is there more?",
                "landlord": "the heating makes noise again, could somebody have a look?",
            ]
            for (index, (name, text)) in texts.enumerated() {
                try await send(scene, UInt32(10 + index), to: name, text)
                #expect(try await !isLinked(scene, name))
                let reply = scene.reply(UInt32(20 + index), from: Self.person(name), naming: Self.id(name))
                #expect(try await scene.admit(reply) == .ignored(.notOutreach))
            }
        }
    }

    @Test(arguments: SQLFixture.both)
    func theSecondMailMakesTheFirstOutreachAndItsReplyIsLookedAtAgain(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await send(scene, 10, to: "ann")
            let early = scene.reply(1, from: Self.person("ann"), naming: Self.id("ann"))
            #expect(try await scene.admit(early) == .ignored(.notOutreach))
            let intake = try await send(scene, 11, to: "bob")
            #expect(intake.claimsEarlierMail)
            #expect(
                try await scene.store.mailboxes.agenda(of: scene.account, .inbox).due.map(\.kind)
                    == [.admitAgain])
            #expect(try await isLinked(scene, "ann"))
            #expect(try await isLinked(scene, "bob"))
            // A reply to what counts needs no second look.
            let third = try await send(scene, 12, to: "cid")
            #expect(!third.claimsEarlierMail)
            let group = try #require(
                try await scene.store.messages.outreachGroups(alsoSingle: false, limit: 10).first)
            #expect(group.counts && group.mails == 3 && group.people == 3)
            #expect(Set(group.samples) == Set(["ann", "bob", "cid"].map(Self.person)))
        }
    }

    /// Archives are read again for that: once for a text, and not for each mail that says it.
    @Test(arguments: SQLFixture.both)
    func otherMailboxesAreLookedIntoAgainOnceWhenATextBeginsToCount(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let mailboxes = scene.store.mailboxes
            let archive = OtherMailbox(name: "Archive", uidValidity: 7, nextUID: 20)
            #expect(try await mailboxes.note([archive], of: scene.account, under: scene.lease))
            func requests() async throws -> Int? {
                try await mailboxes.others(of: scene.account)["Archive"]?.looksAgain
            }
            try await send(scene, 10, to: "ann")
            #expect(try await requests() == 0)
            try await send(scene, 11, to: "bob")
            #expect(try await requests() == 1)
            for (index, name) in ["cid", "dan", "eve"].enumerated() {
                try await send(scene, UInt32(12 + index), to: name)
            }
            #expect(try await requests() == 1)
        }
    }

    @Test(arguments: SQLFixture.both)
    func theSameTextTwiceToOnePersonIsNoOutreach(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await send(scene, 10, to: "ann")
            let again = scene.sent(11, id: Self.id("again"), to: Self.person("ann"))
            let mail = SentMail(again, text: SentText(sketch: TextSketch(of: Self.pitch)))
            _ = try await scene.store.messages.admitSent([mail], policy: Self.policy, under: scene.lease)
            #expect(try await !isLinked(scene, "ann"))
            #expect(try await scene.store.messages.outreachGroups(alsoSingle: false, limit: 10).isEmpty)
            #expect(try await scene.store.messages.outreachGroups(alsoSingle: true, limit: 10).map(\.mails) == [2])
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatFollowsOutreachByHandCountsAndWhatAnswersSomebodyDoesNot(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await send(scene, 10, to: "ann")
            let reminder = scene.sent(11, id: Self.id("reminder"), inReplyTo: Self.id("ann"), to: Self.person("ann"))
            _ = try await scene.store.messages.admitSent(
                [SentMail(reminder)], policy: Self.policy, under: scene.lease)
            let toReminder = scene.reply(1, from: Self.person("ann"), naming: Self.id("reminder"))
            #expect(try await scene.store.messages.link(for: toReminder) == nil)
            try await send(scene, 12, to: "bob")
            #expect(try await scene.store.messages.link(for: toReminder) != nil)
            try await send(scene, 13, to: "cid", follows: MessageID("question@people.example"))
            #expect(try await !isLinked(scene, "cid"))
        }
    }

    @Test(arguments: SQLFixture.both)
    func aPersonSaysYesOrNo(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await send(scene, 10, to: "ann")
            #expect(
                try await scene.admit(scene.reply(1, from: Self.person("ann"), naming: Self.id("ann")))
                    == .ignored(.notOutreach))
            let group = try #require(
                try await scene.store.messages.outreachGroups(alsoSingle: true, limit: 10).first)
            #expect(try await scene.store.messages.judge(group: group.id, .accepted))
            #expect(try await isLinked(scene, "ann"))
            #expect(
                try await scene.store.mailboxes.agenda(of: scene.account, .inbox).due.map(\.kind)
                    == [.admitAgain])
            #expect(try await scene.store.messages.judge(group: group.id, .refused))
            #expect(try await !isLinked(scene, "ann"))
            try await send(scene, 11, to: "bob")
            #expect(try await !isLinked(scene, "bob"))
            #expect(try await !scene.store.messages.judge(group: 999, .accepted))
        }
    }

    @Test(arguments: SQLFixture.both)
    func whatIsPlannedInAnswerToRefusedMailDoesNotLeave(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await send(scene, 10, to: "ann")
            try await send(scene, 11, to: "bob")
            guard
                case .pending(let conversation) = try await scene.admit(
                    scene.reply(1, from: Self.person("ann"), naming: Self.id("ann")))
            else {
                Issue.record("the reply was not taken in")
                return
            }
            try await scene.decide(.startSequence)
            #expect(try await scene.store.conversations.record(conversation)?.state == .inSequence)
            let group = try #require(
                try await scene.store.messages.outreachGroups(alsoSingle: false, limit: 10).first)
            #expect(try await scene.store.messages.judge(group: group.id, .refused))
            #expect(try await scene.store.conversations.record(conversation)?.state == .withPerson)
            #expect(try await scene.mails(of: conversation) == [.cancelled])
            // What belongs to the conversation goes on being read: it must reach a person.
            #expect(try await isLinked(scene, "ann"))
        }
    }

    @Test(arguments: SQLFixture.both)
    func theConversationKnowsTheLanguageAndTheWriter(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await send(scene, 10, to: "ann", policy: .everything)
            _ = try await scene.admit(scene.reply(1, from: Self.person("ann"), naming: Self.id("ann")))
            try await scene.decide(.startSequence)
            let claim = try #require(try await scene.claim())
            #expect(claim.text.hasPrefix("¿Podrías compartirme"))
            #expect(claim.writer == Correspondent(address: StoreScene.team))
        }
    }

    @Test(arguments: SQLFixture.both)
    func anotherRuleJudgesAnewAndAConversationThatBeganStays(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            try await scene.store.messages.prepareJudging(of: scene.account, by: .all)
            _ = try await scene.store.messages.admitSent([scene.sent(1, id: StoreScene.outreach)], under: scene.lease)
            try await send(scene, 10, to: "ann", policy: .everything)
            #expect(try await isLinked(scene, "ann"))
            let conversation = try await scene.begin()
            try await scene.store.messages.prepareJudging(of: scene.account, by: .similar)
            #expect(try await !isLinked(scene, "ann"))
            #expect(try await scene.store.messages.link(for: scene.reply(3))?.conversation == conversation)
            let unjudged = try await scene.store.messages.unjudgedSent(of: scene.account, uidValidity: 1, limit: 10)
            #expect(unjudged == [1, 10])
            try await scene.store.messages.prepareJudging(of: scene.account, by: .similar)
            try await send(scene, 10, to: "ann")
            #expect(
                try await scene.store.messages.unjudgedSent(of: scene.account, uidValidity: 1, limit: 10) == [1])
            try await send(scene, 11, to: "bob")
            #expect(try await isLinked(scene, "ann"))
            let tally = try #require(try await scene.store.messages.outreachTallies().first)
            #expect(tally.reasons == [.similar: 2])
            #expect(tally.unjudged == 1)
        }
    }
}
