/// Lays out the text of HTML: white space collapsed, a line per block, a blank line between paragraphs; and keeps the
/// ranges of each zone.
struct HTMLTextWriter {
    enum Zone { case plain, quoted, signature }

    private(set) var output: [UInt8] = []
    private(set) var quoted: [Range<Int>] = []
    private(set) var signatures: [Range<Int>] = []
    private(set) var rules: [Int] = []

    private var zone = Zone.plain
    private var zoneStart = 0
    private var scope = HTMLReader.Scope()
    private var isHidden: Bool { scope.isHidden }
    private var isPreformatted: Bool { scope.isPreformatted }
    private var pendingSpace = false
    /// Line feeds to write before the next text, 0 to 2.
    private var pendingBreaks = 0
    private var lineStart = 0
    private var pendingLink: [UInt8]?
    private var linkStart = 0

    mutating func enter(_ scope: HTMLReader.Scope) {
        self.scope = scope
        guard scope.zone != zone else { return }
        requestBreaks(1)
        flushBreaks()
        closeZone()
        zone = scope.zone
        zoneStart = output.count
    }

    mutating func finish() {
        closeZone()
        zone = .plain
    }

    private mutating func closeZone() {
        guard output.count > zoneStart else { return }
        switch zone {
        case .plain: break
        case .quoted: Self.extend(&quoted, zoneStart..<output.count)
        case .signature: Self.extend(&signatures, zoneStart..<output.count)
        }
    }

    private static func extend(_ ranges: inout [Range<Int>], _ range: Range<Int>) {
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            ranges.append(range)
        }
    }

    /// Records a drawn line at the start of the next line.
    mutating func markRule() {
        requestBreaks(1)
        flushBreaks()
        if rules.last != output.count { rules.append(output.count) }
    }

    /// Whether the line just written starts as Gmail's and others' "---------- Forwarded message" does.
    var lastTextIsForwardMark: Bool {
        output.suffix(1_000).split(separator: 0x0A).contains { $0.starts(with: "-----".utf8) }
    }

    mutating func open(_ tag: HTMLTag, _ attributes: HTMLAttributes) {
        switch tag {
        case .br: breakLine()
        case .p where !attributes.marks.contains("msonormal"): requestBreaks(2)
        case .heading: requestBreaks(2)
        case .td: if output.count > lineStart, pendingBreaks == 0 { pendingSpace = true }
        case .img: writeEmoji(attributes.alt)
        case .a: openLink(attributes.href)
        default: if tag.isBlock { requestBreaks(1) }
        }
    }

    mutating func close(_ tag: HTMLTag) {
        switch tag {
        case .p, .heading: requestBreaks(1)
        case .a: closeLink()
        default: if tag.isBlock { requestBreaks(1) }
        }
    }

    mutating func write(_ bytes: [UInt8], _ range: Range<Int>) {
        guard !isHidden else { return }
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "&"),
                let (scalar, length) = HTMLEntities.scalar(in: bytes, at: index, end: range.upperBound)
            {
                write(scalar)
                index += length
            } else if byte.isWhitespace {
                writeSpace(byte)
                index += 1
            } else if byte < 0x80 {
                put(byte)
                index += 1
            } else {
                index += writeCharacter(bytes, at: index, end: range.upperBound)
            }
        }
    }

    /// A character beyond ASCII: a no-break space becomes a space, and zero-width characters are left out.
    private mutating func writeCharacter(_ bytes: [UInt8], at index: Int, end: Int) -> Int {
        func next(_ offset: Int) -> UInt8 { index + offset < end ? bytes[index + offset] : 0 }
        switch (bytes[index], next(1), next(2)) {
        case (0xC2, 0xA0, _):
            writeNoBreakSpace()
            return 2
        case (0xC2, 0xAD, _): return 2
        case (0xE2, 0x80, 0x8B), (0xEF, 0xBB, 0xBF): return 3
        default:
            put(bytes[index])
            return 1
        }
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{A0}": writeNoBreakSpace()
        case "\u{AD}", "\u{200B}", "\u{FEFF}": break
        case _ where scalar.value < 0x20: writeSpace(0x20)
        default: for byte in String(scalar).utf8 { put(byte) }
        }
    }

    private mutating func writeSpace(_ byte: UInt8) {
        guard isPreformatted else {
            if output.count > lineStart || pendingBreaks > 0 { pendingSpace = pendingBreaks == 0 }
            return
        }
        if byte == 0x0A { breakLine() } else if byte != 0x0D { put(0x20) }
    }

    /// Keeps the blank line that `<div>&nbsp;</div>` represents.
    private mutating func writeNoBreakSpace() {
        flushBreaks()
        if output.count > lineStart { pendingSpace = true } else { put(0x20) }
    }

    private mutating func put(_ byte: UInt8) {
        flushBreaks()
        if pendingSpace {
            output.append(0x20)
            pendingSpace = false
        }
        output.append(byte)
    }

    private mutating func requestBreaks(_ count: Int) {
        pendingSpace = false
        guard !isHidden, output.count > lineStart || pendingBreaks > 0 || !output.isEmpty else { return }
        let present = output.count > lineStart ? 0 : 1
        pendingBreaks = max(pendingBreaks, count - present)
    }

    private mutating func flushBreaks() {
        guard pendingBreaks > 0 else { return }
        for _ in 0..<pendingBreaks { output.append(0x0A) }
        pendingBreaks = 0
        lineStart = output.count
    }

    private mutating func breakLine() {
        guard !isHidden else { return }
        flushBreaks()
        pendingSpace = false
        output.append(0x0A)
        lineStart = output.count
    }

    /// Emoji that clients send as images with the character as their text.
    private mutating func writeEmoji(_ alt: String) {
        guard !isHidden, !alt.isEmpty, alt.utf8.count <= 32, alt.utf8.allSatisfy({ $0 >= 0x80 }) else { return }
        for byte in alt.utf8 { put(byte) }
    }

    /// Links that are themselves a way to reach somebody are written out if their text does not show it.
    private mutating func openLink(_ href: String) {
        let starts = ["tel:", "whatsapp:", "https://wa.me/", "http://wa.me/", "https://api.whatsapp.com/"]
        let lowered = href.lowercased()
        pendingLink = starts.contains(where: lowered.hasPrefix) ? Array(href.utf8) : nil
        linkStart = output.count
    }

    private mutating func closeLink() {
        defer { pendingLink = nil }
        guard let link = pendingLink, !isHidden else { return }
        let shown = output[linkStart...].filter { (0x30...0x39).contains($0) }
        guard shown != link.filter({ (0x30...0x39).contains($0) }) else { return }
        for byte in " <".utf8 { output.append(byte) }
        output += link
        output.append(UInt8(ascii: ">"))
    }
}
