/// A `msg-id` of RFC 5322 section 3.6.4, without its angle brackets.
///
/// Anybody can write any id into a mail, so an id is evidence only together with where it was found.
package struct MessageID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Accepts ids as they occur in practice (no `@`, odd characters); refuses whatever could break a header or a command:
    /// spaces, control characters, angle brackets, non-ASCII, more than 995 octets.
    package init?(_ candidate: some StringProtocol) {
        var bytes = Array(candidate.utf8)
        if bytes.first == UInt8(ascii: "<"), bytes.last == UInt8(ascii: ">"), bytes.count >= 2 {
            bytes = Array(bytes[1..<bytes.count - 1])
        }
        guard (1...995).contains(bytes.count),
            bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") })
        else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// With angle brackets, as headers want it.
    package var bracketed: String { "<\(text)>" }
    package var description: String { bracketed }
}
