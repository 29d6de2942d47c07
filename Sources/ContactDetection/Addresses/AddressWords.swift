/// The words that make up postal addresses: `AddressFormats/address-words.txt`.
struct AddressWords: Sendable {
    /// How far a word speaks for a street.
    enum StreetSense: Int, Sendable {
        /// Only with a house number: `place`, `drive`, `c`.
        case withNumber
        case always
    }

    private let streets: [String: StreetSense]
    private let endings: [(ending: [UInt8], sense: StreetSense)]
    private let units: Set<String>
    private let stops: Set<String>
    private let greetings: Set<String>
    private let notHouses: Set<String>
    private let abbreviations: Set<String>
    private let particles: Set<String>
    let fields: Set<String>
    let boxes: Phrases
    let leads: Phrases
    let events: Phrases
    /// "do not ship", "my previous address".
    let denials: Phrases
    /// Endings of address parts in scripts without spaces.
    let joined: [[UInt8]]

    init(file: String, _ bytes: [UInt8]) throws(ContactDataError) {
        let sheet = try DataSheet(file: file, bytes)
        func values(_ name: String) throws(ContactDataError) -> [String] {
            guard let section = sheet.sections.first(where: { $0.name == name }) else {
                throw ContactDataError(file: file, line: 1, problem: "the section [\(name)] is missing")
            }
            return section.entries.flatMap(\.values)
        }
        func set(_ name: String) throws(ContactDataError) -> Set<String> {
            Set(try values(name).map { Gazetteer.key($0) })
        }
        var streets: [String: StreetSense] = [:]
        var endings: [(ending: [UInt8], sense: StreetSense)] = []
        for value in try values("street") {
            let sense: StreetSense = value.hasSuffix("?") ? .withNumber : .always
            let word = Gazetteer.key(value.hasSuffix("?") ? String(value.dropLast()) : value)
            if value.hasPrefix("-") {
                endings.append((Array(word.utf8), sense))
            } else {
                // A word that is plain in one language stays so though another doubts it.
                streets[word] = max(streets[word] ?? sense, sense) { $0.rawValue < $1.rawValue }
            }
        }
        self.streets = streets
        self.endings = endings
        units = Set(try values("unit").map { Gazetteer.key($0.hasSuffix("?") ? String($0.dropLast()) : $0) })
        // `word?` is a stop word in one language and part of street names in another: left alone.
        stops = Set(try values("stop").filter { !$0.hasSuffix("?") }.map { Gazetteer.key($0) })
        greetings = try set("greeting")
        notHouses = try set("not a house")
        abbreviations = try set("abbreviation")
        fields = try set("field")
        particles = try set("particle")
        boxes = Phrases(try values("box"))
        leads = Phrases(try values("lead"))
        events = Phrases(try values("event"))
        denials = Phrases(try values("denial"))
        joined = Array(Set(try values("joined").map { Array($0.utf8) })).sorted {
            ($1.count, $0.first ?? 0) < ($0.count, $1.first ?? 0)
        }
    }

    func streetSense(_ word: String) -> StreetSense? {
        if let sense = streets[word] { return sense }
        let bytes = word.utf8
        guard bytes.count >= 6 else { return nil }
        return endings.lazy
            .filter { bytes.count >= $0.ending.count + 3 && bytes.suffix($0.ending.count).elementsEqual($0.ending) }
            .map(\.sense)
            .max { $0.rawValue < $1.rawValue }
    }

    func isUnit(_ word: String) -> Bool { units.contains(word) }
    func isStop(_ word: String) -> Bool { stops.contains(word) }
    func isGreeting(_ word: String) -> Bool { greetings.contains(word) }
    func isNoHouse(_ word: String) -> Bool { notHouses.contains(word) }
    func isParticle(_ word: String) -> Bool { particles.contains(word) }
    func isAbbreviation(_ word: String) -> Bool { abbreviations.contains(word) }
}

private func max<Value>(_ left: Value, _ right: Value, by isLess: (Value, Value) -> Bool) -> Value {
    isLess(left, right) ? right : left
}
