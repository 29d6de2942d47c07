/// A word of a text that is read for addresses.
struct AddressToken {
    let range: Range<Int>
    /// Folded.
    let text: String
    let isCapital: Bool
    /// Digits it begins with.
    let digits: Int
    /// From a script without upper and lower case.
    let isCaseless: Bool
    let traits: AddressWords.Traits
    let hasDigit: Bool

    var isNumber: Bool { digits == range.count }
    /// `12`, `221b`, `2д`, `99号`.
    var isHouseNumber: Bool { (1...5).contains(digits) && range.count - digits <= 3 }
}

/// A run of words that may be one part of an address: the words between two commas, line ends or words of prose.
struct AddressPiece {
    /// The break before a piece.
    enum Break: Int {
        case comma, line, blankLine
        /// The end of a sentence, or running text: no address extends over it.
        case hard
    }

    let tokens: Range<Int>
    let before: Break
}

/// Cuts folded text into words and pieces.
struct AddressPieces {
    private(set) var tokens: [AddressToken] = []
    private(set) var pieces: [AddressPiece] = []

    private let text: NormalizedText
    private let words: AddressWords
    private var pieceStart = 0
    private var pendingBreak = AddressPiece.Break.hard
    private var isLineStart = true

    init(_ text: NormalizedText, words: AddressWords) {
        self.text = text
        self.words = words
        var position = 0
        while position < text.count {
            let length = letterLength(at: position)
            if length > 0 {
                let start = position
                position += length
                while position < text.count {
                    let next = letterLength(at: position)
                    guard next > 0 else { break }
                    position += next
                }
                position = take(word: start..<position)
            } else {
                position = take(separatorAt: position)
            }
        }
        close(.hard)
    }

    /// The length in bytes of the letter or digit at an offset; 0 for every separator, including emoji and CJK punctuation.
    private func letterLength(at offset: Int) -> Int {
        let bytes = text.bytes
        let byte = bytes[offset]
        guard byte >= 0x80 else { return byte.isASCIILetter || byte.isASCIIDigit ? 1 : 0 }
        guard byte < 0xF0 else { return 0 }
        // U+2000 … U+2FFF: signs and dingbats. U+3000 … U+303F: CJK punctuation, but for 々.
        if byte == 0xE2 { return 0 }
        if byte == 0xE3, bytes.byte(at: offset + 1) == 0x80, bytes.byte(at: offset + 2) != 0x85 { return 0 }
        return byte < 0xE0 ? 2 : 3
    }

    private mutating func take(word range: Range<Int>) -> Int {
        let range = range.clamped(to: 0..<text.count)
        let first = text.bytes[range.lowerBound]
        let word = text.text(range)
        let token = AddressToken(
            range: range, text: word, isCapital: text.capitals[range.lowerBound],
            digits: text.bytes[range].prefix(while: \.isASCIIDigit).count, isCaseless: first >= 0xD6,
            traits: words.traits(of: word), hasDigit: text.bytes[range].contains(where: \.isASCIIDigit))
        let opensLine = isLineStart
        isLineStart = false
        let isFirst = pieceStart == tokens.count
        if opensLine, token.traits.contains(.greeting), !isStreetLine(after: range.upperBound) {
            close(.hard)
            pendingBreak = .hard
            return lineEnd(from: range.upperBound)
        }
        if token.traits.contains(.stop), isProse(token, isFirst: isFirst) {
            close(.hard)
            return range.upperBound
        }
        tokens.append(token)
        return range.upperBound
    }

    /// Whether a stop word is used as such: not in "Rua Do Sol", "Aix-en-Provence" and "São Luís - MA".
    private func isProse(_ token: AddressToken, isFirst: Bool) -> Bool {
        let hyphen = UInt8(ascii: "-")
        let isHyphenated =
            text.bytes.byte(at: token.range.lowerBound - 1) == hyphen
            || text.bytes.byte(at: token.range.upperBound) == hyphen
        guard !isHyphenated else { return false }
        guard token.isCapital, !token.isCaseless else { return true }
        // After a comma a capital begins a name ("…, Ho Chi Minh City"), except for the one word that always has it.
        if pendingBreak == .comma { return token.text == "i" }
        let isCode = (2...3).contains(token.range.count) && text.capitals[token.range].allSatisfy(\.self)
        return isFirst && !(isCode && pendingBreak != .hard)
    }

    /// "Hi, 12 Main Street" on one line is not just a greeting to skip.
    private func isStreetLine(after offset: Int) -> Bool {
        text.bytes[offset..<lineEnd(from: offset)].prefix(200).contains(where: \.isASCIIDigit)
    }

    private func lineEnd(from offset: Int) -> Int {
        text.bytes[offset...].firstIndex(of: 0x0A) ?? text.count
    }

    private mutating func take(separatorAt position: Int) -> Int {
        let bytes = text.bytes
        let next = bytes.byte(at: position + 1)
        let previous = bytes.byte(at: position - 1)
        let isBetweenDigits = next?.isASCIIDigit == true && previous?.isASCIIDigit == true
        switch bytes[position] {
        case 0x0A:
            return take(lineEndsAt: position)
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: ")"):
            if !isBetweenDigits || next == 0x20 { close(.comma) }
        case UInt8(ascii: "-") where next == 0x20 || previous == 0x20:
            close(.comma)
        case let byte where byte.endsEveryPiece:
            close(.hard)
            return skippingDigitless(from: position + 1)
        case UInt8(ascii: "."):
            if endsSentence(at: position, next: next) { close(.hard) }
        case UInt8(ascii: ":"):
            takeLabel(isBetweenDigits: isBetweenDigits)
        case 0xE3 where next == 0x80 && bytes.byte(at: position + 2) == 0x82:
            close(.hard)
        case 0xF0...:
            close(.comma)
        default: break
        }
        // Past the rest of the character.
        var end = position + 1
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }

    /// Where to continue after a mark that ends every piece: after everything before the next such mark, if that contains no digit,
    /// since no address extends over such a mark and each contains a digit.
    private mutating func skippingDigitless(from start: Int) -> Int {
        var end = start
        var lineStart: Int?
        while end < text.count, !text.bytes[end].endsEveryPiece {
            if text.bytes[end].isASCIIDigit { return start }
            if text.bytes[end] == 0x0A { lineStart = end + 1 }
            end += 1
        }
        let hasWords = text.bytes[(lineStart ?? start)..<end].contains(where: \.isLetter)
        isLineStart = (lineStart != nil || isLineStart) && !hasWords
        return end
    }

    private mutating func take(lineEndsAt position: Int) -> Int {
        var end = position + 1
        var lines = 1
        while end < text.count, text.bytes[end] <= 0x20, text.bytes[end] != NormalizedText.blank {
            lines += text.bytes[end] == 0x0A ? 1 : 0
            end += 1
        }
        close(lines > 1 ? .blankLine : .line)
        isLineStart = true
        return end
    }

    /// A full stop before a space ends a sentence, unless it abbreviates a word or a number, or a small letter follows.
    private func endsSentence(at position: Int, next: UInt8?) -> Bool {
        guard next == nil || next == 0x20 || next == 0x0A else { return false }
        guard let last = tokens.last, last.range.upperBound == position else { return true }
        let isShortened = last.traits.contains(.abbreviation) || last.text.unicodeScalars.count == 1
        guard !isShortened else { return false }
        // "Gartenstr. 12": the street's name is abbreviated, and its number follows.
        if next == 0x20, text.bytes.byte(at: position + 2)?.isASCIIDigit == true, words.streetSense(last) != nil {
            return false
        }
        guard next == 0x20, let following = text.bytes.byte(at: position + 2) else { return true }
        return !(following.isASCIILetter && !text.capitals[position + 2]) || !last.isCapital
    }

    /// A colon after a field name ("City:") begins that part of the address, after a unit ("No:") nothing, after anything else a new
    /// piece.
    private mutating func takeLabel(isBetweenDigits: Bool) {
        let label = tokens[pieceStart...]
        guard !label.isEmpty else { return close(.hard) }
        if !isBetweenDigits, let last = label.last, last.traits.contains(.unit), label.count > 1 { return }
        let name = label.map(\.text).joined(separator: " ")
        if !isBetweenDigits, words.fields.contains(name) || label.last.map({ $0.traits.contains(.unit) }) == true {
            tokens.removeSubrange(pieceStart...)
        } else {
            close(.hard)
            // A label is not part of anything.
            if let last = pieces.last, last.tokens.upperBound == tokens.count, !isBetweenDigits {
                pieces.removeLast()
                pendingBreak = .hard
            }
        }
    }

    private mutating func close(_ kind: AddressPiece.Break) {
        if pieceStart < tokens.count {
            pieces.append(AddressPiece(tokens: pieceStart..<tokens.count, before: pendingBreak))
            pieceStart = tokens.count
            pendingBreak = kind
        } else if kind.rawValue > pendingBreak.rawValue {
            pendingBreak = kind
        }
    }
}

extension UInt8 {
    /// Marks that do not occur in addresses.
    fileprivate var endsEveryPiece: Bool {
        switch self {
        case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "%"),
            UInt8(ascii: "$"), UInt8(ascii: "@"), UInt8(ascii: "~"), UInt8(ascii: ">"), NormalizedText.blank:
            true
        default: false
        }
    }
}
