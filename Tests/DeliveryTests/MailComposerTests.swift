import Correspondence
import MIME
import Testing
import Timing

@testable import Delivery

struct MailComposerTests {
    @Test func answerLooksLikeThis() {
        let text = String(decoding: Letter.sample.composed, as: UTF8.self)
        #expect(
            text
                == """
                Date: Wed, 25 Nov 2026 23:29:51 +0000
                From: Ann Example <ann@mosaic.test>
                To: bob@creators.example
                Subject: Re: A proposal
                Message-ID: <0123456789abcdef0123456789abcdef01234567@mosaic.test>
                X-Mosaic-ID: <0123456789abcdef0123456789abcdef01234567@mosaic.test>
                In-Reply-To: <reply@creators.example>
                References: <first@mosaic.test> <reply@creators.example>
                Auto-Submitted: auto-replied
                X-Auto-Response-Suppress: OOF, AutoReply
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: 7bit

                Hello Bob,
                thank you.

                """.replacing("\n", with: "\r\n"))
    }

    @Test func outreachNamesAWayOut() throws {
        let letter = Letter.sample.with { $0.offersOptOut = true }
        let field = try #require(letter.wireLines.first { $0.hasPrefix("List-Unsubscribe:") })
        #expect(
            field
                == "List-Unsubscribe: <mailto:ann@mosaic.test?subject=unsubscribe%200123456789abcdef0123456789abcdef01234567%40mosaic.test>"
        )
        #expect(!Letter.sample.wireLines.contains { $0.hasPrefix("List-") })
    }

    /// RFC 8058 section 3.1: one https link, and the field that says that it takes a click.
    @Test func aLinkForOneClickStandsBeforeTheAddress() throws {
        let letter = Letter.sample.with {
            $0.offersOptOut = true
            $0.optOutLink = "https://mail.example.com/u/abc-_9"
        }
        let lines = letter.wireLines
        let place = try #require(lines.firstIndex { $0.hasPrefix("List-Unsubscribe:") })
        #expect(lines[place] == "List-Unsubscribe: <https://mail.example.com/u/abc-_9>,")
        #expect(lines[place + 1].hasPrefix(" <mailto:ann@mosaic.test?subject=unsubscribe%20"))
        #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        let without = Letter.sample.with { $0.optOutLink = "https://mail.example.com/u/abc-_9" }
        #expect(!without.wireLines.contains { $0.hasPrefix("List-") })
    }

    @Test func sameLetterGivesTheSameBytes() {
        let letter = Letter.sample.with { $0.html = "<p>Hello</p>" }
        #expect(letter.composed == letter.composed)
    }

    @Test func envelopeIsThatOfTheLetter() {
        let mail = MailComposer().compose(.sample)
        #expect(mail.sender.text == "ann@mosaic.test")
        #expect(mail.recipient.text == "bob@creators.example")
        #expect(mail.messageID == Letter.sample.messageID)
    }

    @Test func everythingIsReadBack() throws {
        let letter = Letter.sample.with { $0.text = "Größe — “x”\r\n\r\n.\r\nFrom here\r\nend  " }
        let mail = try MailParser().parse(letter.composed)
        #expect(mail.headers.from == [Mailbox(name: "Ann Example", address: "ann@mosaic.test")])
        #expect(mail.headers.to == [Mailbox(name: nil, address: "bob@creators.example")])
        #expect(mail.headers.subject == "Re: A proposal")
        #expect(mail.headers.date == 1_795_649_391)
        #expect(mail.headers.messageID == letter.messageID.text)
        #expect(mail.headers.inReplyTo == ["reply@creators.example"])
        #expect(mail.headers.references == ["first@mosaic.test", "reply@creators.example"])
        #expect(mail.text == "Größe — “x”\n\n.\nFrom here\nend  \n")
        #expect(mail.defects.isEmpty)
    }

    @Test(arguments: [
        ("A proposal", "Re: A proposal"), ("Re: A proposal", "Re: A proposal"), ("RE: A", "RE: A"), ("", "Re:"),
        ("  A \t b  ", "Re: A b"),
    ])
    func answerHasOneRe(subject: String, expected: String) throws {
        let letter = Letter.sample.with { $0.subject = subject }
        #expect(try MailParser().parse(letter.composed).headers.subject == expected)
    }

    @Test func outreachHasNeitherReNorThread() throws {
        let letter = Letter.sample.with {
            $0.parent = nil
            $0.automation = nil
        }
        let fields = try MailParser().parse(letter.composed).headers.fields
        #expect(fields.first("Subject") == "A proposal")
        for name in ["In-Reply-To", "References", "Auto-Submitted", "X-Auto-Response-Suppress"] {
            #expect(!fields.contains(name))
        }
        let followUp = Letter.sample.with { $0.automation = .generated }
        #expect(followUp.wireLines.contains("Auto-Submitted: auto-generated"))
    }

    @Test(arguments: [
        "Hi\r\nBcc: eve@example.test", "Hi\nBcc: eve@example.test", "Hi\rBcc: eve@example.test", "Hi\r\n\r\nbody",
        "Hi\u{2028}Bcc: eve@example.test", "Hi\u{85}Bcc: x", "Hi\u{0}Bcc: x", "Hi\u{b}Bcc: x",
        "é\r\nBcc: eve@example.test",
        "=?utf-8?Q?Hi=0D=0ABcc:_eve?=",
    ])
    func neitherNameNorSubjectCanBeginAHeader(text: String) throws {
        let letter = Letter.sample.with {
            $0.subject = text
            $0.from = Correspondent(address: $0.from.address, name: text)
            $0.to = Correspondent(address: $0.to.address, name: text)
        }
        let mail = try MailParser().parse(letter.composed)
        #expect(mail.headers.fields.fields.map(\.name) == Self.names)
        #expect(mail.headers.subject == "Re: " + HeaderText.clean(text))
        #expect(mail.headers.from.first?.name == HeaderText.clean(text))
        #expect(mail.headers.to == [Mailbox(name: HeaderText.clean(text), address: "bob@creators.example")])
        #expect(mail.text == "Hello Bob,\nthank you.\n")
    }

    private static let names = [
        "Date", "From", "To", "Subject", "Message-ID", "X-Mosaic-ID", "In-Reply-To", "References", "Auto-Submitted",
        "X-Auto-Response-Suppress", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    ]

    @Test(arguments: [
        "Ann", "Ann Example", "Ann, Bob & Co.", "\"Ann\" \\ Example", "Ann (Example)", "<eve@example.test>", "a@b",
        "Ännchen",
        "王小明", "Ann 😀👩‍👩‍👧", "=?utf-8?Q?x?=", "'Ann'", "Ann.Example", ",", "\\", "\"", "_", "?", "a_b=c?",
        String(repeating: "long ", count: 40), String(repeating: "ö", count: 300), String(repeating: "x", count: 500),
    ])
    func displayNameIsReadBack(name: String) throws {
        let letter = Letter.sample.with { $0.from = Correspondent(address: $0.from.address, name: name) }
        let from = try MailParser().parse(letter.composed).headers.from
        #expect(from == [Mailbox(name: HeaderText.clean(name), address: "ann@mosaic.test")])
    }

    @Test(arguments: [["", " "], ["\n"], ["a", "\r\n", "b"]])
    func nameOfNothingIsNoName(parts: [String]) throws {
        let name = parts.joined()
        let letter = Letter.sample.with { $0.from = Correspondent(address: $0.from.address, name: name) }
        let expected = HeaderText.clean(name)
        #expect(try MailParser().parse(letter.composed).headers.from.first?.name == (expected.isEmpty ? nil : expected))
    }

    @Test func randomLettersAreReadBackAndKeepTheirShape() throws {
        var random = FixedRandom(state: 7)
        let alphabet =
            Array("aZ0 .,:;<>@()\"\\=?_-\t\r\n\u{0}\u{1}\u{7f}\u{85}\u{2028}éß—王😀\u{301}F").map(String.init) + [
                "From ", "\r\n", "=?utf-8?B?", "--", "  ",
            ]
        for _ in 0..<1500 {
            func text(_ most: Int) -> String {
                (0..<Int.random(in: 0...most, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "" }
                    .joined()
            }
            let letter = Letter.sample.with {
                $0.subject = text(60)
                $0.from = Correspondent(address: $0.from.address, name: text(30))
                $0.text = text(300)
                if Bool.random(using: &random) { $0.html = text(300) }
            }
            try expectFaithful(letter)
        }
    }

    private func expectFaithful(_ letter: Letter) throws {
        let bytes = letter.composed
        let mail = try MailParser().parse(bytes)
        #expect(bytes.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0D || $0 == 0x0A || $0 == 0x09 })
        #expect(letter.wireLines.allSatisfy { $0.utf8.count <= 78 && !$0.hasPrefix(".") && !$0.hasPrefix("From ") })
        let name = HeaderText.clean(letter.from.name ?? "")
        #expect(mail.headers.from == [Mailbox(name: name.isEmpty ? nil : name, address: "ann@mosaic.test")])
        #expect(mail.headers.subject == HeaderText.clean(Subject.reply(to: HeaderText.clean(letter.subject))))
        #expect(mail.headers.fields.fields.count == Self.names.count - (letter.html == nil ? 0 : 1))
        let parts = letter.html == nil ? [mail.root] : mail.root.children
        let texts = parts.map { String(decoding: $0.data, as: UTF8.self) }
        let wanted = [letter.text, letter.html].compactMap(\.self).map(normal)
        #expect(texts == wanted)
    }

    /// The text as a mail carries it: CR LF everywhere, one at the end of any text.
    private func normal(_ text: String) -> String {
        let lines = TextPart.lines(of: Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
        return lines.map { $0 + "\r\n" }.joined()
    }
}
