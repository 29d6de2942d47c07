import CSV

/// The meaning of a cell in a list of people.
enum LeadCell {
    /// The most bytes that a word for nothing has.
    private static let longestPlaceholder = 6
    /// Words for nothing, in small letters.
    private static let placeholders: Set<String> = ["n/a", "n.a.", "k.a.", "(null)", "<null>", "\\n"]
    /// Words that programs print for nothing; people are called Null and Nan.
    private static let printedNothing: Set<String> = ["NULL", "null", "None", "NaN", "nan"]

    /// The value that the cell gives its field, trimmed. Nil where it says nothing, so that `default` applies: an empty cell, marks
    /// without a letter, a digit or a symbol (`-`, `???`), a word for nothing (`n/a`), and what a failed formula leaves (`#N/A`).
    static func value(_ cell: String) -> String? {
        let text = CSVCell.trimmed(cell)
        guard text.unicodeScalars.contains(where: says), CSVDamage(in: text) != .failedFormula else { return nil }
        guard text.utf8.count <= longestPlaceholder else { return text }
        return placeholders.contains(text.lowercased()) || printedNothing.contains(text) ? nil : text
    }

    /// Whether a character can be all that somebody has to say; a mark beside others only parts or ends them.
    private static func says(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .spaceSeparator, .control, .format:
            false
        default: true
        }
    }
}
