import Correspondence
import MIME
import Testing

@testable import Delivery

struct ComposingTests {
    private func id(_ number: Int) -> MessageID { MessageID("\(number)@example.test")! }

    @Test func referencesAreTheParentsAndTheParent() {
        #expect(Parent(messageID: id(3), references: [id(1), id(2)]).answerReferences == [id(1), id(2), id(3)])
        #expect(Parent(messageID: id(3)).answerReferences == [id(3)])
        // RFC 5322 section 3.6.4: one In-Reply-To stands in for missing References, several do not.
        #expect(Parent(messageID: id(3), inReplyTo: [id(2)]).answerReferences == [id(2), id(3)])
        #expect(Parent(messageID: id(3), inReplyTo: [id(1), id(2)]).answerReferences == [id(3)])
        #expect(Parent(messageID: id(3), references: [id(1)], inReplyTo: [id(2)]).answerReferences == [id(1), id(3)])
        #expect(Parent(messageID: id(2), references: [id(1), id(2), id(1)]).answerReferences == [id(1), id(2)])
    }

    @Test(arguments: [18, 19, 20, 21, 200])
    func longChainsKeepTheFirstAndTheNewest(count: Int) throws {
        let parent = Parent(messageID: id(0), references: (1...count).map(id))
        let kept = parent.answerReferences
        #expect(kept.count == min(count + 1, 20))
        #expect(kept.first == id(1) && kept.last == id(0) && kept[1] == id(max(2, count - 17)))
        let letter = Letter.sample.with { $0.parent = parent }
        #expect(try MailParser().parse(letter.composed).headers.references == kept.map(\.text))
        #expect(letter.wireLines.allSatisfy { $0.utf8.count <= 78 })
    }

    @Test func idsAsLongAsTheyComeStayWithinTheLineLimit() throws {
        let long = MessageID(String(repeating: "i", count: 995))!
        let letter = Letter.sample.with { $0.parent = Parent(messageID: long, references: [long, id(1)]) }
        #expect(letter.wireLines.allSatisfy { $0.utf8.count <= 998 })
        #expect(try MailParser().parse(letter.composed).headers.inReplyTo == [long.text])
    }

    @Test(arguments: [
        ("", "7bit", [""]), ("a", "7bit", ["a", ""]), ("a\r\n\r\n\r\n", "7bit", ["a", ""]),
        ("a\rb\nc", "7bit", ["a", "b", "c", ""]),
        (String(repeating: "x", count: 78), "7bit", [String(repeating: "x", count: 78), ""]),
        (
            String(repeating: "x", count: 79), "quoted-printable",
            [String(repeating: "x", count: 75) + "=", "xxxx", ""]
        ),
        (
            String(repeating: "x", count: 76) + "\né", "quoted-printable",
            [String(repeating: "x", count: 76), "=C3=A9", ""]
        ),
        ("a ", "quoted-printable", ["a=20", ""]), ("a\t", "quoted-printable", ["a=09", ""]),
        ("a\tb", "7bit", ["a\tb", ""]),
        (".", "quoted-printable", ["=2E", ""]), ("From x", "quoted-printable", ["=46rom x", ""]),
        ("For é=1", "quoted-printable", ["For =C3=A9=3D1", ""]), ("--x", "quoted-printable", ["--x", ""]),
        (
            String(repeating: "x", count: 74) + "é", "quoted-printable",
            [String(repeating: "x", count: 74) + "=", "=C3=A9", ""]
        ),
        (
            String(repeating: "x", count: 75) + ".......", "quoted-printable",
            [String(repeating: "x", count: 75) + "=", "=2E......", ""]
        ),
    ])
    func bodyTakesThePlainestEncodingThatCarriesIt(text: String, encoding: String, lines: [String]) {
        let letter = Letter.sample.with { $0.text = text }
        let wire = letter.wireLines
        #expect(wire.contains("Content-Transfer-Encoding: \(encoding)"))
        #expect(Array(wire[(wire.firstIndex(of: "")! + 1)...]) == lines)
    }

    @Test func textAndHTMLAreAlternatives() throws {
        let letter = Letter.sample.with {
            $0.text = "Hello\n--=_x"
            $0.html = "<p>Héllo</p>"
        }
        let mail = try MailParser().parse(letter.composed)
        #expect(mail.root.contentType.essence == "multipart/alternative")
        #expect(mail.text == "Hello\n--=_x\n")
        #expect(mail.html == "<p>Héllo</p>\r\n")
        #expect(mail.defects.isEmpty)
    }

    @Test func encodedWordsAreShortAndWholeCharacters() {
        for text in [
            "é", String(repeating: "é", count: 200), String(repeating: "王", count: 99),
            "😀" + String(repeating: "a", count: 300),
        ] {
            let words = EncodedWord.words(for: text)
            #expect(words.allSatisfy { $0.utf8.count <= 75 && $0.hasPrefix("=?utf-8?") && $0.hasSuffix("?=") })
        }
        #expect(EncodedWord.words(for: "é a?") == ["=?utf-8?Q?=C3=A9_a=3F?="])
        #expect(EncodedWord.words(for: "Café au lait") == ["=?utf-8?Q?Caf=C3=A9_au_lait?="])
    }
}
