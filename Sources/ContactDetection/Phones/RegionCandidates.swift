import Languages
import PhoneNumbers

/// The countries that a number without calling code may belong to, the likeliest first.
struct RegionCandidates {
    /// How we come to think of a country.
    enum Source: Int, Comparable {
        /// The writer says so: "my Brazilian number", "I live in Portugal".
        case words
        /// A postal address in the same reply.
        case address
        case settings, language, domain
        /// Nothing said anything: the countries most mail comes from.
        case guess

        static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }
    }

    private(set) var candidates: [(region: Region, source: Source)] = []

    /// What is known of a whole reply; words that stand near a number come before it all (`preferring`).
    init(context: DetectionContext, residence: [Region], address: [Region]) {
        for region in residence { add(region, .words) }
        for region in address { add(region, .address) }
        if let region = context.defaultRegion.flatMap({ Region($0) }) { add(region, .settings) }
        for region in context.language.map(Self.regions) ?? [] { add(region, .language) }
        if let region = context.senderDomain.flatMap(Region.init(domain:)) { add(region, .domain) }
        for region in Self.guesses { add(region, .guess) }
    }

    func preferring(_ regions: [Region]) -> RegionCandidates {
        guard !regions.isEmpty else { return self }
        var result = self
        result.candidates = regions.map { ($0, .words) } + candidates.filter { !regions.contains($0.region) }
        return result
    }

    private mutating func add(_ region: Region, _ source: Source) {
        if !candidates.contains(where: { $0.region == region }) { candidates.append((region, source)) }
    }

    /// Where mail in English comes from, and mail that says nothing of its country. A number that is one in several of
    /// them stays unresolved: a person asks, where a guess would give it a wrong country without anybody seeing it.
    private static let guesses = ["US", "GB", "IN", "AU", "NZ", "IE", "ZA", "NG", "KE", "PH", "PK", "SG", "MY"]
        .compactMap { Region($0) }

    /// The countries of a language tag: its own region subtag first, then where most of its speakers live.
    static func regions(ofLanguage tag: String) -> [Region] {
        let subtags = tag.split { $0 == "-" || $0 == "_" }
        let named = subtags.dropFirst().filter { $0.utf8.count == 2 }.compactMap { Region(String($0)) }
        let language = subtags.first?.lowercased() ?? ""
        return named + (homes[language] ?? []).compactMap { Region($0) }
    }

    private static let homes: [String: [String]] = {
        // Languages of India that no word is known of.
        var homes = ["te": ["IN"], "mr": ["IN"], "gu": ["IN"]]
        for language in ShippedLanguages.all {
            for tag in [language.tag] + language.otherTags { homes[tag] = language.regions }
        }
        return homes
    }()
}
