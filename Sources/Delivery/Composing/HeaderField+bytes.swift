extension [UInt8] {
    /// The value of the first field of a mail's header with this name, on one line; nil where there is none.
    ///
    /// - Parameter name: in lower case.
    func headerField(_ name: String) -> String? {
        var value: String?
        for line in split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let bytes = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let first = bytes.first else { break }
            // RFC 5322 section 2.2.3: a line that begins with a space continues the field before it.
            if first == UInt8(ascii: " ") || first == UInt8(ascii: "\t") {
                value = value.map { $0 + String(decoding: bytes, as: UTF8.self) }
                continue
            }
            if value != nil { break }
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { continue }
            guard String(decoding: bytes[..<colon], as: UTF8.self).lowercased() == name else { continue }
            value = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
        }
        return value.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }
}
