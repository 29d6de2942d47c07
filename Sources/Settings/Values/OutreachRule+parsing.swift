import Correspondence

/// The form of `OUTREACH`.
extension OutreachRule {
    /// `similar`, `all`, or marks separated by commas: `label:Outreach, subject:Collaboration, from:anna@brand.example`.
    ///
    /// A comma separates two marks only where `label:`, `subject:` or `from:` follows, so a subject may contain one.
    static func parsed(_ text: String) throws(Fault) -> OutreachRule {
        switch text.lowercased() {
        case "similar": return .similar
        case "all": return .all
        default: break
        }
        var marks: [Mark] = []
        for piece in pieces(text) { marks.append(try mark(piece)) }
        return .marked(marks)
    }

    /// Each completes "OUTREACH …".
    enum Fault: Error, Hashable {
        case notARule
        case emptyMark
        case notAnAddress

        var sentence: String {
            switch self {
            case .notARule:
                "is not a valid rule: set it to similar, all, label:NAME, subject:WORDS or from:ADDRESS (several of "
                    + "the last "
                    + "three are separated by commas)."
            case .emptyMark: "has a label, subject or from with nothing behind the colon: say which one."
            case .notAnAddress: "has a from that is not a valid mail address: write from:name@example.com."
            }
        }
    }

    private static let kinds = ["label", "subject", "from"]

    private static func pieces(_ text: String) -> [String] {
        text.split(separator: ",", omittingEmptySubsequences: false).reduce(into: []) { pieces, part in
            if let last = pieces.indices.last, !beginsMark(part) {
                pieces[last] += ",\(part)"
            } else {
                pieces.append(String(part))
            }
        }
    }

    private static func beginsMark(_ text: Substring) -> Bool {
        let start = String(text).trimmed.lowercased()
        return kinds.contains { start.hasPrefix("\($0):") }
    }

    private static func mark(_ piece: String) throws(Fault) -> Mark {
        guard let colon = piece.firstIndex(of: ":") else { throw .notARule }
        let value = String(piece[piece.index(after: colon)...]).trimmed
        let kind = String(piece[..<colon]).trimmed.lowercased()
        guard kinds.contains(kind) else { throw .notARule }
        guard !value.isEmpty else { throw .emptyMark }
        switch kind {
        case "label": return .label(value)
        case "subject": return .subject(value)
        default:
            guard let address = EmailAddress(value) else { throw .notAnAddress }
            return .from(address)
        }
    }
}
