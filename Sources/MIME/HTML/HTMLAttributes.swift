/// The attributes of one start tag that mail clients mark their quotes with.
struct HTMLAttributes {
    /// Class names, the id, and the values by which Zimbra and Gmail mark (`data-marker`, `data-smartmail`), lower-case,
    /// without the prefixes that other providers put before them.
    private(set) var marks: [String] = []
    private(set) var type = ""
    private(set) var name = ""
    private(set) var href = ""
    private(set) var alt = ""
    private(set) var isHidden = false
    /// Lower-case, white space removed.
    private(set) var style = ""

    static let none = HTMLAttributes([])

    /// The longest value that is looked at; images embedded as `data:` can have megabytes.
    private static let maxValue = 2_000
    private static let maxAttributes = 64

    init(_ bytes: ArraySlice<UInt8>) {
        var scanner = AttributeScanner(bytes)
        for _ in 0..<Self.maxAttributes {
            guard let (name, value) = scanner.next() else { return }
            set(String(decoding: name, as: UTF8.self).lowercased(), value.prefix(Self.maxValue))
        }
    }

    private mutating func set(_ attribute: String, _ value: ArraySlice<UInt8>) {
        let text = String(decoding: value, as: UTF8.self)
        switch attribute {
        case "class", "id", "data-marker", "data-smartmail":
            marks += text.lowercased().split(whereSeparator: \.isWhitespace).map(Self.withoutPrefix)
        case "type": type = text.lowercased()
        case "name": name = text.lowercased()
        case "href": href = text
        case "alt": alt = text
        case "hidden": isHidden = true
        case "style":
            style = String(decoding: value.filter { !$0.isWhitespace }.map(\.asciiLowercased), as: UTF8.self)
        default: break
        }
    }

    /// Whether one of its marks is among `known`.
    func isMarked(as known: Set<String>) -> Bool {
        marks.contains { known.contains($0) }
    }

    /// Outlook on the web renames what it embeds to `x_…`, `x_x_…`, Gmail to `m_-123…`, Yahoo to `yiv123…` and
    /// `ydp4f5a…`.
    private static func withoutPrefix(_ word: Substring) -> String {
        var rest = word
        while rest.hasPrefix("x_") { rest = rest.dropFirst(2) }
        guard rest.hasPrefix("yiv") || rest.hasPrefix("ydp") || rest.hasPrefix("m_") else { return String(rest) }
        return HTMLQuoteForms.all.first { rest.hasSuffix($0) } ?? String(rest)
    }
}

private struct AttributeScanner {
    private let bytes: ArraySlice<UInt8>
    private var index: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        index = bytes.startIndex
    }

    mutating func next() -> (name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        // A stray "=" where a name should begin must not stop the walk.
        skip { $0.isWhitespace || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "=") }
        guard index < bytes.endIndex else { return nil }
        let name = take { !$0.isWhitespace && $0 != UInt8(ascii: "=") }
        skip(\.isWhitespace)
        guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "=") else { return (name, []) }
        index += 1
        skip(\.isWhitespace)
        guard index < bytes.endIndex else { return (name, []) }
        let quote = bytes[index]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return (name, take { !$0.isWhitespace })
        }
        index += 1
        let value = take { $0 != quote }
        if index < bytes.endIndex { index += 1 }
        return (name, value)
    }

    private mutating func skip(_ belongs: (UInt8) -> Bool) { _ = take(belongs) }

    private mutating func take(_ belongs: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = index
        while index < bytes.endIndex, belongs(bytes[index]) { index += 1 }
        return bytes[start..<index]
    }
}
