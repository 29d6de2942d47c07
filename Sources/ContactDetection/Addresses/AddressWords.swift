import Languages

/// The words that make up postal addresses: `streets.txt` of each language.
struct AddressWords: Sendable {
    /// How strongly a word indicates a street.
    enum StreetSense: Int, Sendable {
        /// Only with a house number: `place`, `drive`, `c`.
        case withNumber
        case always
    }

    /// The meaning of a word by itself within an address.
    struct Traits: OptionSet, Sendable {
        let rawValue: UInt16

        /// `street`, with `doubtful` only beside a number.
        static let street = Traits(rawValue: 1 << 0)
        static let doubtful = Traits(rawValue: 1 << 1)
        static let unit = Traits(rawValue: 1 << 2)
        static let stop = Traits(rawValue: 1 << 3)
        static let greeting = Traits(rawValue: 1 << 4)
        /// A noun beside which a number is not a house number.
        static let noHouse = Traits(rawValue: 1 << 5)
        static let abbreviation = Traits(rawValue: 1 << 6)
        static let particle = Traits(rawValue: 1 << 7)
    }

    /// Every meaningful word, so that each word of a text is looked up once.
    private let traits: [String: Traits]
    /// By their last byte.
    private let endings: [UInt8: [(ending: [UInt8], sense: StreetSense)]]
    let fields: Set<String>
    let boxes: Phrases
    let leads: Phrases
    let events: Phrases
    /// "do not ship", "my previous address".
    let denials: Phrases
    /// Endings of address parts in scripts without spaces.
    let joined: [[UInt8]]

    init(_ words: ShippedWords) {
        func values(_ section: String) -> [String] { words.phrases(section) }
        var traits: [String: Traits] = [:]
        func add(_ trait: Traits, _ words: some Sequence<String>) {
            for word in words { traits[Gazetteer.key(word), default: []].insert(trait) }
        }
        var streets: [String: StreetSense] = [:]
        var endings: [(ending: [UInt8], sense: StreetSense)] = []
        for value in values("street") {
            let sense: StreetSense = value.hasSuffix("?") ? .withNumber : .always
            let word = Gazetteer.key(value.hasSuffix("?") ? String(value.dropLast()) : value)
            if value.hasPrefix("-") {
                endings.append((Array(word.utf8), sense))
            } else {
                // A word that is plain in one language stays plain although another doubts it.
                streets[word] = max(streets[word] ?? sense, sense) { $0.rawValue < $1.rawValue }
            }
        }
        self.endings = Dictionary(grouping: endings.filter { !$0.ending.isEmpty }) { $0.ending[$0.ending.count - 1] }
        add(.street, streets.keys)
        add(.doubtful, streets.filter { $0.value == .withNumber }.keys)
        add(.unit, values("unit").map { $0.hasSuffix("?") ? String($0.dropLast()) : $0 })
        // `word?` is a stop word in one language and part of street names in another: it has no effect.
        add(.stop, values("stop").filter { !$0.hasSuffix("?") })
        add(.greeting, values("greeting"))
        add(.noHouse, values("not a house"))
        add(.abbreviation, values("abbreviation"))
        add(.particle, values("particle"))
        self.traits = traits
        fields = Set(values("field").map { Gazetteer.key($0) })
        boxes = Phrases(values("box"))
        leads = Phrases(values("lead"))
        events = Phrases(values("event"))
        denials = Phrases(values("denial"))
        joined = Array(Set(values("joined").map { Array($0.utf8) })).sorted {
            ($1.count, $0.first ?? 0) < ($0.count, $1.first ?? 0)
        }
    }

    func traits(of word: String) -> Traits { traits[word] ?? [] }

    /// How strongly a word indicates a street, by itself or by its ending.
    func streetSense(_ token: AddressToken) -> StreetSense? {
        if token.traits.contains(.street) { return token.traits.contains(.doubtful) ? .withNumber : .always }
        let bytes = token.text.utf8
        guard bytes.count >= 6, let last = bytes.last, let endings = endings[last] else { return nil }
        return endings.lazy
            .filter { bytes.count >= $0.ending.count + 3 && bytes.suffix($0.ending.count).elementsEqual($0.ending) }
            .map(\.sense)
            .max { $0.rawValue < $1.rawValue }
    }
}

private func max<Value>(_ left: Value, _ right: Value, by isLess: (Value, Value) -> Bool) -> Value {
    isLess(left, right) ? right : left
}
