import Correspondence
import Foundation
import Reading
import Testing

private struct StrippingCase: Decodable {
    struct Check: Decodable {
        let op: String
        let value: String
    }

    let id: String
    let source: String
    let input: String
    let checks: [Check]

    func holds(_ check: Check, for own: String) -> Bool {
        let text = folded(own)
        let value = folded(check.value)
        return switch check.op {
        case "equals": text == value
        case "contains": text.contains(value)
        case "not_contains": !text.contains(value)
        case "startswith": text.hasPrefix(value)
        case "endswith": text.hasSuffix(value)
        case "regex": own.range(of: check.value, options: .regularExpression) != nil
        default: false
        }
    }

    private func folded(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// What other projects expect of a reply, where the corpora are present. They disagree with each other on quotes
/// without a header, bottom posts and forwards; ours is the careful choice, so the floor lies below 100 %.
@Test(.enabled(if: Corpus.shared != nil)) func stripsTheRepliesThatOtherProjectsCollected() throws {
    let cases = try Corpus.rows(in: Corpus.sharedFile("reply-stripping.jsonl"), as: StrippingCase.self)
    var passed = 0
    for row in cases {
        let zoned = QuoteStripper.zones(in: row.input)
        #expect(zoned.segments.first?.range.lowerBound ?? 0 == 0)
        let failures = row.checks.filter { !row.holds($0, for: zoned.own) }
        if failures.isEmpty {
            passed += 1
        } else {
            print("differs:", row.id, "own:", String(zoned.own.suffix(160)).debugDescription)
        }
    }
    print("reply-stripping: \(passed) of \(cases.count)")
    #expect(Double(passed) >= 0.9 * Double(cases.count))
}
