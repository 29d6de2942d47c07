package import Correspondence

/// The text of our own mail in a conversation. Any of it in a reply is a quote, whatever the writer's mail program did to it:
/// unmarked, wrapped again, below an unknown header, joined to the writer's own line.
///
/// Only letters and digits are compared, in their order, so that wraps, marks, quotes and links' brackets do not matter.
/// Linear in the length of both texts.
package struct SentWords: Sendable {
    /// The number of letters in a row that are looked up at a time.
    private static let window = 20
    /// A run of this many is no coincidence: the whole lines in it are ours.
    private static let shortestRun = 40
    /// A run of this many is ours even on a line with the writer's words.
    private static let shortestPart = 60
    /// Letters of ours that are looked at; quotes begin at the beginning.
    private static let most = 60_000

    private let windows: Set<UInt64>
    /// Lines and sentences of at least a window's length.
    private let sentences: Set<UInt64>

    /// - Parameter texts: the plain text of each of our mails that the reply may quote.
    package init(_ texts: [String]) {
        var windows: Set<UInt64> = []
        var sentences: Set<UInt64> = []
        var left = Self.most
        for text in texts where left > 0 {
            let letters = Letters(text, most: left)
            left -= letters.values.count
            windows.formUnion(RollingHash.windows(of: letters.values[...], size: Self.window))
            let parts = letters.lines.map(\.letters) + letters.sentences
            sentences.formUnion(
                parts.filter { $0.count >= Self.window }.map { RollingHash.whole(letters.values[$0]) })
        }
        self.windows = windows
        self.sentences = sentences
    }

    /// The text with everything of ours in the zone `quoted`.
    ///
    /// A reply that consists of a single line of ours stays own text: nobody quotes one line alone, but a person who was asked to
    /// answer with certain words writes it.
    package func quoting(_ text: ZonedText) -> ZonedText {
        guard !windows.isEmpty else { return text }
        let letters = Letters(text.text)
        let found = ranges(in: letters)
        guard !found.isEmpty else { return text }
        let quoted = text.quoting(found)
        let isOneLine = letters.lines.first.map { found.count == 1 && $0.bytes.overlaps(found[0]) } ?? false
        return isOneLine && quoted.own.isEmpty ? text : quoted
    }

    /// Our text, in bytes of the reply, in order.
    private func ranges(in letters: Letters) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var runs = runs(in: letters)[...]
        for (index, line) in letters.lines.enumerated() {
            while let run = runs.first, run.upperBound <= line.letters.lowerBound { runs.removeFirst() }
            for run in runs.prefix(while: { $0.lowerBound < line.letters.upperBound }) {
                let shared = run.clamped(to: line.letters)
                if shared == line.letters {
                    guard isOurs(run, whole: line.letters, in: letters) else { continue }
                    // Empty lines after it are quoted with it.
                    let next = index + 1 < letters.lines.count ? letters.lines[index + 1].bytes.lowerBound : nil
                    ranges.append(line.bytes.lowerBound..<(next ?? letters.byteCount))
                } else if run.count >= Self.shortestPart, shared.count >= Self.window {
                    let isLast = shared.upperBound == line.letters.upperBound
                    let end = isLast ? line.bytes.upperBound : letters.offsets[shared.upperBound]
                    ranges.append(letters.offsets[shared.lowerBound]..<end)
                }
            }
        }
        return ranges
    }

    private func isOurs(_ run: Range<Int>, whole line: Range<Int>, in letters: Letters) -> Bool {
        run.count >= Self.shortestRun || sentences.contains(RollingHash.whole(letters.values[line]))
    }

    /// The longest stretches of letters that stand in our mail window by window.
    private func runs(in letters: Letters) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (start, hash) in RollingHash.windows(of: letters.values[...], size: Self.window).enumerated()
        where windows.contains(hash) {
            let end = start + Self.window
            if let last = runs.last, last.upperBound >= end - 1 {
                runs[runs.count - 1] = last.lowerBound..<end
            } else {
                runs.append(start..<end)
            }
        }
        return runs
    }
}

/// The letters and digits of a text in lower case, with where each stands.
private struct Letters {
    private(set) var values: [UInt32] = []
    /// In UTF-8 bytes of the text.
    private(set) var offsets: [Int] = []
    /// Those that hold a letter: their bytes with the line end, and their letters.
    private(set) var lines: [(bytes: Range<Int>, letters: Range<Int>)] = []
    /// The parts between full stops and similar marks, in letters.
    private(set) var sentences: [Range<Int>] = []
    private(set) var byteCount = 0

    init(_ text: String, most: Int = .max) {
        var line = (byte: 0, letter: 0)
        var sentence = 0
        let bytes = Array(text.utf8)
        // Mail programs write links out, rewrite them and omit them.
        var linkEnd = 0
        for scalar in text.unicodeScalars {
            let start = byteCount
            byteCount += UTF8.width(scalar)
            if scalar == "h", start >= linkEnd { linkEnd = Self.endOfLink(at: start, in: bytes) ?? linkEnd }
            if start < linkEnd { continue }
            if let letter = scalar.letter {
                guard values.count < most else { break }
                values.append(letter)
                offsets.append(start)
            } else if scalar.endsSentence {
                sentences.append(sentence..<values.count)
                sentence = values.count
            }
            guard scalar == "\n" else { continue }
            if line.letter < values.count { lines.append((line.byte..<byteCount, line.letter..<values.count)) }
            line = (byteCount, values.count)
        }
        if line.letter < values.count { lines.append((line.byte..<byteCount, line.letter..<values.count)) }
    }

    private static func endOfLink(at start: Int, in bytes: [UInt8]) -> Int? {
        let text = bytes[start...].prefix(8)
        guard text.starts(with: "http://".utf8) || text.elementsEqual("https://".utf8) else { return nil }
        return bytes[start...].firstIndex { $0 <= 0x20 || "<>()[]\"".utf8.contains($0) } ?? bytes.count
    }
}

extension Unicode.Scalar {
    /// In lower case; nil for spaces, punctuation and marks.
    fileprivate var letter: UInt32? {
        switch value {
        case 0x30...0x39, 0x61...0x7A: value
        case 0x41...0x5A: value + 0x20
        case 0..<0xC0, 0xD7, 0xF7, 0x300...0x36F, 0x2000...0x206F, 0x3000...0x303F, 0xFE00...0xFE0F, 0xFEFF,
            0xFF00...0xFF0F, 0xFF1A...0xFF20:
            nil
        default: properties.lowercaseMapping.unicodeScalars.first?.value ?? value
        }
    }

    fileprivate var endsSentence: Bool { ".!?:;\n。！？：；".unicodeScalars.contains(self) }
}

/// Hashes of stretches of letters (Rabin and Karp, 1987).
private enum RollingHash {
    private static let base: UInt64 = 0x0000_0100_0000_01B3

    static func whole(_ letters: ArraySlice<UInt32>) -> UInt64 {
        letters.reduce(0) { $0 &* base &+ UInt64($1) &+ 1 }
    }

    /// The hash of every stretch of `size`, in order; none for fewer letters.
    static func windows(of letters: ArraySlice<UInt32>, size: Int) -> [UInt64] {
        guard letters.count >= size else { return [] }
        let leaving = (0..<size).reduce(1 as UInt64) { power, _ in power &* base }
        var hash: UInt64 = 0
        var hashes: [UInt64] = []
        hashes.reserveCapacity(letters.count - size + 1)
        for (index, letter) in letters.enumerated() {
            hash = hash &* base &+ UInt64(letter) &+ 1
            if index >= size { hash = hash &- (UInt64(letters[letters.startIndex + index - size]) &+ 1) &* leaving }
            if index >= size - 1 { hashes.append(hash) }
        }
        return hashes
    }
}

extension ZonedText {
    /// With these ranges of bytes, which are in order, in the zone `quoted`.
    fileprivate func quoting(_ ranges: [Range<Int>]) -> ZonedText {
        var pieces: [Segment] = []
        func append(_ zone: TextZone, _ range: Range<Int>) {
            guard !range.isEmpty else { return }
            if let last = pieces.last, last.zone == zone {
                pieces[pieces.count - 1] = Segment(zone: zone, range: last.range.lowerBound..<range.upperBound)
            } else {
                pieces.append(Segment(zone: zone, range: range))
            }
        }
        var next = 0
        for segment in segments {
            var position = segment.range.lowerBound
            while next < ranges.count, ranges[next].lowerBound < segment.range.upperBound {
                let ours = ranges[next].clamped(to: position..<segment.range.upperBound)
                append(segment.zone, position..<max(position, ours.lowerBound))
                append(.quoted, ours)
                position = max(position, ours.upperBound)
                guard ranges[next].upperBound <= segment.range.upperBound else { break }
                next += 1
            }
            append(segment.zone, position..<segment.range.upperBound)
        }
        return ZonedText(text: text, segments: pieces)
    }
}
