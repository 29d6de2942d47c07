/// An address that may stand in `MAIL FROM`, `RCPT TO` and a header: RFC 5321 section 4.1.2 with a dot-string local part.
///
/// Quoted local parts, address literals and anything with a control character or a space cannot be built, so what
/// reaches the wire needs no second check. Two addresses are equal when they differ in letter case only.
package struct EmailAddress: Sendable, CustomStringConvertible {
    /// The address as it was written, without angle brackets.
    package let text: String
    /// The lower-cased form that identifies the correspondent in the database.
    package let key: String

    /// Limits of RFC 5321 section 4.5.3.1: 64 octets before the `@`, 255 after it, 254 in all.
    package init?(_ candidate: some StringProtocol) {
        let bytes = Array(candidate.utf8)
        guard bytes.count <= 254, let at = bytes.lastIndex(of: UInt8(ascii: "@")),
            Self.isLocalPart(bytes[..<at]), Self.isDomain(bytes[(at + 1)...])
        else { return nil }
        text = String(candidate)
        key = String(decoding: bytes.map(Self.lowercased), as: UTF8.self)
    }

    /// The part after the `@`, lower-cased.
    package var domain: String { String(key[key.index(after: key.lastIndex(of: "@")!)...]) }
    /// The part before the `@`, lower-cased.
    package var localPart: String { String(key[..<key.lastIndex(of: "@")!]) }

    /// The key of the mailbox that the address certainly leads to: without a `+tag`, and for Gmail without dots, which Gmail
    /// ignores.
    package var mailbox: String {
        var local = localPart.prefix { $0 != "+" }
        let isGmail = domain == "gmail.com" || domain == "googlemail.com"
        if isGmail { local.removeAll { $0 == "." } }
        return "\(local)@\(isGmail ? "gmail.com" : domain)"
    }

    package var description: String { text }

    private static func isLocalPart(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard (1...64).contains(bytes.count), bytes.first != UInt8(ascii: "."), bytes.last != UInt8(ascii: ".")
        else { return false }
        var previousIsDot = false
        for byte in bytes {
            let isDot = byte == UInt8(ascii: ".")
            guard isDot ? !previousIsDot : isAtomText(byte) else { return false }
            previousIsDot = isDot
        }
        return true
    }

    private static func isDomain(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard (1...255).contains(bytes.count) else { return false }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            (1...63).contains(label.count) && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
                && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    /// `atext` of RFC 5322 section 3.2.3.
    private static func isAtomText(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }
}

extension EmailAddress: Hashable {
    package static func == (left: EmailAddress, right: EmailAddress) -> Bool { left.key == right.key }
    package func hash(into hasher: inout Hasher) { hasher.combine(key) }
}

/// A correspondent as a header names one: `mailbox` of RFC 5322 section 3.4.
package struct Correspondent: Hashable, Sendable {
    package let address: EmailAddress
    /// The decoded display name; nil when there is none.
    package let name: String?

    package init(address: EmailAddress, name: String? = nil) {
        self.address = address
        self.name = name
    }
}
