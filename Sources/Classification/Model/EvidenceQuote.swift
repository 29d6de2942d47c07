import Languages

/// Looks for a model's quote in the writer's own words.
///
/// White space counts as one space and curly quotes as straight ones; everything else must match exactly.
enum EvidenceQuote {
    /// Longer quotes prove nothing more.
    private static let longest = 400

    /// The passage as spelled in the text; nil when it does not occur or has no content.
    static func find(_ quote: String, in text: String) -> String? {
        let wanted = folded(quote).bytes
        guard (2...longest).contains(wanted.count) else { return nil }
        let (bytes, places) = folded(text)
        guard let found = firstOccurrence(of: wanted, in: bytes) else { return nil }
        let source = Array(text.utf8)
        let last = found + wanted.count
        let end = last < places.count ? places[last] : source.count
        let passage = String(decoding: source[places[found]..<end], as: UTF8.self)
        return String(passage[...].trimmingBlanks())
    }

    /// The bytes with white space folded, and where each came from.
    private static func folded(_ text: String) -> (bytes: [UInt8], places: [Int]) {
        var bytes: [UInt8] = []
        var places: [Int] = []
        var offset = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            defer { offset += width }
            if scalar.isBlank || scalar.properties.isWhitespace {
                if bytes.last == FoldedText.space || bytes.isEmpty { continue }
                bytes.append(FoldedText.space)
                places.append(offset)
                continue
            }
            for byte in UTF8.encode(straightened(scalar))! {
                bytes.append(byte)
                places.append(offset)
            }
        }
        if bytes.last == FoldedText.space {
            bytes.removeLast()
            places.removeLast()
        }
        return (bytes, places)
    }

    private static func straightened(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x2018, 0x2019: "'"
        case 0x201C, 0x201D: "\""
        default: scalar
        }
    }

    /// The search of Knuth, Morris and Pratt (1977): linear for any quote.
    private static func firstOccurrence(of wanted: [UInt8], in text: [UInt8]) -> Int? {
        var fallback = [Int](repeating: 0, count: wanted.count)
        var matched = 0
        for index in 1..<wanted.count {
            while matched > 0, wanted[index] != wanted[matched] { matched = fallback[matched - 1] }
            if wanted[index] == wanted[matched] { matched += 1 }
            fallback[index] = matched
        }
        matched = 0
        for (index, byte) in text.enumerated() {
            while matched > 0, byte != wanted[matched] { matched = fallback[matched - 1] }
            if byte == wanted[matched] { matched += 1 }
            if matched == wanted.count { return index + 1 - matched }
        }
        return nil
    }
}
