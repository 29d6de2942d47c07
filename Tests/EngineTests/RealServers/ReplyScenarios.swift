import Correspondence
import Storage
import TestServers
import Testing
import Timing

/// What each kind of reply to an outreach in Sent leads to, in the creator's mailbox and in ours.
@Suite(.fewAtATime) struct ReplyScenarios {
    @Test(arguments: Backing.allCases)
    func interestedGetsAllThreeMailsInTheThread(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: backing) { mosaic in
            let reply = try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, ends: .sequenceFinished)
            let mails = try await scene.received(atLeast: 3)
            #expect(mails.map(\.text) == Scene.texts)
            #expect(mails.map { $0["Subject"] } == Array(repeating: "Re: \(scene.outreach.subject)", count: 3))
            #expect(mails.allSatisfy { $0["To"]?.contains(scene.creator.address) == true && $0["Cc"] == nil })
            #expect(mails.map { $0["Auto-Submitted"] } == ["auto-replied", "auto-generated", "auto-generated"])
            let ids = mails.compactMap { $0["Message-ID"] }
            #expect(Set(ids).count == 3)
            #expect(ids == story.sent.compactMap { $0.messageID?.bracketed })
            let chain = ["<\(scene.outreach.id)>", "<\(reply.id)>"] + ids
            for (index, mail) in mails.enumerated() {
                #expect(mail["In-Reply-To"] == chain[index + 1])
                #expect(mail.references == Array(chain[...(index + 1)]))
            }
            #expect(try await scene.isRead(reply))
            for id in ids {
                #expect(try await scene.stored(String(id.dropFirst().dropLast()), in: "Sent").count == 1)
            }
            #expect(story.openHandoffs.isEmpty)
        }
    }

    @Test(arguments: Backing.allCases)
    func replyToAMailStopsTheSequence(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: backing, delay: .seconds(600)) { mosaic in
            let first = try await scene.reply(Scene.interested)
            _ = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            let sent = try #require(try await scene.received(atLeast: 1).first?["Message-ID"])
            var second = first.reply("Cool. Let me think about it for a day.")
            (second.from, second.to) = (scene.creator.address, [scene.team.address])
            second.inReplyTo = String(sent.dropFirst().dropLast())
            try await scene.deliver(second)
            let story = try await mosaic.story(scene, ends: .withPerson)
            #expect(story.sent.count == 1)
            #expect(story.followUps.filter(\.state.isOpen).isEmpty)
            #expect(story.conversation.nextFollowUpAt == nil)
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.repliedToAnswer.rawValue])
            #expect(try await scene.waitsForPerson(second))
            #expect(try await scene.isRead(first))
            #expect(try await scene.received().count == 1)
        }
    }

    /// A reply that is not to be answered, and what becomes of it.
    struct Unanswered: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let state: ConversationState
        /// Nil where nobody has to look.
        let handoff: HandoffReason?

        static let all = [
            Unanswered(
                testDescription: "number", text: "Love it! Text me on WhatsApp: +44 7911 123456", state: .withPerson,
                handoff: .contactProvided),
            Unanswered(
                testDescription: "address",
                text: "Great, please ship it to:\n\n221B Baker Street\nLondon NW1 6XE\nUnited Kingdom",
                state: .withPerson, handoff: .contactProvided),
            Unanswered(
                testDescription: "question", text: "Hi, how much do you pay per video?", state: .withPerson,
                handoff: .clarification),
            Unanswered(
                testDescription: "nothing but a quote", text: "> would you like to try our product in a video?",
                state: .withPerson, handoff: .emptyReply),
            Unanswered(
                testDescription: "refusal", text: "Thanks for reaching out, but I'm not interested.",
                state: .completed, handoff: nil),
            Unanswered(
                testDescription: "opt-out", text: "Please remove me from your list and stop emailing me.",
                state: .stopped, handoff: nil),
        ]
    }

    @Test(arguments: Unanswered.all, Backing.allCases)
    func noMailIsPlannedFor(_ reply: Unanswered, _ backing: Backing) async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: backing) { mosaic in
            let letter = try await scene.reply(reply.text)
            let story = try await mosaic.story(scene, ends: reply.state)
            #expect(story.followUps.isEmpty)
            #expect(story.openHandoffs.map(\.reason) == [reply.handoff?.rawValue].compactMap(\.self))
            if reply.handoff == nil {
                #expect(try await scene.isRead(letter))
            } else {
                #expect(try await scene.waitsForPerson(letter))
            }
            #expect(try await scene.received().isEmpty)
        }
    }

    /// The reply quotes our mail without any mark that somebody could know: Sent says whose words they are.
    @Test(arguments: Backing.allCases)
    func ourOwnOfferToStopComesBackAsNobodysWish(_ backing: Backing) async throws {
        let scene = try await Scene.open(isSent: false)
        let offer =
            "If you want no more mail from us, please answer with the word unsubscribe and we will take you off."
        var outreach = scene.outreach
        outreach.text = "Hi,\n\nwould you like to try our product in a video?\n\n\(offer)"
        try await scene.dovecot.append(outreach.bytes, to: "Sent", of: scene.team, flags: ["\\Seen"])
        try await Mosaic.watching(scene, on: backing, delay: .seconds(600)) { mosaic in
            try await scene.deliver(outreach.reply("\(Scene.interested)\n\n\(offer)"))
            let story = try await mosaic.story(scene, "mail 1 sent") { $0.sent.count == 1 }
            #expect(story.conversation.suppressedReason == nil)
        }
    }

    @Test func whoOptedOutIsNeverAnsweredAgain() async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: .sqlite) { mosaic in
            try await scene.reply("Please remove me from your list and stop emailing me.")
            let stopped = try await mosaic.story(scene, ends: .stopped)
            #expect(stopped.conversation.suppressedReason == "opt_out")
            let later = try await scene.reply(Scene.interested)
            let story = try await mosaic.story(scene, "handed off") { !$0.openHandoffs.isEmpty }
            #expect(story.openHandoffs.map(\.reason) == [HandoffReason.suppressedContact.rawValue])
            #expect(story.conversation.state == .stopped)
            #expect(story.followUps.isEmpty)
            #expect(try await scene.waitsForPerson(later))
            #expect(try await scene.received().isEmpty)
        }
    }

    @Test func outOfOfficeHoldsTheSequence() async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: .sqlite, delay: .seconds(600)) { mosaic in
            try await scene.reply(Scene.interested)
            let before = try await mosaic.story(scene, "mail 2 planned") {
                $0.conversation.nextFollowUpAt != nil && $0.sent.count == 1
            }
            var notice = scene.outreach.reply("I am out of the office.")
            notice.subject = "Automatic reply: \(scene.outreach.subject)"
            notice.fields = [("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All")]
            try await scene.deliver(notice)
            let after = try await mosaic.story(scene, "notice decided") {
                $0.messages.contains { $0.machineVerdict != nil }
            }
            #expect(after.conversation.state == .inSequence)
            #expect(after.conversation.nextFollowUpAt == before.conversation.nextFollowUpAt)
            #expect(after.openHandoffs.isEmpty)
            #expect(try await scene.received().count == 1)
        }
    }

    @Test func aBounceOfTheOutreachBarsTheAddress() async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: .postgres) { mosaic in
            try await scene.dovecot.deliver(scene.bounce, to: scene.team, from: "")
            let story = try await mosaic.story(scene, ends: .stopped)
            #expect(story.conversation.suppressedReason == "hard_bounce")
            #expect(story.followUps.isEmpty)
            #expect(try await scene.received().isEmpty)
        }
    }

    @Test func mailThatIsNoReplyConcernsNobody() async throws {
        let scene = try await Scene.open()
        try await Mosaic.watching(scene, on: .sqlite) { mosaic in
            let strangers = scene.unrelated
            for letter in strangers { try await scene.dovecot.deliver(letter.bytes, to: scene.team) }
            for letter in strangers {
                let id = try #require(MessageID(letter.id))
                let record = try await eventually("\(letter.subject) taken in") {
                    try await mosaic.store.messages.list(named: id).first { $0.isInbound }
                }
                #expect(record.outcome == .ignored)
                #expect(record.conversation == nil)
                #expect(try await scene.stored(letter.id).map(\.flags) == [[]])
            }
            #expect(try await mosaic.store.conversations.list(limit: 10).isEmpty)
        }
    }

    @Test(arguments: Backing.allCases)
    func oldUnseenMailIsLeftAloneAndStartIsQuick(_ backing: Backing) async throws {
        let scene = try await Scene.open()
        let old = (0..<5_000).map { number in
            var letter = scene.outreach.reply(Scene.interested)
            letter.id = "old-\(number)-" + letter.id
            return letter
        }
        try scene.layIntoInbox(old)
        try #require(try await scene.dovecot.state(of: scene.team).exists == 5_000)
        let start = ContinuousClock.now
        try await Mosaic.watching(scene, on: backing) { mosaic in
            #expect(start.duration(to: .now) < .seconds(10))
            let reply = try await scene.reply("Hi, how much do you pay per video?")
            let story = try await mosaic.story(scene, ends: .withPerson)
            #expect(story.messages.filter(\.isInbound).map(\.messageID?.text) == [reply.id])
            #expect(story.followUps.isEmpty)
            #expect(try await scene.received().isEmpty)
        }
    }
}

extension Scene {
    /// Whether the one copy of a letter in our Inbox is read, and no person is asked to look at it.
    func isRead(_ letter: Letter, of account: MailAccount? = nil) async throws -> Bool {
        try await stored(letter.id, of: account).map(\.flags) == [["\\Seen"]]
    }

    func waitsForPerson(_ letter: Letter, of account: MailAccount? = nil) async throws -> Bool {
        try await stored(letter.id, of: account).map(\.flags) == [["$MosaicHuman"]]
    }

    /// A newsletter, a mail out of the blue, one of our own, and an answer to something else.
    fileprivate var unrelated: [Letter] {
        func letter(_ subject: String, _ text: String) -> Letter {
            Letter(
                from: "someone@shop.example", to: [team.address], subject: subject,
                id: Letter.freshID(at: "shop.example"), text: text)
        }
        var newsletter = letter("We are interested in you!", "Ten offers for this week.")
        newsletter.fields = [("List-Unsubscribe", "<https://shop.example/out>"), ("List-Id", "<deals.shop.example>")]
        var own = letter("A note to myself", Scene.interested)
        own.from = team.address
        var elsewhere = letter("Re: Something else", Scene.interested)
        elsewhere.inReplyTo = "never-sent@mosaic.test"
        return [newsletter, letter("Hello", Scene.interested), own, elsewhere]
    }

    /// A delivery status notification (RFC 3464) about the outreach.
    fileprivate var bounce: String {
        """
        From: Mail Delivery System <MAILER-DAEMON@mail.mosaic.test>
        To: \(team.address)
        Subject: Undelivered Mail Returned to Sender
        Message-ID: <\(Letter.freshID(at: "mail.mosaic.test"))>
        Date: \(SystemWallClock().now.rfc5322)
        Auto-Submitted: auto-replied
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain

        Your message could not be delivered.

        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.mosaic.test

        Final-Recipient: rfc822; \(creator.address)
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 5.1.1 no such user

        --b
        Content-Type: message/rfc822

        \(outreach.bytes)
        --b--

        """
    }
}
