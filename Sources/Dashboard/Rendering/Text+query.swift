import Text

extension String {
    /// Percent-encoded for a query, except letters, digits and `-._~` (RFC 3986).
    var formQuery: String {
        utf8.map { byte in
            let isPlain =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
                || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "-._~".utf8.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + Hexadecimal.encoded([byte]).uppercased()
        }.joined()
    }
}
