/// Facts that can be told from one cell alone.
public enum CSVCell {
    /// `text` without blanks at its ends; blanks are all white space of Unicode, and zero-width characters, which come along when text
    /// is copied from a web page.
    public static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return text }
        guard isBlank(first) || isBlank(last) else { return text }
        guard let start = scalars.firstIndex(where: { !isBlank($0) }),
            let end = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(scalars[start...end])
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20, 0x09...0x0D: true
        case ..<0x80: false
        case 0x200B...0x200F, 0x2060, 0xFEFF, 0xAD: true
        default: scalar.properties.isWhitespace
        }
    }
}

/// Signs that another program damaged a cell before the file was saved. The text is read as it is; a person should know.
public enum CSVDamage: String, CaseIterable, Hashable, Sendable {
    /// `4.91512E+11`: a spreadsheet shortened a long number, and its digits are lost.
    case shortenedNumber
    /// `#REF!`, `#N/A` and the like: a formula failed.
    case failedFormula
    /// `########`: a column was too narrow for its number.
    case hiddenNumber
    /// U+FFFD: a character was lost in a wrong encoding.
    case lostCharacter
    /// `JosÃ©`: UTF-8 was read as Windows-1252 and saved again.
    case doublyEncoded

    /// The first sign in `cell`; nil for almost all.
    public init?(in cell: String) {
        if let first = cell.utf8.first, UInt8(ascii: "A")...UInt8(ascii: "z") ~= first,
            !cell.utf8.contains(where: { $0 >= 0x80 })
        {
            return nil
        }
        let bytes = Array(CSVCell.trimmed(cell).utf8)
        guard let first = bytes.first else { return nil }
        if first.isDigit, ScientificNumber.isOne(bytes) {
            self = .shortenedNumber
        } else if first == UInt8(ascii: "#"), Self.isFormulaError(bytes) {
            self = .failedFormula
        } else if bytes.count >= 3, bytes.allSatisfy({ $0 == UInt8(ascii: "#") }) {
            self = .hiddenNumber
        } else if bytes.contains(where: { $0 >= 0x80 }), let sign = Self(beyondASCII: cell.unicodeScalars) {
            self = sign
        } else {
            return nil
        }
    }

    /// `#N/A` as Excel has it in English, German and Spanish; the other errors end with a mark: `#REF!`, `#BEZUG!`, `#¿NOMBRE?`.
    private static func isFormulaError(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        if ["#N/A", "#NV", "#N/D"].contains(text) { return true }
        guard bytes.count > 3, bytes.last == UInt8(ascii: "!") || bytes.last == UInt8(ascii: "?") else { return false }
        return text.unicodeScalars.dropFirst().dropLast().allSatisfy {
            $0.properties.isUppercase || "/0¡¿".unicodeScalars.contains($0)
        }
    }

    private init?(beyondASCII scalars: String.UnicodeScalarView) {
        var previous: Unicode.Scalar = " "
        for scalar in scalars {
            if scalar == "\u{FFFD}" {
                self = .lostCharacter
                return
            }
            // The lead bytes C3 and E2 read as characters, followed by characters that only a continuation byte can have become.
            if (previous == "Ã" && (0x80...0xBF).contains(scalar.value)) || (previous == "â" && scalar == "€") {
                self = .doublyEncoded
                return
            }
            previous = scalar
        }
        return nil
    }
}
