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
    /// Which texts may match.
    let shape: Shape
    private let pattern: [UInt8]

    init(_ text: String) {
        let folded = NormalizedText(text)
        pattern = folded.bytes
        shape = Shape(folded.bytes[...])
    }

    /// Letters and hyphens make a postcode hard to mistake; bare digits are half of all numbers.
    var isDistinct: Bool { pattern.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "-") || $0.isASCIILetter } }

    /// Whether the literal letters and digits of the pattern stand in a text of the same shape.
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

    /// What the first characters of a text are, three bits for each: a digit, a letter, a space, a hyphen, another.
    struct Shape: Hashable, Sendable {
        private let bits: UInt64

        init(_ text: ArraySlice<UInt8>) {
            bits = text.prefix(21).reduce(0) { bits, byte in
                switch byte {
                case UInt8(ascii: "#"), UInt8(ascii: "0")...UInt8(ascii: "9"): bits << 3 | 1
                case UInt8(ascii: "@"), UInt8(ascii: "a")...UInt8(ascii: "z"): bits << 3 | 2
                case UInt8(ascii: " "): bits << 3 | 3
                case UInt8(ascii: "-"): bits << 3 | 4
                default: bits << 3 | 5
                }
            }
        }
    }
}
