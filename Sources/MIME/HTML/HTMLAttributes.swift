/// The attributes of one start tag that mail clients mark their quotes with.
struct HTMLAttributes {
    private(set) var classes = ""
    private(set) var id = ""
    private(set) var type = ""
    private(set) var name = ""
    private(set) var href = ""
    private(set) var alt = ""
    private(set) var dataMarks = ""
    private(set) var isHidden = false
    /// Lower-case, white space removed.
    private(set) var style = ""

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
        case "class": classes = text.lowercased()
        case "id": id = text.lowercased()
        case "type": type = text.lowercased()
        case "name": name = text.lowercased()
        case "href": href = text
        case "alt": alt = text
        case "hidden": isHidden = true
        case "style":
            style = String(decoding: value.filter { !$0.isWhitespace }.map(\.asciiLowercased), as: UTF8.self)
        case "data-marker", "data-smartmail", "data-emoji", "data-ogsc", "title": dataMarks += text.lowercased() + " "
        default: break
        }
    }

    /// One of the white-space separated class names, or the id, once a provider's prefix (`x_`, `yiv123`) is off.
    func isMarked(_ mark: String) -> Bool {
        classes.split(separator: " ").contains { Self.matches($0, mark) } || Self.matches(id[...], mark)
    }

    private static func matches(_ word: Substring, _ mark: String) -> Bool {
        guard word.hasSuffix(mark) else { return false }
        let prefix = word.dropLast(mark.count)
        // Outlook on the web renames what it embeds to x_…, x_x_…; Yahoo to yiv1234….
        return prefix.isEmpty || prefix.allSatisfy { $0 == "x" || $0 == "_" } || prefix.hasPrefix("yiv")
            || prefix.hasPrefix("m_")
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
