import PhoneNumbers

/// How one country writes postal addresses: a section of `AddressFormats/countries.txt`.
struct AddressFormat: Sendable {
    /// ISO 3166.
    let code: String
    let names: [String]
    let people: [String]
    let postcodes: [PostcodePattern]
    let putsPostcodeFirst: Bool
    let cities: [String]
    let states: [String]

    /// Nil for the few territories without telephones.
    var region: Region? { Region(code) }

    init(file: String, _ section: DataSheet.Section) throws(ContactDataError) {
        code = section.name
        names = section.values("names")
        people = section.values("people")
        postcodes = section.values("postcode").map(PostcodePattern.init)
        putsPostcodeFirst = section.values("order").contains("postcode city")
        cities = section.values("cities")
        states = section.values("states")
        guard !names.isEmpty else {
            throw ContactDataError(file: file, line: section.line, problem: "[\(section.name)] has no names")
        }
    }
}

/// The form of a country's postcodes: `#` a digit, `@` a letter, anything else itself.
struct PostcodePattern: Hashable, Sendable {
    /// The texts that may match.
    let shape: Shape
    private let pattern: [UInt8]

    init(_ text: String) {
        let folded = NormalizedText(text)
        pattern = folded.bytes
        shape = Shape(pattern: folded.bytes)
    }

    /// Letters and hyphens make a postcode unmistakable; bare digits look like any number.
    var isDistinct: Bool { pattern.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "-") || $0.isASCIILetter } }

    /// Whether a text of this shape may still not match.
    var isLiteral: Bool { !pattern.allSatisfy { "#@ -".utf8.contains($0) } }

    /// Whether the pattern's literal letters and digits occur in a text of the same shape.
    func matches(_ text: ArraySlice<UInt8>) -> Bool {
        text.count == pattern.count
            && zip(text, pattern).allSatisfy { byte, sign in
                switch sign {
                case UInt8(ascii: "#"): byte.isASCIIDigit
                case UInt8(ascii: "@"): byte.isASCIILetter
                default: byte == sign
                }
            }
    }

    /// The classes of a text's characters, three bits each: a digit, a letter, a space, a hyphen, another.
    struct Shape: Hashable, Sendable {
        private var bits: UInt64 = 0

        init(text: ArraySlice<UInt8>) {
            for byte in text.prefix(21) {
                append(byte.isASCIIDigit ? 1 : byte.isASCIILetter ? 2 : Self.sign(byte))
            }
        }

        fileprivate init(pattern: [UInt8]) {
            for byte in pattern.prefix(21) {
                let isDigit = byte.isASCIIDigit || byte == UInt8(ascii: "#")
                append(isDigit ? 1 : byte.isASCIILetter || byte == UInt8(ascii: "@") ? 2 : Self.sign(byte))
            }
        }

        private static func sign(_ byte: UInt8) -> UInt64 { byte == 0x20 ? 3 : byte == UInt8(ascii: "-") ? 4 : 5 }

        private mutating func append(_ kind: UInt64) { bits = bits << 3 | kind }
    }
}
