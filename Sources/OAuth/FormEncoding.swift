import Text

/// `application/x-www-form-urlencoded` according to RFC 6749 appendix B: everything but RFC 3986's unreserved characters is escaped,
/// a space as `%20`, which every form parser understands.
package enum FormEncoding {
    package static func encoded(_ pairs: [(String, String)]) -> String {
        pairs.map { "\(escaped($0))=\(escaped($1))" }.joined(separator: "&")
    }

    package static func escaped(_ text: String) -> String { PercentEncoding.encoded(text) }

    /// The pairs of a query or body, the last of equal names winning; nil for an invalid escape.
    package static func decoded(_ text: some StringProtocol) -> [String: String]? {
        var pairs: [String: String] = [:]
        for part in text.utf8.split(separator: UInt8(ascii: "&")) {
            let halves = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = unescaped(Array(halves[0])),
                let value = unescaped(halves.count > 1 ? Array(halves[1]) : [])
            else { return nil }
            pairs[name] = value
        }
        return pairs
    }

    private static func unescaped(_ bytes: [UInt8]) -> String? {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "+"): result.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.count, let byte = Hexadecimal.decoded(bytes[(index + 1)...(index + 2)])?.first
                else { return nil }
                result.append(byte)
                index += 2
            case let byte: result.append(byte)
            }
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }
}
