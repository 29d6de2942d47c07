import Correspondence
import MIME
import Reading

/// The input is a body: HTML where it begins with `<`, plain text otherwise.
enum StrippingFuzzing {
    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        guard input.first == UInt8(ascii: "<") else {
            let zones = QuoteStripper.zones(in: text)
            promise(zones.text == text, "plain text is kept as it is")
            expectCover(zones)
            return
        }
        let html = HTMLText(text)
        expectOrder(html.quoted, in: html.text)
        expectOrder(html.signatures, in: html.text)
        expectCover(QuoteStripper.zones(in: html))
    }

    /// The segments lie in order and cover the text without gap or overlap.
    static func expectCover(_ zoned: ZonedText) {
        var end = 0
        for segment in zoned.segments {
            promise(segment.range.lowerBound == end, "no gap before \(segment.range)")
            end = segment.range.upperBound
        }
        promise(end == zoned.text.utf8.count, "cover of \(zoned.text.utf8.count) bytes ends at \(end)")
    }

    private static func expectOrder(_ ranges: [Range<Int>], in text: String) {
        for (range, next) in zip(ranges, ranges.dropFirst()) {
            promise(range.upperBound <= next.lowerBound, "\(range) before \(next)")
        }
        promise((ranges.last?.upperBound ?? 0) <= text.utf8.count, "ranges within the text")
    }
}
