/// Turns a text into words, one pass over its scalars.
struct Folder {
    private(set) var bytes: [UInt8] = [FoldedText.space]
    private(set) var words: [FoldedText.Word] = []
    private(set) var wordAt: [Int32] = [0]
    private(set) var hidesCharacters = false

    private let vocabulary: Vocabulary?
    private var source: [UInt8] = []
    private var pending: [UInt8] = []
    private var pendingStart = 0
    private var pendingEnd = 0
    private var shape: FoldedText.Shape = []
    private var nextBreak = FoldedText.Break.none
    private var newlines = 0
    private var dots = 0

    init(vocabulary: Vocabulary?) { self.vocabulary = vocabulary }

    mutating func fold(_ text: String) {
        source = Array(text.utf8)
        var offset = 0
        var skipUntil = 0
        var wasASCII = false
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            defer {
                offset += width
                wasASCII = scalar.isASCII && !scalar.isBlank
            }
            if offset < skipUntil { continue }
            if scalar.isASCII, !scalar.isBlank, !wasASCII, let end = endOfReference(at: offset) {
                skipUntil = end
                continue
            }
            // The most common characters, which need no folding.
            if (0x61...0x7A).contains(scalar.value) {
                begin(at: offset)
                pending.append(UInt8(scalar.value))
                pendingEnd = offset + 1
            } else {
                take(scalar, at: offset, width: width)
            }
        }
        endWord()
        if bytes.last != FoldedText.space { separate() }
    }

    private mutating func take(_ scalar: Unicode.Scalar, at offset: Int, width: Int) {
        switch CharacterFolding.fold(scalar) {
        case .letter(let folded, let second):
            begin(at: offset)
            if scalar.isCapital, pending.isEmpty { shape.insert(.capitalized) }
            if (0x30...0x39).contains(folded.value), pending.isEmpty { shape.insert(.digits) }
            append(folded)
            if let second { append(second) }
            pendingEnd = offset + width
        case .unspaced(let folded): takeAlone(folded, .unspaced, at: offset, width: width)
        case .emoji: takeAlone(scalar, .emoji, at: offset, width: width)
        case .sign: takeAlone(scalar, [], at: offset, width: width)
        case .dropped: extendSource(at: offset, to: offset + width)
        case .hidden:
            hidesCharacters = true
        case .apostrophe:
            if CharacterFolding.isElision(pending) { endWord() }
        case .separator: endWord()
        case .comma where scalar == ";" && isInGreekWord:
            part(.sentence)
            markLast([.asked, .stopped])
        case .comma: part(.comma)
        case .dot:
            endWord()
            dots += 1
            markLast(.stopped)
            let joinsNumberOrName = offset + 1 < source.count && source[offset + 1].isASCIILetterOrDigit
            if !joinsNumberOrName { nextBreak = max(nextBreak, .sentence) }
        case .stop:
            part(.sentence)
            markLast(.stopped)
        case .question:
            part(.sentence)
            markLast([.asked, .stopped])
        case .newline:
            endWord()
            newlines += 1
            part(newlines > 1 ? .sentence : .line)
        case .blank: endWord()
        }
    }

    /// The Greek question mark looks like a semicolon.
    private var isInGreekWord: Bool { pending.count > 1 && (0xCD...0xCF).contains(pending[pending.count - 2]) }

    private mutating func takeAlone(
        _ scalar: Unicode.Scalar, _ itsShape: FoldedText.Shape, at offset: Int, width: Int
    ) {
        endWord()
        begin(at: offset)
        shape = itsShape
        append(scalar)
        pendingEnd = offset + width
        endWord()
    }

    private mutating func markLast(_ mark: FoldedText.Shape) {
        if let last = words.indices.last { words[last].shape.formUnion(mark) }
    }

    /// A mark that decorates the previous character belongs to it in the source, too.
    private mutating func extendSource(at offset: Int, to end: Int) {
        if !pending.isEmpty {
            if pendingEnd == offset { pendingEnd = end }
        } else if let last = words.indices.last, words[last].source.upperBound == offset {
            words[last].source = words[last].source.lowerBound..<end
        }
    }

    private mutating func part(_ strength: FoldedText.Break) {
        endWord()
        nextBreak = max(nextBreak, strength)
    }

    private mutating func begin(at offset: Int) {
        guard pending.isEmpty else { return }
        pendingStart = offset
        shape = []
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            pending.append(UInt8(scalar.value))
        } else {
            pending.append(contentsOf: UTF8.encode(scalar)!)
        }
    }

    private mutating func endWord() {
        guard !pending.isEmpty else { return }
        // An ellipsis trails off; it ends no sentence.
        if dots > 1, nextBreak == .sentence, newlines < 2, words.last?.shape.contains(.asked) != true {
            nextBreak = newlines == 1 ? .line : .comma
        }
        if newlines > 0 || words.isEmpty { shape.insert(.startsLine) }
        let word = vocabulary?.unstretched(pending[...]) ?? pending
        let follows = shape.contains(.unspaced) && words.last?.shape.contains(.unspaced) == true
        if !follows, bytes.last != FoldedText.space { separate() }
        let start = bytes.count
        bytes.append(contentsOf: word)
        wordAt.append(contentsOf: repeatElement(Int32(words.count), count: word.count))
        words.append(
            FoldedText.Word(
                range: start..<bytes.count, source: pendingStart..<pendingEnd, breakBefore: nextBreak, shape: shape))
        if !shape.contains(.unspaced) { separate() }
        pending.removeAll(keepingCapacity: true)
        shape = []
        nextBreak = .none
        newlines = 0
        dots = 0
    }

    private mutating func separate() {
        bytes.append(FoldedText.space)
        wordAt.append(Int32(words.count))
    }

    /// The end of a link, mail address or handle that begins here; it becomes one placeholder word.
    private mutating func endOfReference(at start: Int) -> Int? {
        var end = start
        var sign = source[start...].starts(with: "www.".utf8) ? UInt8(ascii: ":") : nil
        while end < source.count, source[end].isVisibleASCII {
            switch source[end] {
            case UInt8(ascii: "@"): sign = sign ?? source[end]
            case UInt8(ascii: ":"): if source[end...].starts(with: "://".utf8) { sign = source[end] }
            default: break
            }
            end += 1
        }
        guard let sign else { return nil }
        while end > start, ".,;:!?)>\"'".utf8.contains(source[end - 1]) { end -= 1 }
        guard end - start > 3 else { return nil }
        endWord()
        begin(at: start)
        shape = .reference
        let isHandle = source[start] == UInt8(ascii: "@")
        pending = Array((sign == UInt8(ascii: ":") ? "xurl" : isHandle ? "xhandle" : "xmail").utf8)
        pendingEnd = end
        endWord()
        return end
    }
}

extension UInt8 {
    fileprivate var isVisibleASCII: Bool { (0x21...0x7E).contains(self) }
    var isASCIILetterOrDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}

extension Unicode.Scalar {
    var isBlank: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000: true
        default: false
        }
    }
    fileprivate var isCapital: Bool {
        isASCII ? (0x41...0x5A).contains(value) : properties.isUppercase
    }
}
