import Languages
import PhoneNumbers

/// The evidence for each country that a number without a calling code may belong to.
///
/// Each source has a weight, and weights add up; the country itself is decided for each number (`CountryChoice`), together with
/// the evidence of its form.
struct RegionEvidence {
    /// The source of a country.
    enum Source: Int, Comparable {
        /// The writer says so: "my Brazilian number", "I live in Portugal".
        case words
        /// A postal address in the same reply.
        case address
        case settings, domain, language
        /// A country that the text names without saying why.
        case mention
        /// The language we wrote in.
        case outreach
        /// No evidence at all: the countries from which most English mail comes.
        case guess

        static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }

        /// For people.
        var shown: String {
            switch self {
            case .words: "the writer says so"
            case .address: "address in the reply"
            case .settings: "configured region"
            case .domain: "domain of the sender"
            case .language: "language of the words"
            case .mention: "named in the text"
            case .outreach: "language of our mail"
            case .guess: "form of the number"
            }
        }
    }

    struct Entry {
        let region: Region
        fileprivate(set) var weight: Int
        /// The strongest first.
        fileprivate(set) var sources: [Source]

        /// The strongest.
        var source: Source { sources[0] }
    }

    /// The likeliest first.
    private(set) var entries: [Entry] = []

    /// The evidence in the words of a whole reply; evidence beside a number is added to it (`adding`).
    struct Hints {
        var residences: [Region] = []
        var addresses: [Region] = []
        var mentions: [Region] = []
        /// BCP 47 tags.
        var language: String?
        var outreachLanguage: String?
    }

    init(context: DetectionContext, words: Hints) {
        for region in words.residences { add(region, .words, 8) }
        for region in words.addresses { add(region, .address, 8) }
        if let region = context.senderDomain.flatMap(Region.init(domain:)) { add(region, .domain, 5) }
        if let region = context.defaultRegion.flatMap({ Region($0) }) { add(region, .settings, 5) }
        // Several countries in one text are often travel destinations.
        if words.mentions.count == 1 { add(words.mentions[0], .mention, 3) }
        // The text's language is the writer's; the header's is a program's, and may also name a country.
        for region in context.language.map(Self.named) ?? [] { add(region, .language, 5) }
        addLanguage(words.language, source: .language, first: 4, others: 3)
        addLanguage(context.language, source: .language, first: 4, others: 3)
        addLanguage(context.outreachLanguage ?? words.outreachLanguage, source: .outreach, first: 2, others: 1)
        for (index, region) in Self.guesses.enumerated() { add(region, .guess, index < 2 ? 2 : 1) }
        sort()
    }

    /// With countries named beside the number.
    func adding(_ regions: [Region], weight: Int = 10) -> RegionEvidence {
        guard !regions.isEmpty else { return self }
        var result = self
        for region in regions { result.add(region, .words, weight) }
        result.sort()
        return result
    }

    private mutating func addLanguage(_ tag: String?, source: Source, first: Int, others: Int) {
        // English says nothing about the country: see the guesses.
        guard let tag else { return }
        let named = Self.named(in: tag)
        for region in named { add(region, source, first) }
        let homes = Self.homes[Self.primary(of: tag)] ?? []
        for (index, region) in homes.enumerated() where !named.contains(region) {
            add(region, source, index == 0 && named.isEmpty ? first : others)
        }
    }

    private mutating func add(_ region: Region, _ source: Source, _ weight: Int) {
        guard let index = entries.firstIndex(where: { $0.region == region }) else {
            entries.append(Entry(region: region, weight: weight, sources: [source]))
            return
        }
        guard !entries[index].sources.contains(source) else { return }
        entries[index].weight += weight
        entries[index].sources = (entries[index].sources + [source]).sorted()
    }

    private mutating func sort() {
        let ranked = entries.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
        entries = ranked.map(\.element)
    }

    /// The countries of English mail, and of mail without any evidence.
    private static let guesses = ["US", "GB", "IN", "AU", "NZ", "IE", "ZA", "NG", "KE", "PH", "PK", "SG", "MY", "GH"]
        .compactMap { Region($0) }

    private static func primary(of tag: String) -> String {
        tag.split { $0 == "-" || $0 == "_" }.first?.lowercased() ?? ""
    }

    /// The region subtags of a language tag: `pt-BR`.
    private static func named(in tag: String) -> [Region] {
        tag.split { $0 == "-" || $0 == "_" }.dropFirst().filter { $0.utf8.count == 2 }.compactMap { Region(String($0)) }
    }

    private static let homes: [String: [Region]] = {
        // Languages of India of which no word is known.
        var homes = ["te": ["IN"], "mr": ["IN"], "gu": ["IN"]]
        for language in ShippedLanguages.all {
            for tag in [language.tag] + language.otherTags { homes[tag] = language.regions }
        }
        return homes.mapValues { $0.compactMap { Region($0) } }
    }()
}
