/// An envelope address that is safe between angle brackets on a command line (RFC 5321 section 4.1.2).
struct SMTPPath: Sendable, Equatable {
    let address: String

    /// RFC 5321 section 4.5.3.1.3: 256 octets with the brackets.
    private static let maxBytes = 254

    /// Nil for anything that could end the path or the line, or is no address. Quoted local parts with spaces or brackets
    /// are refused too: nobody receives replies there.
    init?(_ address: String) {
        guard address.utf8.count <= Self.maxBytes, address.utf8.allSatisfy(Self.isSafe) else { return nil }
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")), at != address.utf8.startIndex,
            address.utf8.index(after: at) != address.utf8.endIndex
        else { return nil }
        self.address = address
    }

    private init() { address = "" }

    /// The null reverse path `<>`.
    static let null = SMTPPath()

    var needsUTF8: Bool { address.utf8.contains { $0 >= 0x80 } }

    private static func isSafe(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
    }
}
