/// The lines with which a quote begins.
enum QuoteOpening: Equatable {
    /// "On … wrote:", up to but not including `end`: the text after it is quoted where it is marked, or altogether.
    case attribution(end: Int)
    /// A separator, a printed header, a forward: everything after it is quoted.
    case wholeMail
}

/// Recognises the beginning of a quote at a line.
struct QuoteOpeningDetector {
    private let lines: BodyLines
    static let openers = Set(ReadingWords.quotes("before the date").map(\.foldedForMatching))
    static let verbs = PhraseSet(ReadingWords.quotes("wrote"))
    private static let separators = PhraseSet(ReadingWords.quotes("original"))
    private static let forwards = PhraseSet(ReadingWords.quotes("forwarded"))

    init(_ lines: BodyLines) { self.lines = lines }

    func opening(at index: Int) -> QuoteOpening? {
        guard !lines[index].isBlank, lines[index].content.count <= BodyLines.maxMatched else { return nil }
        let text = lines.folded(index)
        if isSeparator(text) || PrintedHeader.stands(at: index, text, in: lines) { return .wholeMail }
        if isDelimiter(text), let next = lines.nextText(from: index + 1, limit: 4),
            PrintedHeader.stands(at: next, lines.folded(next), in: lines, afterRule: true)
        {
            return .wholeMail
        }
        return attributionEnd(at: index, text).map { .attribution(end: $0) }
    }

    // MARK: Separators

    /// `-----Original Message-----` in its languages, with or without emphasis around it; and "Begin forwarded
    /// message:", which needs no dashes.
    private func isSeparator(_ text: [UInt8]) -> Bool {
        let inner = text.trimming(\.isDecoration)
        guard text.first?.isDecoration == true || inner.last == UInt8(ascii: ":") else { return false }
        let lead = text.prefix(while: \.isDecoration).filter { $0 != UInt8(ascii: "*") && $0 != 0x20 }.count
        guard inner.count >= 3, inner.count <= 200 else { return false }
        let phrase = Array(inner)
        if lead >= 2 {
            if Self.separators.isWhole(phrase) || Self.forwards.starts(phrase) { return true }
            if Self.separators.starts(phrase), text.last.map(\.isDecoration) == true { return true }
        }
        return phrase.last == UInt8(ascii: ":") && phrase.count < 80
            && Self.forwards.isWhole(Array(phrase.dropLast().trimming { $0 == 0x20 }))
    }

    /// A line that is drawn, not written.
    private func isDelimiter(_ text: [UInt8]) -> Bool {
        text.count >= 3 && text.allSatisfy(\.isDecoration)
    }

    // MARK: Attributions

    /// The most lines over which clients wrap an attribution.
    private static let maxLines = 5

    private func attributionEnd(at index: Int, _ first: [UInt8]) -> Int? {
        let start = AttributionStart(first, isOpener: Self.startsWithOpener(first))
        var group = first
        var end = index + 1
        while true {
            if let verdict = verdict(on: group, start: start, lineCount: end - index, end: end) {
                return verdict ? end : nil
            }
            guard end - index < Self.maxLines, group.count < BodyLines.maxMatched,
                let next = continuation(from: end, isOpen: endsOpen(group))
            else { return nil }
            let text = lines.folded(next)
            if end - index == 1, !start.mayWrap(before: text) { return nil }
            if !DigitShapes(first).hasDate, beginsAnew(text) { return nil }
            group.append(0x20)
            group += text
            end = next + 1
        }
    }

    /// Whether a line itself begins an attribution: lines above it are then not part of it.
    private func beginsAnew(_ text: [UInt8]) -> Bool {
        AttributionStart(text, isOpener: Self.startsWithOpener(text)).isDated && DigitShapes(text).hasDate
    }

    /// The line that may continue an attribution: the next one or, after one blank line, an address in `<…>`. Inside an unclosed
    /// address a `>` at the beginning of a line is not a quote mark: `<ann@example.test` / `> wrote:`.
    private func continuation(from index: Int, isOpen: Bool) -> Int? {
        guard index < lines.count, isOpen || !lines[index].isQuoted else { return nil }
        guard lines[index].isBlank else { return index }
        guard let next = lines.nextText(from: index + 1, limit: 2), !lines[next].isQuoted,
            lines.bytes[lines[next].content.lowerBound] == UInt8(ascii: "<")
        else { return nil }
        return next
    }

    /// True or false once the group has ended, nil while it may continue.
    private func verdict(on group: [UInt8], start: AttributionStart, lineCount: Int, end: Int) -> Bool? {
        let traits = AttributionTraits(group)
        let verb = Self.verbs.firstMatch(in: group)
        if traits.isBetweenDashes { return verb != nil }
        let endsWithVerb = verb.map { group.count - $0.upperBound <= 4 } ?? false
        let isFollowedByQuote = lines.nextText(from: end).map { lines[$0].isQuoted } ?? false
        guard traits.endsWithColon || endsWithVerb else {
            return isOldGmail(group, traits, start: start, isFollowedByQuote: isFollowedByQuote) ? true : nil
        }
        let opens = start.isOpener || start.hasEarlyDigit || start.hasAddress || lineCount > 1
        if verb != nil, traits.hasDate || traits.hasAddress, opens || isFollowedByQuote { return true }
        guard traits.endsWithColon else { return nil }
        if traits.hasDate, traits.hasBracketedAddress { return true }
        if isFollowedByQuote, group.count <= 300, verb != nil || traits.hasAddress { return true }
        if isFollowedByQuote, traits.hasDate, start.isOpener || start.hasEarlyDigit { return true }
        return false
    }

    /// `2016-03-03 17:21 GMT+01:00 Some One`, with or without an address: before 2018 Gmail ended it without a colon in some
    /// languages.
    private func isOldGmail(
        _ group: [UInt8], _ traits: AttributionTraits, start: AttributionStart, isFollowedByQuote: Bool
    ) -> Bool {
        guard start.hasEarlyDigit, group.count <= 200, traits.hasDate, !endsOpen(group) else { return false }
        let namesZone = group.first?.isDigit == true && PhraseSet.gmt.occurs(in: group)
        return (namesZone && !group.suffix(1).elementsEqual(":".utf8) && traits.hasTime)
            || (traits.hasBracketedAddress && group.last == UInt8(ascii: ">") && isFollowedByQuote)
    }

    /// An address that continues in the next line.
    private func endsOpen(_ group: [UInt8]) -> Bool {
        var depth = 0
        for byte in group {
            if byte == UInt8(ascii: "<") { depth += 1 } else if byte == UInt8(ascii: ">") { depth = max(0, depth - 1) }
        }
        return depth > 0
    }

    private static func startsWithOpener(_ text: [UInt8]) -> Bool {
        let words = text.prefix(40).split(separator: 0x20, maxSplits: 2, omittingEmptySubsequences: true)
        guard let first = words.first else { return false }
        if openers.contains(Array(first)) { return true }
        if words.count > 1, openers.contains(Array(words[0] + [0x20] + words[1])) { return true }
        // Scripts without spaces: 在2016年….
        return first.count > 3 && first[first.startIndex] >= 0xE3 && openers.contains(Array(first.prefix(3)))
    }
}

extension PhraseSet {
    fileprivate static let gmt = PhraseSet(["gmt", "gmt+", "utc+", "utc"])
}

/// How the first line of a possible attribution begins.
struct AttributionStart {
    let isOpener: Bool
    /// A digit within the first words: a date.
    let hasEarlyDigit: Bool
    let hasAddress: Bool
    private let length: Int

    /// "On 5 May", "5 May": the surest of all beginnings.
    var isDated: Bool { isOpener && hasEarlyDigit }

    init(_ text: [UInt8], isOpener: Bool) {
        self.isOpener = isOpener
        length = text.count
        hasAddress = text.indices.contains { index in
            text[index] == UInt8(ascii: "@") && index > 0 && index + 1 < text.count && text[index - 1].isWordByte
                && text[index + 1].isWordByte
        }
        // 18 characters, by their lead bytes.
        var characters = 0
        var digit = false
        for byte in text {
            if byte & 0xC0 != 0x80 { characters += 1 }
            if characters > 18 { break }
            if byte.isDigit { digit = true }
        }
        hasEarlyDigit = digit
    }

    /// Whether a second line may belong to it: a date stood in the first, or an address opens or follows.
    func mayWrap(before next: [UInt8]) -> Bool {
        hasEarlyDigit || hasAddress || (next.first == UInt8(ascii: "<") && length <= 80)
    }
}

/// The parts of an attribution.
struct AttributionTraits {
    let hasDate: Bool
    let hasTime: Bool
    let hasAddress: Bool
    let hasBracketedAddress: Bool
    let endsWithColon: Bool
    /// Zoho: `---- On … wrote ----`.
    let isBetweenDashes: Bool

    init(_ group: [UInt8]) {
        let digits = DigitShapes(group)
        hasDate = digits.hasDate
        hasTime = digits.hasTime
        let at = group.lastIndex(of: UInt8(ascii: "@"))
        hasAddress = at != nil
        hasBracketedAddress =
            at.map { index in
                group[..<index].contains {
                    $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "[")
                }
                    && group[index...].contains {
                        $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: ")") || $0 == UInt8(ascii: "]")
                    }
            } ?? false
        let trimmed = group.trimming { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "_") || $0 == 0x20 }
        endsWithColon = trimmed.last == UInt8(ascii: ":") || trimmed.suffix(3).elementsEqual("：".utf8)
        isBetweenDashes =
            group.starts(with: "---".utf8) && group.suffix(3).elementsEqual("---".utf8)
            && group.contains { !$0.isDecoration }
    }
}

/// Dates and times, recognised by the pattern of their digits.
struct DigitShapes {
    private(set) var hasDate = false
    private(set) var hasTime = false

    init(_ text: [UInt8]) {
        var runs: [(length: Int, value: Int, before: UInt8, after: UInt8)] = []
        var index = 0
        while index < text.count {
            guard text[index].isDigit else {
                index += 1
                continue
            }
            let start = index
            var value = 0
            while index < text.count, text[index].isDigit {
                if index - start < 6 { value = value * 10 + Int(text[index] - 0x30) }
                index += 1
            }
            runs.append((index - start, value, start > 0 ? text[start - 1] : 0, index < text.count ? text[index] : 0))
        }
        for (position, run) in runs.enumerated() {
            if run.length == 4, (1970...2099).contains(run.value) { hasDate = true }
            guard run.length <= 2, position + 1 < runs.count else { continue }
            let next = runs[position + 1]
            if run.after == UInt8(ascii: ":"), next.before == run.after, next.length == 2 { hasTime = true }
            let isDateMark = "/.-".utf8.contains(run.after) && next.before == run.after && next.length <= 2
            if isDateMark, position + 2 < runs.count, runs[position + 2].before == run.after { hasDate = true }
        }
        if hasTime, runs.count > 2 { hasDate = true }
    }
}

extension UInt8 {
    /// Characters that lines are drawn with.
    var isDecoration: Bool {
        switch self {
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="), UInt8(ascii: "*"), UInt8(ascii: "~"),
            UInt8(ascii: "#"), UInt8(ascii: "+"), 0x20:
            true
        default: false
        }
    }
}

extension Collection<UInt8> where Self: BidirectionalCollection, SubSequence: Collection<UInt8> {
    /// Without the bytes of one kind at both ends.
    func trimming(_ isTrimmed: (UInt8) -> Bool) -> SubSequence {
        var start = startIndex
        var end = endIndex
        while start < end, isTrimmed(self[start]) { start = index(after: start) }
        while end > start, isTrimmed(self[index(before: end)]) { end = index(before: end) }
        return self[start..<end]
    }
}
