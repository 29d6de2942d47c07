package import Correspondence

/// The address in a cell of an imported file, in any of the forms that people paste.
package enum AddressCell: Hashable, Sendable {
    /// One address, with the name before it, if any.
    case address(EmailAddress, name: String?)
    /// More than one: a mistake that must not be hidden by a guess.
    case several([EmailAddress])
    case empty
    case malformed(String)

    /// Reads `a@b.example`, `<a@b.example>`, `Ada L <a@b.example>` and `mailto:a@b.example?subject=…`.
    package init(_ cell: String) {
        // The usual case: nothing surrounds it.
        if let first = cell.utf8.first, let last = cell.utf8.last, Self.isWord(first), Self.isWord(last),
            let address = EmailAddress(cell)
        {
            self = .address(address, name: nil)
            return
        }
        let text = Self.unwrapped(cell[...], of: " \t\r\n\u{A0}\u{200B}\u{FEFF}")
        if text.isEmpty {
            self = .empty
        } else if let address = Self.bare(text) {
            self = .address(address, name: nil)
        } else if let named = Self.named(text) {
            self = named
        } else {
            let all = text.split { " ,;/|<>\t\r\n".unicodeScalars.contains($0.unicodeScalars.first ?? "a") }
                .compactMap { Self.bare($0) }
            self = all.count > 1 ? .several(all) : .malformed(String(text))
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    /// A single address; a full stop or comma after it is not part of it.
    private static func bare(_ text: Substring) -> EmailAddress? {
        var rest = unwrapped(text, of: "'\".,;:")
        if rest.prefix(7).lowercased() == "mailto:" { rest = rest.dropFirst(7).prefix { $0 != "?" } }
        return EmailAddress(rest)
    }

    private static func named(_ text: Substring) -> AddressCell? {
        guard text.last == ">", let start = text.lastIndex(of: "<"),
            let address = bare(text[text.index(after: start)...].dropLast())
        else { return nil }
        let name = unwrapped(text[..<start], of: " \t\"'")
        // The text before could be another address: `a@b.example, Ada <c@d.example>`.
        if name.contains("@") { return nil }
        return .address(address, name: name.isEmpty ? nil : String(name))
    }

    /// `text` without these characters at its ends.
    private static func unwrapped(_ text: Substring, of characters: String) -> Substring {
        let unwanted = Set(characters.unicodeScalars)
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !unwanted.contains($0) }),
            let last = scalars.lastIndex(where: { !unwanted.contains($0) })
        else { return text.prefix(0) }
        return text[first...last]
    }
}
