import Correspondence

/// One zone's run of a body, folded, with its original bytes beside it.
struct Passage {
    let zone: TextZone
    /// Offsets refer to the whole body.
    let folded: NormalizedText
    private let source: [UInt8]
    private let offset: Int

    init(_ body: UnsafeBufferPointer<UInt8>, segment: Range<Int>, zone: TextZone) {
        self.zone = zone
        folded = NormalizedText(body, range: segment)
        source = Array(body[segment])
        offset = segment.lowerBound
    }

    /// The original text of a stretch of the folded text.
    func original(_ range: Range<Int>) -> String {
        let place = folded.sourceRange(range)
        let local = (place.lowerBound - offset)..<(place.upperBound - offset)
        return String(decoding: source[local.clamped(to: source.indices)], as: UTF8.self)
    }

    /// The original lines of a stretch, trimmed, without commas at their ends.
    func lines(_ range: Range<Int>) -> String {
        original(range)
            .split(whereSeparator: \.isNewline)
            .map { line in
                let isEdge = { (character: Character) in character == " " || character == "\t" || character == "," }
                let start = line.drop(while: isEdge)
                return String(start.lastIndex { !isEdge($0) }.map { start[...$0] } ?? "")
            }
            .filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}
