import Text

/// Finds text that an author may have intended as placeholder, gap or spintax.
enum UnreadPlaceholders {
    /// Problems by their offsets; `known` holds normal forms of names.
    static func all(in text: String, known: Set<String>) -> [(offset: Int, problem: TemplateError.Problem)] {
        let bytes = Array(text.utf8)
        let braces = Braces(bytes)
        var found: [(offset: Int, problem: TemplateError.Problem)] = []
        for (start, end) in braces.closing {
            let content = bytes[(start + 1)..<end]
            if braces.pipes[start] != nil {
                guard content.count <= 200, !content.contains(where: Self.belongsToCode) else { continue }
                found.append((start, .syntax("Jinja does not read spintax, so these alternatives would all be sent")))
            } else if let name = PlaceholderParser.name(in: content), FieldNames.isKnown(name, among: known) {
                found.append((start, .syntax("\"{\(name)}\" is plain text beside Jinja; a field has two braces")))
            }
        }
        for index in bytes.indices where bytes[index] == ASCII.openBracket {
            guard let tag = BracketTag(bytes[index...]), (try? tag.lines()) != nil else { continue }
            found.append((index, .syntax("Jinja does not read gaps, so this one would be sent as text")))
        }
        return found.sorted { $0.offset < $1.offset }
    }

    /// Style sheets and scripts have pipes too.
    private static func belongsToCode(_ byte: UInt8) -> Bool { "\n:;{}()=\"".utf8.contains(byte) }
}
