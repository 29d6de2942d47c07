/// The zone of a reply that a piece of text belongs to.
package enum TextZone: String, CaseIterable, Sendable, Codable {
    /// The writer's own words in this mail: the only zone that decides anything.
    case own
    /// The writer's signature and legal footers.
    case signature
    /// Earlier messages, quoted.
    case quoted
}

/// A plain-text body cut into zones; the segments lie in order and cover the text without gap or overlap.
package struct ZonedText: Hashable, Sendable {
    /// A run of one zone, in UTF-8 offsets into the whole text.
    package struct Segment: Hashable, Sendable {
        package let zone: TextZone
        package let range: Range<Int>

        package init(zone: TextZone, range: Range<Int>) {
            self.zone = zone
            self.range = range
        }
    }

    package let text: String
    package let segments: [Segment]

    package init(text: String, segments: [Segment]) {
        self.text = text
        self.segments = segments
    }

    /// A text that is one zone throughout.
    package init(_ text: String, zone: TextZone = .own) {
        self.init(text: text, segments: text.isEmpty ? [] : [Segment(zone: zone, range: 0..<text.utf8.count)])
    }

    /// The text of one zone: its segments joined in order, white space trimmed at both ends.
    package func text(of zone: TextZone) -> String {
        let bytes = Array(text.utf8)
        var joined: [UInt8] = []
        for segment in segments where segment.zone == zone { joined += bytes[segment.range] }
        return String(decoding: joined.trimmingWhitespace(), as: UTF8.self)
    }

    /// The writer's own words in this mail.
    package var own: String { text(of: .own) }
}

extension [UInt8] {
    fileprivate func trimmingWhitespace() -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) })
        else { return [] }
        return self[first...last]
    }
}
