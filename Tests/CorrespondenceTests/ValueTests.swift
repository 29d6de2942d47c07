import Correspondence
import Testing
import Timing

@Suite struct EmailAddressTests {
    @Test(arguments: ["a@b.example", "First.Last+tag@Sub.Example.COM", "o'neil@x-y.example", "x@localhost"])
    func takesWhatMayStandOnTheWire(text: String) {
        #expect(EmailAddress(text)?.text == text)
    }

    @Test(arguments: [
        "", "a", "@b.example", "a@", "a b@c.example", "a@b@c.example", "a..b@c.example", ".a@c.example", "a.@c.example",
        "a@-b.example", "a@b..example", "a\r\nRCPT TO:<x@y.example>@c.example", "a@b.example\n", "\"a b\"@c.example",
        "ä@b.example", "a@[127.0.0.1]", "<a@b.example>", "a@b.example\0",
        String(repeating: "a", count: 65) + "@b.example",
    ])
    func refusesWhatCouldMeanMore(text: String) {
        #expect(EmailAddress(text) == nil)
    }

    @Test func lengthsAreExact() {
        #expect(EmailAddress(String(repeating: "a", count: 64) + "@b.example") != nil)
        let label = String(repeating: "d", count: 63)
        #expect(EmailAddress("a@\(label).example") != nil)
        #expect(EmailAddress("a@\(label)d.example") == nil)
    }

    @Test func caseDoesNotDistinguish() {
        #expect(EmailAddress("A@B.example") == EmailAddress("a@b.example"))
        #expect(EmailAddress("A@B.example")?.domain == "b.example")
        #expect(EmailAddress("A@B.example")?.localPart == "a")
    }
}

@Suite struct MessageIDTests {
    @Test(arguments: ["<a@b>", "a@b", "weird", "<with!odd$chars@x>"])
    func takesWhatIsSeenInTheWild(text: String) {
        #expect(MessageID(text) != nil)
    }

    @Test(arguments: ["", "<>", "a b@c", "a@b>", "<a@b", "a\r\n@b", "ä@b"])
    func refusesWhatCouldBreakAHeader(text: String) {
        #expect(MessageID(text) == nil)
    }
}

@Suite struct SubjectTests {
    @Test(arguments: [
        ("Re: Hello", "hello"), ("RE: re: AW: Hello", "hello"), ("Fwd: Re[2]: Hello  World", "hello world"),
        ("Hello: there", "hello: there"), ("回复：合作", "合作"), ("", ""),
    ])
    func prefixesFallAway(subject: String, base: String) {
        #expect(Subject.base(subject) == base)
    }

    @Test(arguments: [
        ("Hello", "Re: Hello"), ("Re: Hello", "Re: Hello"), ("RE: Hello", "RE: Hello"), (" a\r\nb ", "Re: a b"),
    ])
    func anAnswerHasOnePrefix(subject: String, answer: String) {
        #expect(Subject.reply(to: subject) == answer)
    }
}

@Suite struct FollowUpSequenceTests {
    static let sequence = MailSequence.collectContact(secondDelay: .seconds(86_400), thirdDelay: .seconds(172_800))

    @Test func theThreeTextsAreTheSeeds() {
        #expect(
            Self.sequence.stages.map(\.text) == [
                "Could you share your WhatsApp contact and address with me? I will ask my team to connect with you immediately.",
                "Just checking in — can you please share your WhatsApp contact so we can connect quickly?",
                "Wanted to follow up again — we'd love to take this forward but just need your WhatsApp number to coordinate better.",
            ])
    }

    @Test func stagesFollowWhatWasSent() throws {
        let sent = Timestamp(secondsSince1970: 1_000)
        let second = try #require(Self.sequence.next(after: 1, sentAt: sent))
        #expect(second.stage.position == 2)
        #expect(second.dueAt == sent + .seconds(86_400))
        let third = try #require(Self.sequence.next(after: 2, sentAt: second.dueAt))
        #expect(third.dueAt == second.dueAt + .seconds(172_800))
        #expect(Self.sequence.next(after: 3, sentAt: sent) == nil)
    }
}

@Suite struct SendQuotaTests {
    static let now = Timestamp(secondsSince1970: 1_000_000)
    static let quota = SendQuota(perAccountPerDay: 2, spacing: .seconds(60))

    @Test func aFreshAccountMaySend() {
        #expect(Self.quota.answer(for: SendHistory(asOf: Self.now)) == .allowed)
    }

    @Test func theDailyLimitRollsOverTwentyFourHours() {
        let sends = [Self.now - .seconds(80_000), Self.now - .seconds(1_000)]
        #expect(
            Self.quota.answer(for: SendHistory(asOf: Self.now, accountSends: sends))
                == .wait(until: sends[0] + .seconds(86_400)))
        let later = sends[0] + .seconds(86_400)
        #expect(Self.quota.answer(for: SendHistory(asOf: later, accountSends: sends)) == .allowed)
    }

    @Test func spacingHoldsBetweenTwoMails() {
        let history = SendHistory(asOf: Self.now, accountSends: [Self.now - .seconds(10)])
        #expect(Self.quota.answer(for: history) == .wait(until: Self.now + .seconds(50)))
    }

    @Test func aLimitOfZeroNeverSends() {
        guard case .wait = SendQuota(perAccountPerDay: 0).answer(for: SendHistory(asOf: Self.now)) else {
            Issue.record("sent in spite of a limit of 0")
            return
        }
    }

    @Test func capsThatProtectTheCorrespondentRefuse() {
        let refused = [
            SendHistory(asOf: Self.now, threadSends: 3), SendHistory(asOf: Self.now, contactSends: 3),
            SendHistory(asOf: Self.now, lastSendElsewhere: Self.now - .seconds(19 * 3_600)),
        ]
        for history in refused {
            guard case .refused = Self.quota.answer(for: history) else {
                Issue.record("\(history) was not refused")
                continue
            }
        }
        let elsewhere = SendHistory(asOf: Self.now, lastSendElsewhere: Self.now - .seconds(20 * 3_600))
        #expect(Self.quota.answer(for: elsewhere) == .allowed)
    }

    @Test func burstsAndBouncesStopEverything() {
        let histories = [
            SendHistory(asOf: Self.now, instanceSendsLastMinute: 300),
            SendHistory(asOf: Self.now, instanceBouncesLastHour: 21),
        ]
        for history in histories {
            guard case .breaker = Self.quota.answer(for: history) else {
                Issue.record("\(history) did not stop")
                continue
            }
        }
    }
}

@Suite struct ZonedTextTests {
    @Test func zonesAreJoinedInOrder() {
        let text = "one\n> two\nthree\n"
        let zoned = ZonedText(
            text: text,
            segments: [
                .init(zone: .own, range: 0..<4), .init(zone: .quoted, range: 4..<10), .init(zone: .own, range: 10..<16),
            ])
        #expect(zoned.own == "one\nthree")
        #expect(zoned.text(of: .quoted) == "> two")
        #expect(zoned.text(of: .signature).isEmpty)
    }
}
