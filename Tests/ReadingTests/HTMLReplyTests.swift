import Correspondence
import MIME
import Reading
import Testing

struct HTMLReplyRow: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let html: String
    let own: String
    let signature: String?

    var testDescription: String { name }

    static let all: [HTMLReplyRow] = (try? Corpus.rows(of: "html-replies.jsonl", as: HTMLReplyRow.self)) ?? []
}

@Test func theHTMLRepliesAreThere() { #expect(HTMLReplyRow.all.count > 60) }

@Test(arguments: HTMLReplyRow.all) func keepsWhatTheWriterWroteInHTML(_ row: HTMLReplyRow) {
    let zoned = QuoteStripper.zones(in: HTMLText(row.html))
    #expect(withoutBlankLines(zoned.own) == withoutBlankLines(row.own))
    if let signature = row.signature {
        #expect(withoutBlankLines(zoned.text(of: .signature)) == withoutBlankLines(signature))
    }
}

@Test(arguments: HTMLReplyRow.all) func losesNothingOfTheHTMLText(_ row: HTMLReplyRow) {
    let zoned = QuoteStripper.zones(in: HTMLText(row.html))
    var position = 0
    for segment in zoned.segments {
        #expect(segment.range.lowerBound == position)
        position = segment.range.upperBound
    }
    #expect(position == zoned.text.utf8.count)
}

/// The layout of blank lines is not what these rows are about.
private func withoutBlankLines(_ text: String) -> String {
    text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }.filter { !$0.isEmpty }
        .joined(separator: "\n")
}
