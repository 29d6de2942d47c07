/// Mail addresses in any text, roughly: what a person would take for one.
enum MailAddresses {
    /// The domains after each `@` that has a letter or digit before it and a dotted name behind it.
    static func domains(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        return bytes.indices.compactMap { position in
            guard bytes[position] == UInt8(ascii: "@"), position > 0, isName(bytes[position - 1]) else { return nil }
            let name = bytes[(position + 1)...].prefix { isName($0) || $0 == UInt8(ascii: ".") }
            let domain = String(decoding: name, as: UTF8.self).trimmed(of: ".").lowercased()
            return domain.contains(".") ? domain : nil
        }
    }

    /// Names that RFC 2606 and RFC 6761 keep for examples, and addresses by number.
    static func isReserved(_ domain: String) -> Bool {
        let last = domain.split(separator: ".").suffix(2)
        return ["test", "example", "invalid", "localhost"].contains(last.last)
            || ["example.com", "example.org", "example.net"].contains(last.joined(separator: "."))
            || domain.allSatisfy { $0.isNumber || $0 == "." }
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension String {
    fileprivate func trimmed(of character: Character) -> String {
        var rest = self[...]
        while rest.last == character { rest = rest.dropLast() }
        while rest.first == character { rest = rest.dropFirst() }
        return String(rest)
    }
}
