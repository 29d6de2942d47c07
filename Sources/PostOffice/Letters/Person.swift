/// A name and an address, as in From and To.
package struct Person: Hashable, Sendable {
    package let name: String
    package let address: String

    package init(_ name: String, _ address: String) {
        self.name = name
        self.address = address
    }

    /// What follows the `@`; the whole address when there is none.
    package var domain: String {
        address.lastIndex(of: "@").map { String(address[address.index(after: $0)...]) } ?? address
    }

    /// `"Name" <address>`, or the bare address for a person without a name (RFC 5322 section 3.4).
    package var headerValue: String {
        guard !name.isEmpty else { return address }
        let isPlain = name.utf8.allSatisfy { Ascii.isLetterOrDigit($0) || $0 == Ascii.space }
        let phrase = isPlain || !name.utf8.allSatisfy { $0 < 128 } ? EncodedWord.encode(name) : name.imapQuoted
        return "\(phrase) <\(address)>"
    }

    /// Reads the first mailbox of a From-like value. The name stays as written, without its quotes.
    init(headerValue: String) {
        guard let open = headerValue.lastIndex(of: "<"), let end = headerValue[open...].firstIndex(of: ">") else {
            self.init("", headerValue.filter { $0 != " " })
            return
        }
        let name = headerValue[..<open].drop { $0 == " " || $0 == "\"" }
        let trailing = name.reversed().prefix { $0 == " " || $0 == "\"" }.count
        self.init(String(name.dropLast(trailing)), String(headerValue[headerValue.index(after: open)..<end]))
    }
}
