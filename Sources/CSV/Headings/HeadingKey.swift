/// Turns a heading into a name that can stand in a template: ` First Name ` is `first_name`, `Prénom` is `prenom`.
///
/// Lower-case letters and digits remain, Latin ones without accents; everything else becomes a single underscore between
/// words.
enum HeadingKey {
    /// nil when no letter or digit is left. A name never begins with a digit: `2nd phone` is `column_2nd_phone`.
    static func key(for heading: String) -> String? {
        var key = String.UnicodeScalarView()
        var isBetweenWords = false
        for scalar in CSVCell.trimmed(heading).lowercased().unicodeScalars {
            switch Self.kind(of: scalar, after: key.last) {
            case .ignored: continue
            case .separator: isBetweenWords = !key.isEmpty
            case .word(let letters):
                if isBetweenWords { key.append("_") }
                isBetweenWords = false
                key.append(contentsOf: letters.unicodeScalars)
            }
        }
        guard let first = key.first else { return nil }
        return first.properties.numericType != nil ? "column_" + String(key) : String(key)
    }

    private enum Kind {
        case word(String)
        case separator
        case ignored
    }

    private static func kind(of scalar: Unicode.Scalar, after last: Unicode.Scalar?) -> Kind {
        if scalar.isASCII {
            return UInt8(scalar.value).isDigit || ("a"..."z").contains(scalar) ? .word(String(scalar)) : .separator
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark:
            // An accent written apart; in other scripts it is part of the word.
            return last.map { !$0.isASCII } ?? false ? .word(String(scalar)) : .ignored
        case .format: return .ignored
        case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber, .letterNumber:
            return .word(latin(scalar) ?? String(scalar))
        default: return .separator
        }
    }

    /// The ASCII letters under an accent, by the character's own name: LATIN SMALL LETTER E WITH ACUTE.
    private static func latin(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "ß": return "ss"
        case "ı": return "i"
        default: break
        }
        let words = scalar.properties.name?.split(separator: " ") ?? []
        guard words.starts(with: ["LATIN", "SMALL", "LETTER"]), words.count > 3, words[3].count <= 2 else { return nil }
        return words[3].lowercased()
    }
}
