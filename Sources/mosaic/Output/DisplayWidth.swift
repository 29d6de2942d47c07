extension Character {
    /// Its width on a terminal in columns: 2 for wide East Asian characters and emoji (Unicode TR 11), 0 for characters drawn over
    /// their neighbour, 1 otherwise.
    var columns: Int {
        if isASCII { return 1 }
        let scalars = unicodeScalars
        if scalars.allSatisfy(\.isZeroWidth) { return 0 }
        return scalars.contains { $0.isWide || $0.value == 0xFE0F } ? 2 : 1
    }
}

extension Unicode.Scalar {
    fileprivate var isZeroWidth: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: true
        default: false
        }
    }

    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: properties.isEmojiPresentation
        }
    }
}

extension String {
    /// Its width on a terminal in columns; escape sequences for colours take none.
    var displayWidth: Int {
        var width = 0
        var isEscape = false
        for character in self {
            if character == "\u{1B}" {
                isEscape = true
            } else if isEscape {
                isEscape = character != "m"
            } else {
                width += character.columns
            }
        }
        return width
    }

    /// Padded with spaces to this many columns.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - displayWidth))
    }

    /// In lines of at most this many columns, broken between words. A word longer than a line is broken, and so is text without spaces
    /// in wide characters, as is customary there. Coloured text stays whole.
    func wrapped(to width: Int) -> [String] {
        guard width > 0, displayWidth > width, !contains("\u{1B}") else { return [self] }
        var lines: [String] = []
        var line = ""
        for piece in pieces {
            let gap = piece.followsBlank && !line.isEmpty ? " " : ""
            if line.displayWidth + gap.count + piece.text.displayWidth <= width {
                line += gap + piece.text
                continue
            }
            if !line.isEmpty { lines.append(line) }
            line = piece.text
            while line.displayWidth > width {
                let head = line.prefix(columns: width)
                lines.append(head)
                line.removeFirst(head.count)
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    /// The width of its longest unbreakable part.
    var longestWordWidth: Int {
        contains("\u{1B}") ? displayWidth : pieces.map(\.text.displayWidth).max() ?? 0
    }

    private func prefix(columns limit: Int) -> String {
        var width = 0
        let head = prefix { character in
            width += character.columns
            return width <= limit
        }
        return head.isEmpty ? String(prefix(1)) : String(head)
    }

    /// Its words; of words with wide characters, each character.
    private var pieces: [(text: String, followsBlank: Bool)] {
        split(separator: " ", omittingEmptySubsequences: true).flatMap { word in
            guard word.contains(where: { $0.columns == 2 }) else { return [(String(word), true)] }
            return word.enumerated().map { (String($1), $0 == 0) }
        }
    }
}
