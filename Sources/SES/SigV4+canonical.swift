import Text

/// The canonical form of a request, which both sides must derive identically.
extension SigV4 {
    /// Dot segments and empty ones taken out, then encoded a second time: every service but S3 wants that.
    static func canonicalPath(_ path: String) -> String {
        let pieces = path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
        var kept: [String] = []
        for piece in pieces where piece != "." {
            if piece == ".." { _ = kept.popLast() } else { kept.append(piece) }
        }
        let endsInSlash = path.utf8.last == UInt8(ascii: "/") && !kept.isEmpty
        return "/" + kept.map(encoded).joined(separator: "/") + (endsInSlash ? "/" : "")
    }

    /// Sorted by name and then by value; a name without a value has an empty one.
    static func canonicalQuery(_ query: String) -> String {
        query.utf8.split(separator: UInt8(ascii: "&")).map { pair in
            let name = pair.prefix { $0 != UInt8(ascii: "=") }
            return (Array(name), Array(pair.dropFirst(name.count + 1)))
        }.sorted { left, right in
            left.0 == right.0 ? left.1.lexicographicallyPrecedes(right.1) : left.0.lexicographicallyPrecedes(right.0)
        }.map { name, value in
            "\(String(decoding: name, as: UTF8.self))=\(String(decoding: value, as: UTF8.self))"
        }.joined(separator: "&")
    }

    /// Names in lower case and sorted, runs of white space as one space, values of equal names joined by commas.
    static func canonicalHeaders(_ headers: [(name: String, value: String)]) -> [(name: String, value: String)] {
        var values: [String: [String]] = [:]
        for header in headers {
            let words = header.value.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
            values[header.name.lowercased(), default: []].append(
                words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " "))
        }
        return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map {
            (name: $0.key, value: $0.value.joined(separator: ","))
        }
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    static func encoded(_ text: String) -> String { PercentEncoding.encoded(text) }

    /// `20261130T194500Z`.
    static func stamp(_ time: Int64) -> String {
        let (days, seconds) = time.quotientAndRemainderRoundedDown(by: 86_400)
        let date = CivilDay(daysSince1970: Int(days))
        func two(_ number: some BinaryInteger) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return
            "\(date.year)\(two(date.month))\(two(date.day))T\(two(seconds / 3_600))\(two(seconds / 60 % 60))\(two(seconds % 60))Z"
    }
}

extension Int64 {
    fileprivate func quotientAndRemainderRoundedDown(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
