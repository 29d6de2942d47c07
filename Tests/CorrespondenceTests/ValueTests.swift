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
        ("Automatic reply: Re: Hello", "hello"), ("Out of Office: Hello", "hello"), ("自動返信: 合作", "合作"),
        ("Réponse automatique : Re: Hello", "hello"), ("Hello: there", "hello: there"), ("回复：合作", "合作"), ("", ""),
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

@Suite struct MailSequenceTests {
    static let sequence = MailSequence.collectContact(secondDelay: .seconds(86_400), thirdDelay: .seconds(172_800))

    @Test func theThreeTextsAreTheSeeds() {
        #expect(
            Self.sequence.steps.map(\.text) == [
                "Could you share your WhatsApp contact and address with me? I will ask my team to connect with you immediately.",
                "Just checking in — can you please share your WhatsApp contact so we can connect quickly?",
                "Wanted to follow up again — we'd love to take this forward but just need your WhatsApp number to coordinate better.",
            ])
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
