package import Correspondence

/// The text of our own mail in a conversation. A line of a reply that stands in it is quoted, whatever the writer's mail
/// program made of it: without a mark, wrapped anew, below a header that nobody knows.
///
/// Linear in the length of both texts.
package struct SentWords: Sendable {
    /// So many bytes in a row are nobody's own words by chance.
    private static let window = 24

    /// Hashes of every window of the folded texts.
    private let windows: Set<UInt64>

    /// - Parameter texts: the plain text of each of our mails that the reply may quote.
    package init(_ texts: [String]) {
        var windows: Set<UInt64> = []
        for text in texts { windows.formUnion(Self.hashes(of: text.foldedForMatching)) }
        self.windows = windows
    }

    /// The text with every line of ours in the zone `quoted`.
    package func quoting(_ text: ZonedText) -> ZonedText {
        guard !windows.isEmpty else { return text }
        let bytes = Array(text.text.utf8)
        var segments: [ZonedText.Segment] = []
        var previous: [UInt8] = []
        for segment in text.segments {
            for line in Self.lines(of: segment.range, in: bytes) {
                let folded = Array(bytes[line].foldedForMatching.drop { "> |*".utf8.contains($0) })
                let isOurs = isOurs(folded, after: previous)
                if !folded.isEmpty { previous = isOurs ? folded : [] }
                let zone = isOurs || folded.isEmpty && segments.last?.zone == .quoted ? .quoted : segment.zone
                Self.append(line, zone, to: &segments)
            }
        }
        return ZonedText(text: text.text, segments: segments)
    }

    /// Long lines by themselves, short ones where they go on with a line of ours.
    private func isOurs(_ line: [UInt8], after previous: [UInt8]) -> Bool {
        if line.count >= Self.window { return Self.hashes(of: line).allSatisfy(windows.contains) }
        guard line.count >= 3, previous.count >= Self.window else { return false }
        return Self.hashes(of: previous.suffix(Self.window - 1) + [0x20] + line).allSatisfy(windows.contains)
    }

    private static func lines(of range: Range<Int>, in bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let end = bytes[start..<range.upperBound].firstIndex(of: 0x0A).map { $0 + 1 } ?? range.upperBound
            lines.append(start..<end)
            start = end
        }
        return lines
    }

    private static func append(_ line: Range<Int>, _ zone: TextZone, to segments: inout [ZonedText.Segment]) {
        guard let last = segments.last, last.zone == zone else {
            return segments.append(ZonedText.Segment(zone: zone, range: line))
        }
        let range = last.range.lowerBound..<line.upperBound
        segments[segments.count - 1] = ZonedText.Segment(zone: zone, range: range)
    }

    /// A rolling hash (Rabin and Karp, 1987) of every window; none for texts shorter than one.
    private static func hashes(of text: [UInt8]) -> [UInt64] {
        guard text.count >= window else { return [] }
        let base: UInt64 = 0x0000_0100_0000_01B3
        let leaving = (0..<window).reduce(1 as UInt64) { power, _ in power &* base }
        var hash: UInt64 = 0
        var hashes: [UInt64] = []
        hashes.reserveCapacity(text.count - window + 1)
        for (index, byte) in text.enumerated() {
            hash = hash &* base &+ UInt64(byte) &+ 1
            if index >= window { hash = hash &- (UInt64(text[index - window]) &+ 1) &* leaving }
            if index >= window - 1 { hashes.append(hash) }
        }
        return hashes
    }
}
