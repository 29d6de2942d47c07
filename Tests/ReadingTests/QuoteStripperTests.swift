import Correspondence
import Reading
import Testing

struct ReplyRow: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let own: String
    let signature: String?

    var testDescription: String { name }

    static let all: [ReplyRow] = (try? Corpus.rows(of: "replies.jsonl", as: ReplyRow.self)) ?? []
}

@Test func theRepliesAreThere() { #expect(ReplyRow.all.count > 250) }

@Test(arguments: ReplyRow.all) func keepsWhatTheWriterWrote(_ row: ReplyRow) {
    let zoned = QuoteStripper.zones(in: row.text)
    #expect(zoned.own.replacing("\r\n", with: "\n") == row.own)
    if let signature = row.signature { #expect(zoned.text(of: .signature) == signature) }
}

@Test(arguments: ReplyRow.all) func losesNothing(_ row: ReplyRow) {
    let zoned = QuoteStripper.zones(in: row.text)
    var position = 0
    for segment in zoned.segments {
        #expect(segment.range.lowerBound == position)
        #expect(!segment.range.isEmpty)
        position = segment.range.upperBound
    }
    #expect(position == row.text.utf8.count)
}
