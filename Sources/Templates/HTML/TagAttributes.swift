import Text

/// The attributes of a start tag: names in lower case, values with their character references resolved.
enum TagAttributes {
    static func all(in bytes: ArraySlice<UInt8>) -> [(name: String, value: String)] {
        var attributes: [(name: String, value: String)] = []
        var rest = bytes
        while true {
            rest = rest.drop { $0.isASCIIWhitespace || $0 == ASCII.slash || $0 == UInt8(ascii: "=") }
            guard !rest.isEmpty else { return attributes }
            let name = rest.prefix { !$0.isASCIIWhitespace && $0 != UInt8(ascii: "=") && $0 != ASCII.slash }
            rest = rest[name.endIndex...]
            let value = value(&rest)
            attributes.append(
                (String(decoding: name, as: UTF8.self).asciiLowercased, HTMLReferences.resolved(value)))
        }
    }

    private static func value(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let afterName = rest.drop(while: \.isASCIIWhitespace)
        guard afterName.first == UInt8(ascii: "=") else { return [] }
        rest = afterName.dropFirst().drop(while: \.isASCIIWhitespace)
        guard let quote = rest.first, quote == ASCII.quote || quote == UInt8(ascii: "'") else {
            let value = rest.prefix { !$0.isASCIIWhitespace }
            rest = rest[value.endIndex...]
            return value
        }
        let value = rest.dropFirst().prefix { $0 != quote }
        rest = rest[value.endIndex...].dropFirst()
        return value
    }
}
