import Correspondence
import Reading
import Testing

/// A mail of which its sender is known.
struct LetterRow: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let from: String
    let text: String
    /// Of signed mails.
    let own: String?
    let signature: String?

    var testDescription: String { name }

    static let signed = (try? Corpus.rows(of: "signed.jsonl", as: LetterRow.self)) ?? []
    static let unsigned = (try? Corpus.rows(of: "unsigned.jsonl", as: LetterRow.self)) ?? []

    var writer: Writer? {
        let parts = from.split(separator: "<")
        let address = EmailAddress(String(parts.last?.dropLast() ?? ""))
        let name = parts.first.map { String($0).trimmed }
        return address.map { Writer(Correspondent(address: $0, name: name)) }
    }
}

/// Signatures that nothing marks, by lines: how many of those called so are, and how many are called so.
@Test func signatureLinesAreToldFromOwnLines() throws {
    try #require(LetterRow.signed.count >= 60)
    var (right, called, are) = (0, 0, 0)
    for row in LetterRow.signed {
        let zoned = QuoteStripper.zones(in: row.text, by: row.writer)
        let found = zoned.text(of: .signature).textLines
        let wanted = (row.signature ?? "").textLines
        right += found.filter(wanted.contains).count
        (called, are) = (called + found.count, are + wanted.count)
        if found != wanted { print("differs:", row.name, found) }
        #expect(zoned.own.hasPrefix(row.own ?? ""), "\(row.name)")
    }
    let f1 = 2 * Double(right) / Double(called + are)
    print("signature lines: \(right) of \(are) found, \(called) called so, F1 \(f1)")
    #expect(f1 >= 0.7)
}

@Test(arguments: LetterRow.unsigned) func whatNobodySignedIsTheWritersOwn(_ row: LetterRow) {
    #expect(QuoteStripper.zones(in: row.text, by: row.writer).text(of: .signature).isEmpty)
}

@Test func theUnsignedMailsAreThere() { #expect(LetterRow.unsigned.count >= 90) }

/// Without a sender a name below a closing formula is nobody's for sure.
@Test func aNameAloneIsASignatureOnlyWhereTheWriterIsKnown() throws {
    let text = "I'm in.\n\nBest,\nMaria"
    let maria = Writer(Correspondent(address: try #require(EmailAddress("maria.lopez@post.test"))))
    #expect(QuoteStripper.zones(in: text).own == text)
    #expect(QuoteStripper.zones(in: text, by: maria).own == "I'm in.")
}

/// What the text points at is given, wherever it stands.
@Test(arguments: [
    "Yes! My number is below.", "Sure, call me.", "You can ship it here:", "Meine Nummer steht unten.",
    "Mi número está abajo.",
])
func whatTheTextPointsAtStaysOwn(text: String) {
    let card = "Maria Lopez\nContent Creator\nGlow Media LLC\n+1 212 555 0143"
    for closing in ["", "Best regards,\n"] {
        let whole = "\(text)\n\n\(closing)\(card)"
        #expect(QuoteStripper.zones(in: whole).own == whole)
    }
}

extension String {
    fileprivate var textLines: [String] {
        split(separator: "\n").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
