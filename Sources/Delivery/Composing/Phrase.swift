import Correspondence

/// The values of header fields, as words between which a line may be folded.
enum Phrase {
    /// Longer display names are written as encoded words, which can be folded.
    private static let maxQuoted = 60

    /// `Subject` and the like: words unchanged, or all of it as encoded words.
    static func unstructured(_ text: String) -> [String] {
        let cleaned = HeaderText.clean(text)
        guard HeaderText.isPlain(cleaned) else { return EncodedWord.words(for: cleaned) }
        return cleaned.split(separator: " ").map(String.init)
    }

    /// `Name <address>`, or the bare address without a name (RFC 5322 section 3.4).
    static func mailbox(_ correspondent: Correspondent) -> [String] {
        let name = HeaderText.clean(correspondent.name ?? "")
        guard !name.isEmpty else { return [correspondent.address.text] }
        return displayName(name) + ["<\(correspondent.address.text)>"]
    }

    /// Atoms, a quoted string, or encoded words (RFC 5322 section 3.2.5, RFC 2047 section 5 (3)).
    private static func displayName(_ name: String) -> [String] {
        guard HeaderText.isPlain(name), name.utf8.count <= maxQuoted else { return EncodedWord.words(for: name) }
        let isAtoms = name.utf8.allSatisfy { $0 == 0x20 || isAtomText($0) }
        if isAtoms { return name.split(separator: " ").map(String.init) }
        let escaped = name.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return ["\"\(String(escaped))\""]
    }

    /// `atext` of RFC 5322 section 3.2.3.
    private static func isAtomText(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
        }
    }
}
