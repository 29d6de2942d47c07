import ContactDetection
import Correspondence
import FoundationEssentials
import Testing

/// One row of our own corpus: what a text holds, in order.
struct CorpusRow: Decodable, CustomTestStringConvertible, Sendable {
    let text: String
    let region: String?
    let language: String?
    let domain: String?
    let expect: [String]

    var testDescription: String { text }

    static func rows(_ file: String) throws -> [CorpusRow] {
        let path = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        let data = try Data(contentsOf: URL(filePath: "/\(path)/Corpus/\(file)"))
        return try data.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONDecoder().decode(CorpusRow.self, from: Data(line))
        }
    }

    var context: DetectionContext {
        DetectionContext(defaultRegion: region, language: language, senderDomain: domain)
    }
}

@Suite struct CorpusTests {
    let detector: ContactDetector

    init() throws {
        detector = try ContactDetector()
    }

    @Test(arguments: ["phones.jsonl", "not-phones.jsonl", "addresses.jsonl", "not-addresses.jsonl", "regions.jsonl"])
    func everyRowIsReadAsAPersonReadsIt(file: String) throws {
        let rows = try CorpusRow.rows(file)
        #expect(rows.count > 20)
        for row in rows {
            let found = detector.contacts(in: ZonedText(row.text), context: row.context)
                .filter(\.kind.answersTheQuestion)
                .map { "\($0.kind.rawValue) \($0.value)" }
            #expect(found == row.expect, "\(row.text)")
        }
    }

    @Test func rangesHoldWhatWasFound() throws {
        for row in try CorpusRow.rows("addresses.jsonl") {
            for contact in detector.contacts(in: ZonedText(row.text), context: row.context)
            where contact.kind == .address {
                let bytes = Array(row.text.utf8)[contact.range]
                let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
                let first = contact.value.split(separator: "\n")[0]
                #expect(lines.first?.hasPrefix(first) == true)
            }
        }
    }
}
