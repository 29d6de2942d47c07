import Correspondence

/// Walks through the lines of a body once and assigns each its zone.
struct Zoning {
    private enum State: Equatable {
        case own
        case signature
        /// Unmarked text below an attribution is quoted, unless marked lines without an attribution of their own follow after all. Then
        /// the lines since `start` were answers.
        case unmarked(start: Int)
        /// Everything that follows is quoted.
        case quotedToEnd
    }

    private let lines: BodyLines
    private let openings: [QuoteOpening?]
    private let signatures: SignatureDetector
    private var zones: [TextZone]
    private var state = State.own
    private var hasOwnText = false

    init(_ lines: BodyLines, writer: Writer?) {
        self.lines = lines
        let openings = Self.openings(in: lines)
        self.openings = openings
        signatures = SignatureDetector(lines, isOpening: openings.map { $0 != nil }, writer: writer)
        zones = [TextZone](repeating: .own, count: lines.count)
    }

    /// The lines with which quotes begin, up to the one after which everything is quoted.
    private static func openings(in lines: BodyLines) -> [QuoteOpening?] {
        let detector = QuoteOpeningDetector(lines)
        var openings = [QuoteOpening?](repeating: nil, count: lines.count)
        var index = 0
        while index < lines.count {
            if !lines[index].isQuoted, !lines[index].isBlank, !lines[index].isFenced {
                openings[index] = detector.opening(at: index)
            }
            switch openings[index] {
            case .wholeMail: return openings
            case .attribution(let end): index = end
            case nil: index += 1
            }
        }
        return openings
    }

    mutating func run() {
        var index = 0
        while index < lines.count { index = step(index) }
        settleDelimiters()
    }

    /// The zones as segments that cover the text.
    var segments: [ZonedText.Segment] {
        var segments: [ZonedText.Segment] = []
        var start = 0
        for index in zones.indices {
            let isLast = index + 1 == zones.count
            guard isLast || zones[index + 1] != zones[index] else { continue }
            let end = lines[index].range.upperBound
            segments.append(ZonedText.Segment(zone: zones[index], range: start..<end))
            start = end
        }
        return segments
    }

    /// Decides on the line at `index`, and on those that belong to it; returns the next one.
    private mutating func step(_ index: Int) -> Int {
        let line = lines[index]
        if state == .quotedToEnd { return set(.quoted, index) }
        if line.isQuoted { return stepQuoted(index) }
        if line.isBlank { return set(index > 0 ? zones[index - 1] : .own, index) }
        if let opening = openings[index] { return step(index, opening) }
        switch state {
        case .unmarked, .quotedToEnd: return set(.quoted, index)
        case .signature: return set(.signature, index)
        case .own: return stepOwn(index)
        }
    }

    private mutating func stepQuoted(_ index: Int) -> Int {
        if case .unmarked(let start) = state, !lines[index].isBlank {
            for answer in start..<index { zones[answer] = .own }
            hasOwnText = true
        }
        state = .own
        return set(.quoted, index)
    }

    private mutating func step(_ index: Int, _ opening: QuoteOpening) -> Int {
        switch opening {
        case .wholeMail:
            state = .quotedToEnd
            return set(.quoted, index)
        case .attribution(let end):
            for line in index..<end { zones[line] = .quoted }
            if case .unmarked = state {
                // An attribution inside an unmarked quote: the text it introduces, marked or not, is part of that quote.
                state = .quotedToEnd
            } else {
                let isMarked = lines.nextText(from: end).map { lines[$0].isQuoted } ?? false
                state = isMarked ? .own : .unmarked(start: end)
            }
            return end
        }
    }

    private mutating func stepOwn(_ index: Int) -> Int {
        if lines[index].isSignature { return set(.signature, index) }
        guard signatures.starts(at: index, hasOwnText: hasOwnText) else {
            hasOwnText = true
            return set(.own, index)
        }
        // Above the answer, an appended line is only that line.
        if hasOwnText || !signatures.isSentFrom(lines.folded(index)) { state = .signature }
        return set(.signature, index)
    }

    private mutating func set(_ zone: TextZone, _ index: Int) -> Int {
        zones[index] = zone
        return index + 1
    }

    /// Drawn lines belong to the text after them, or to nothing: they do not end own text.
    private mutating func settleDelimiters() {
        var following: TextZone = .signature
        var isAtEnd = true
        for index in zones.indices.reversed() {
            if zones[index] != .own {
                following = zones[index]
                isAtEnd = true
            } else if isAtEnd, !lines[index].isBlank {
                if lines[index].isFenced || !isDrawn(index) { isAtEnd = false } else { zones[index] = following }
            }
        }
        for index in zones.indices.dropFirst() where lines[index].isBlank && zones[index - 1] != .own {
            zones[index] = zones[index - 1]
        }
    }

    private func isDrawn(_ index: Int) -> Bool {
        let content = lines.bytes[lines[index].content]
        return content.allSatisfy { $0.isDecoration || $0 == UInt8(ascii: ".") && content.count > 3 }
            || content.elementsEqual("ᐧ".utf8)
    }
}
