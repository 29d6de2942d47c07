/// The places in addresses and in "my … number", and the postcodes, of all countries.
struct Gazetteer: Sendable {
    /// The meanings of a phrase of one to five words; it may have several (`Georgia`, `CA`, `Luxembourg`).
    struct Place: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case country, people, city, state
        }
        let kind: Kind
        let country: String
    }

    let formats: [AddressFormat]
    private let places: [String: [Place]]
    /// First words of names, with the number of words of the longest such name.
    private let openings: [String: Int]
    private let postcodes: [PostcodePattern.Shape: PostcodeGroup]
    /// Names in scripts that write without spaces, which occur inside longer words.
    let joinedPlaces: [(bytes: [UInt8], place: Place)]

    init(file: String, _ bytes: [UInt8]) throws(ContactDataError) {
        let sheet = try DataSheet(file: file, bytes)
        var formats: [AddressFormat] = []
        var places: [String: [Place]] = [:]
        var postcodes: [PostcodePattern.Shape: [(country: String, pattern: PostcodePattern)]] = [:]
        for section in sheet.sections {
            let format = try AddressFormat(file: file, section)
            formats.append(format)
            for pattern in format.postcodes { postcodes[pattern.shape, default: []].append((format.code, pattern)) }
            func name(_ kind: Place.Kind, _ names: [String]) {
                for name in names {
                    places[Self.key(name), default: []].append(Place(kind: kind, country: format.code))
                }
            }
            name(.country, format.names)
            name(.people, format.people)
            name(.city, format.cities)
            name(.state, format.states)
        }
        self.formats = formats
        self.places = places
        self.postcodes = postcodes.mapValues(PostcodeGroup.init)
        openings = Dictionary(
            places.keys.map { ($0.prefix { $0 != " " }, $0.count { $0 == " " } + 1) }.map { (String($0), $1) },
            uniquingKeysWith: max)
        joinedPlaces = places.flatMap { key, places in
            Self.isJoined(key) ? places.prefix(1).map { (Array(key.utf8), $0) } : []
        }
        .sorted { ($1.bytes.count, $0.place.country) < ($0.bytes.count, $1.place.country) }
    }

    func format(of country: String) -> AddressFormat? {
        formats.first { $0.code == country }
    }

    /// The longest place name at the beginning of the words.
    ///
    /// - Parameter words: folded words, without punctuation.
    func place(at words: ArraySlice<String>) -> (places: [Place], words: Int)? {
        guard let first = words.first, let most = openings[first] else { return nil }
        for length in stride(from: min(most, words.count), through: 1, by: -1) {
            let key = length == 1 ? first : words.prefix(length).joined(separator: " ")
            if let found = places[key] { return (found, length) }
        }
        return nil
    }

    /// A text read as a postcode.
    struct Postcode: Sendable {
        /// The countries whose postcodes have this form; never empty.
        let countries: [String]
        /// One of them has an unmistakable form.
        let isDistinct: Bool

        init?(_ patterns: [(country: String, pattern: PostcodePattern)]) {
            guard !patterns.isEmpty else { return nil }
            countries = patterns.map(\.country)
            isDistinct = patterns.contains { $0.pattern.isDistinct }
        }
    }

    /// The patterns of one shape.
    private struct PostcodeGroup: Sendable {
        private let patterns: [(country: String, pattern: PostcodePattern)]
        private let literal: [PostcodePattern]
        /// The matches for patterns that require only the shape: usually the whole answer, computed once.
        private let common: Postcode?

        init(_ patterns: [(country: String, pattern: PostcodePattern)]) {
            self.patterns = patterns
            literal = patterns.map(\.pattern).filter(\.isLiteral)
            common = Postcode(patterns.filter { !$0.pattern.isLiteral })
        }

        func postcode(_ text: ArraySlice<UInt8>) -> Postcode? {
            guard literal.contains(where: { $0.matches(text) }) else { return common }
            return Postcode(patterns.filter { $0.pattern.matches(text) })
        }
    }

    /// The countries whose postcode a text may be; nil when there are none.
    func postcode(_ text: ArraySlice<UInt8>) -> Postcode? {
        text.count <= 11 ? postcodes[PostcodePattern.Shape(text: text)]?.postcode(text) : nil
    }

    /// The words of a name as the tokens of a text show them.
    static func key(_ name: String) -> String {
        let folded = NormalizedText(name)
        return folded.bytes.split { !$0.isWordByte }
            .map { String(decoding: $0, as: UTF8.self) }
            .joined(separator: " ")
    }

    private static func isJoined(_ key: String) -> Bool {
        key.unicodeScalars.contains { scalar in
            (0x0E00...0x0EFF).contains(scalar.value) || (0x1000...0x109F).contains(scalar.value)
                || (0x1780...0x17FF).contains(scalar.value) || (0x3040...0x9FFF).contains(scalar.value)
                || (0xAC00...0xD7AF).contains(scalar.value)
        }
    }
}
