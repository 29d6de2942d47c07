/// The argument of MAIL and RCPT: `FROM:<address> PARAMETER…` (RFC 5321 section 4.1.2).
struct SMTPPath: Hashable, Sendable {
    /// Empty for the null reverse-path.
    let address: String
    let parameters: [String]

    /// - Parameter keyword: `FROM` or `TO`.
    /// Nil when the argument is no path. The address needs one `@` with something on both sides, and no blanks,
    /// controls or brackets.
    init?(_ argument: String, keyword: String) {
        let prefix = keyword.utf8.count + 1
        let bytes = Array(argument.utf8)
        guard bytes.count > prefix, Ascii.equal(String(decoding: bytes[..<prefix], as: UTF8.self), keyword + ":") else {
            return nil
        }
        let path = Ascii.trimmed(bytes[prefix...])
        guard path.first == UInt8(ascii: "<"), let end = path.firstIndex(of: UInt8(ascii: ">")) else { return nil }
        let inner = path[(path.startIndex + 1)..<end]
        guard inner.isEmpty && keyword == "FROM" || Self.isAddress(inner) else { return nil }
        address = String(decoding: inner, as: UTF8.self)
        let rest = path[(end + 1)...]
        guard rest.isEmpty || rest.first == Ascii.space else { return nil }
        parameters = rest.split(separator: Ascii.space).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isAddress(_ bytes: ArraySlice<UInt8>) -> Bool {
        let specials = Set("<>()[]\\,;:\"".utf8)
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > bytes.startIndex, at < bytes.endIndex - 1 else {
            return false
        }
        return bytes.count <= 254 && bytes[(at + 1)...].allSatisfy { $0 != UInt8(ascii: "@") }
            && bytes.allSatisfy { $0 > 32 && $0 < 127 && !specials.contains($0) }
    }
}
