import Correspondence
import MIME
import Reading
import Testing
import Timing

/// A text that is built to be slow, in any length.
struct HostileText: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let make: @Sendable (Int) -> String

    init(_ name: String, _ piece: String) {
        testDescription = name
        make = { String(repeating: piece, count: max(1, $0 / piece.utf8.count)) }
    }

    init(_ name: String, make: @escaping @Sendable (Int) -> String) {
        testDescription = name
        self.make = make
    }

    static let plain = [
        HostileText("quote marks in one line", ">"), HostileText("quote marks", ">\n"),
        HostileText("one long word", "a"),
        HostileText("openers in one line", "On "), HostileText("openers", "On 5\n"), HostileText("line feeds", "\n"),
        HostileText("attributions", "On Tue, 5 May 2026, Ann <a@b.test> wrote:\n"),
        HostileText("attributions that never end", "On Tue, 5 May 2026 at 10:12 Ann Lee <a@b.test>\n"),
        HostileText("labels", "From: a@b.test\n"), HostileText("labels of all kinds", "From: a\nTo: b\n\n\n"),
        HostileText("drawn lines", "-----\n"), HostileText("signature marks", "-- \n"),
        HostileText("underscores", "__\n"),
        HostileText("fences", "```\n"), HostileText("words of sending", "Sent from\n"),
        HostileText("colons", "wrote:\n"),
        HostileText("initials", "ab> c\n"), HostileText("letters beyond ASCII", "ИÉ日"),
        HostileText("dates", "1.1.2026 "),
        HostileText("months", "until may "), HostileText("bounced", "a@b.test 5.1.1 "),
        HostileText("closing formulas", "Best,\nBob\n|\n"), HostileText("short words and commas", "\nHugs,\nBob"),
        HostileText("cards", "\nMaria Lopez\nCreator, Glow Media\n+1 212 555 0143\n"),
        HostileText("cards and quotes", "\nMaria Lopez\nFounder\n> a\n"),
        HostileText("years on one line", "a. 2026-05-04 "),
        HostileText("openers behind sentences", "a. On 5 May 2026\n"),
        HostileText(
            "long lines with colons",
            make: { String(repeating: String(repeating: "wrote 2026 a@b ", count: 38) + ":\n", count: $0 / 572) }),
        HostileText("messages between dashes", "-----Original"), HostileText("spaces", " "),
        HostileText("no-break spaces", "\u{A0}"),
        HostileText("marks of direction", "\u{202A}"), HostileText("greater and less", "<>"),
        HostileText("open addresses", "<a@\n"),
    ]

    static let markup = [
        HostileText("open elements", "<div>"), HostileText("nested quotes", "<blockquote>"),
        HostileText("less-than", "<"),
        HostileText(
            "open then close",
            make: { String(repeating: "<div>", count: $0 / 9) + String(repeating: "</p>", count: $0 / 9) }),
        HostileText("containers", "<div class=gmail_quote><blockquote></blockquote>"),
        HostileText("attributes", make: { "<div " + String(repeating: "a=b ", count: $0 / 4) + ">" }),
        HostileText("an attribute that never ends", make: { "<div class=\"" + String(repeating: "x", count: $0) }),
        HostileText("attributes that never end", "<a b=\""), HostileText("comments", "<!--"),
        HostileText("scripts", "<script>"),
        HostileText("ampersands", "&"), HostileText("long entities", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        HostileText("numbers", "&#x1F600;"),
        HostileText("rules", "<hr>"), HostileText("cells", "<td>"), HostileText("links", "<a href=tel:1>"),
        HostileText("line breaks", "<br>"),
        HostileText("forward marks", "<div class=gmail_attr>-----</div>"), HostileText("stray ends", "</div>"),
        HostileText("pre", "<pre>\n"),
    ]
}

#if DEBUG
/// Unoptimised code is some twenty times slower; the size is what tells linear from square.
private let size = 1 << 16
private let limit = Duration.seconds(3)
#else
private let size = 1 << 20
private let limit = Duration.seconds(1)
#endif

@Suite(.serialized) struct Linearity {
    @Test(arguments: HostileText.plain) func plainText(_ hostile: HostileText) {
        let text = hostile.make(size)
        let took = ContinuousClock().measure { _ = QuoteStripper.zones(in: text) }
        #expect(took < limit)
    }

    @Test(arguments: HostileText.plain) func ownWords(_ hostile: HostileText) {
        let text = hostile.make(size)
        let zoned = QuoteStripper.zones(in: text)
        let took = ContinuousClock().measure { _ = SentWords([text]).quoting(zoned) }
        #expect(took < limit)
    }

    @Test(arguments: HostileText.markup) func html(_ hostile: HostileText) {
        let text = hostile.make(size)
        let took = ContinuousClock().measure { _ = QuoteStripper.zones(in: HTMLText(text)) }
        #expect(took < limit)
    }

    @Test(arguments: HostileText.plain) func wholeMail(_ hostile: HostileText) throws {
        let source =
            "From: mailer-daemon@b.test\nSubject: Undelivered\nContent-Type: text/plain\n\n" + hostile.make(size)
        let took = try ContinuousClock().measure {
            _ = try MailReader().read(Array(source.utf8), receivedAt: .epoch, ownAddresses: [])
        }
        #expect(took < limit)
    }

    @Test(arguments: HostileText.plain) func headerBlock(_ hostile: HostileText) throws {
        let value = hostile.make(size / 4)
        let source = "From: \(value)\nTo: \(value)\nReferences: \(value)\nSubject: =?utf-8?q?\(value)?=\n\nx"
        let took = try ContinuousClock().measure {
            _ = try MailReader().read(Array(source.utf8), receivedAt: .epoch, ownAddresses: [])
        }
        #expect(took < limit)
    }
}
