/// The header of the quoted mail as Outlook, Apple Mail, Lotus Notes, Orange and others print it above the quote.
enum PrintedHeader {
    /// The fields that such headers show; each is a section of a language's `quotes.txt`.
    private enum Label: String, CaseIterable { case from, date, to, cc, subject }

    /// A word for two labels counts as the first of them: "a" and "do" are short enough to be both.
    private static let labels: [[UInt8]: Label] = {
        var table: [[UInt8]: Label] = [:]
        for label in Label.allCases {
            for word in ReadingWords.quotes(label.rawValue) where table[word.foldedForMatching] == nil {
                table[word.foldedForMatching] = label
            }
        }
        return table
    }()

    /// The most lines that are looked at, and the most of them that may have no label: wrapped subjects, wrapped recipient lists,
    /// blank lines between the rows of a table.
    private static let maxLines = 14
    private static let maxOther = 3

    /// Whether a printed header starts at `index`.
    ///
    /// The writer, and two more of date, recipients and subject; one more is enough after a drawn line. Without the writer, a labelled
    /// date first and a labelled address are enough (a bounce's "Your message / To: …" begins otherwise). After a drawn line three
    /// lines of the form `label: value` are enough in an unknown language.
    ///
    /// - Parameter text: that line, folded.
    static func stands(at index: Int, _ text: [UInt8], in lines: BodyLines, afterRule: Bool = false) -> Bool {
        guard let first = row(text), first.label != nil || afterRule || lines[index].followsRule else { return false }
        let follows = afterRule || lines[index].followsRule
        var seen: Set<Label> = []
        var others = 0
        var unknown = 0
        var hasAddress = false
        var hasDate = false
        for candidate in index..<min(lines.count, index + maxLines) where others <= maxOther {
            let text = lines.folded(candidate)
            guard !lines[candidate].isQuoted, let row = row(text) else {
                others += 1
                if !lines[candidate].isBlank, seen.isEmpty, unknown == 0 { return false }
                continue
            }
            guard others <= 2 || lines[candidate].isBlank else { break }
            hasAddress = hasAddress || row.value.contains(UInt8(ascii: "@"))
            hasDate = hasDate || DigitShapes(Array(row.value)).hasDate
            if let label = row.label { seen.insert(label) } else { unknown += 1 }
            seen.formUnion(labels(within: row.value))
        }
        guard seen.contains(.from) else {
            let isDatedAndAddressed = first.label == .date && seen.contains(.to)
            return hasAddress && hasDate && (isDatedAndAddressed || follows && unknown + seen.count >= 3)
        }
        if seen.count >= 3 { return first.label == .from || first.label == .date || seen.contains(.subject) }
        return seen.count == 2 && first.label == .from && (follows || (seen.contains(.date) && hasAddress && hasDate))
    }

    /// A line `label: value`; the label is nil when it is unknown.
    private static func row(_ text: [UInt8]) -> (label: Label?, value: ArraySlice<UInt8>)? {
        let limit = text.prefix(60)
        var valueStart: Int
        var name: ArraySlice<UInt8>
        if let colon = limit.firstIndex(of: UInt8(ascii: ":")) {
            name = limit[..<colon]
            valueStart = colon + 1
        } else if let wide = wideColon(in: limit) {
            name = limit[..<wide]
            valueStart = wide + 3
        } else {
            return nil
        }
        name = name.trimming {
            $0 == UInt8(ascii: "*") || $0 == 0x20 || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "|")
        }
        guard !name.isEmpty, name.count <= 40, !name.contains(UInt8(ascii: "@")) else { return nil }
        let rest = text[min(valueStart, text.count)...].drop { $0 == UInt8(ascii: "*") || $0 == 0x20 }
        return (labels[Array(name)], rest)
    }

    /// Labels further on in one line: clients that lose line breaks print the whole header in a row.
    private static func labels(within value: ArraySlice<UInt8>) -> Set<Label> {
        var found: Set<Label> = []
        for word in value.prefix(200).split(separator: 0x20) where word.last == UInt8(ascii: ":") {
            let name = word.dropLast().trimming { $0 == UInt8(ascii: "*") }
            if name.count >= 2, let label = labels[Array(name)] { found.insert(label) }
        }
        return found
    }

    private static func wideColon(in text: ArraySlice<UInt8>) -> Int? {
        guard text.count >= 3 else { return nil }
        return text.indices.dropLast(2).first { text[$0] == 0xEF && text[$0 + 1] == 0xBC && text[$0 + 2] == 0x9A }
    }
}
