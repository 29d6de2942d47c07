/// A line of a body, in UTF-8 offsets into it.
struct BodyLine {
    /// With its line end.
    let range: Range<Int>
    /// Without white space at both ends.
    let content: Range<Int>
    /// Marked as quoted, by `>` and its kin or by HTML.
    var isQuoted = false
    /// Marked as a signature by HTML.
    var isSignature = false
    /// HTML draws a line above it.
    var followsRule = false
    /// Part of a block between ``` lines, where marks mean nothing.
    var isFenced = false

    var isBlank: Bool { content.isEmpty }
}

/// The lines of a body with the marks that stand on them.
struct BodyLines {
    let bytes: [UInt8]
    private(set) var lines: [BodyLine] = []

    /// Longer lines are paragraphs: nothing that marks a quote is that long.
    static let maxMatched = 600

    init(_ text: String) {
        bytes = Array(text.utf8)
        split()
        markFences()
        markPrefixes()
        markBrokenWraps()
    }

    var count: Int { lines.count }
    subscript(index: Int) -> BodyLine { lines[index] }

    /// The line folded for matching: without emphasis marks around it, at most `maxMatched` bytes.
    func folded(_ index: Int) -> [UInt8] {
        bytes[lines[index].content].prefix(Self.maxMatched).foldedForMatching
    }

    /// The first line at or after `index` that is not blank, no further than `limit` lines on.
    func nextText(from index: Int, limit: Int = 8) -> Int? {
        var candidate = index
        while candidate < min(count, index + limit) {
            if !lines[candidate].isBlank { return candidate }
            candidate += 1
        }
        return nil
    }

    mutating func mark(quoted: [Range<Int>], signatures: [Range<Int>], rules: [Int]) {
        each(quoted) { $0.isQuoted = true }
        each(signatures) { $0.isSignature = true }
        each(rules.map { $0..<$0 + 1 }) { $0.followsRule = true }
    }

    /// Splits lines in two, each at an offset inside it.
    mutating func part(at places: [(line: Int, offset: Int)]) {
        for (index, offset) in places.reversed() {
            let line = lines[index]
            var (head, tail) = (line, line)
            head = BodyLine(range: line.range.lowerBound..<offset, content: trimmed(line.range.lowerBound..<offset))
            tail = BodyLine(range: offset..<line.range.upperBound, content: trimmed(offset..<line.range.upperBound))
            (head.isSignature, head.followsRule) = (line.isSignature, line.followsRule)
            lines.replaceSubrange(index...index, with: [head, tail])
        }
    }

    /// Changes the lines that start in one of `ranges`, which are in order.
    private mutating func each(_ ranges: [Range<Int>], _ change: (inout BodyLine) -> Void) {
        var next = 0
        for index in lines.indices {
            let start = lines[index].range.lowerBound
            while next < ranges.count, ranges[next].upperBound <= start { next += 1 }
            guard next < ranges.count else { return }
            if ranges[next].contains(start) { change(&lines[index]) }
        }
    }

    private mutating func split() {
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != 0x0A { end += 1 }
            let next = min(end + 1, bytes.count)
            lines.append(BodyLine(range: start..<next, content: trimmed(start..<end)))
            start = next
        }
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            if bytes[start] <= 0x20 {
                start += 1
            } else if start + 1 < end, bytes[start] == 0xC2, bytes[start + 1] == 0xA0 {
                start += 2
            } else {
                break
            }
        }
        while end > start {
            if bytes[end - 1] <= 0x20 {
                end -= 1
            } else if end - 1 > start, bytes[end - 1] == 0xA0, bytes[end - 2] == 0xC2 {
                end -= 2
            } else {
                break
            }
        }
        return start..<end
    }

    private mutating func markFences() {
        let fences = lines.indices.filter { bytes[lines[$0].content].starts(with: "```".utf8) }
        for pair in stride(from: 0, to: fences.count - 1, by: 2) {
            for index in fences[pair]...fences[pair + 1] { lines[index].isFenced = true }
        }
    }

    private mutating func markPrefixes() {
        let prefixes = lines.map(quotePrefix)
        for index in lines.indices where !lines[index].isFenced {
            switch prefixes[index] {
            case .none: continue
            case .certain: lines[index].isQuoted = true
            case .initials, .bar:
                let isBlock =
                    (index > 0 && prefixes[index - 1] == prefixes[index])
                    || (index + 1 < count && prefixes[index + 1] == prefixes[index])
                lines[index].isQuoted = isBlock
            }
        }
    }

    private enum Prefix: Equatable {
        case none, certain
        /// `Ann> text`: the supercite form; the length distinguishes one name from another.
        case initials(Int)
        /// `| text`, `] text`, `» text`.
        case bar(UInt8)
    }

    private func quotePrefix(_ line: BodyLine) -> Prefix {
        let content = bytes[line.content]
        guard let first = content.first else { return .none }
        if first == UInt8(ascii: ">") || content.starts(with: "&gt;".utf8) { return .certain }
        if first == UInt8(ascii: "|") || first == UInt8(ascii: "]") {
            // A row of a drawn table ends as it begins.
            return content.count > 1 && content.last == first ? .none : .bar(first)
        }
        if content.starts(with: "»".utf8) || content.starts(with: "›".utf8) { return .bar(0xC2) }
        let initials = content.prefix(11).prefix { (0x61...0x7A).contains($0.lowercasedASCII) }.count
        let hasMark =
            initials > 0 && initials < content.count && content[content.startIndex + initials] == UInt8(ascii: ">")
        return hasMark ? .initials(initials) : .none
    }

    /// A long quoted line whose end a later client wrapped without marking it: one unmarked line between marked ones that continues
    /// a sentence.
    private mutating func markBrokenWraps() {
        guard count > 2 else { return }
        for index in 1..<count - 1 {
            let line = lines[index]
            guard !line.isQuoted, !line.isBlank, lines[index - 1].isQuoted, lines[index + 1].isQuoted else { continue }
            let above = bytes[lines[index - 1].content]
            guard above.count >= 60, let last = above.last, !".?!:;".utf8.contains(last) else { continue }
            let first = bytes[line.content.lowerBound]
            if (0x61...0x7A).contains(first) { lines[index].isQuoted = true }
        }
    }
}
