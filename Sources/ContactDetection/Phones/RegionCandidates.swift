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
        for region in ["US", "GB", "IN"].compactMap({ Region($0) }) { add(region, .guess) }
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

    /// The countries of a language tag: its own region subtag first, then where most of its speakers live.
    static func regions(ofLanguage tag: String) -> [Region] {
        let subtags = tag.split { $0 == "-" || $0 == "_" }
        let named = subtags.dropFirst().filter { $0.utf8.count == 2 }.compactMap { Region(String($0)) }
        let language = subtags.first?.lowercased() ?? ""
        return named + (homes[language] ?? []).compactMap { Region($0) }
    }

    private static let homes: [String: [String]] = [
        "pt": ["BR", "PT"], "es": ["ES", "MX", "AR", "CO", "CL", "PE"], "fr": ["FR", "BE", "CH"],
        "de": ["DE", "AT", "CH"], "it": ["IT"], "hi": ["IN"], "id": ["ID"], "tr": ["TR"],
        "ar": ["SA", "AE", "EG", "MA"], "ja": ["JP"], "ko": ["KR"], "zh": ["CN", "TW", "HK"], "nl": ["NL", "BE"],
        "pl": ["PL"], "ru": ["RU"], "uk": ["UA"], "sv": ["SE"], "da": ["DK"], "nb": ["NO"], "no": ["NO"], "fi": ["FI"],
        "cs": ["CZ"], "el": ["GR"], "he": ["IL"], "th": ["TH"], "vi": ["VN"], "ms": ["MY"], "ro": ["RO"], "hu": ["HU"],
        "bn": ["BD", "IN"], "ur": ["PK"], "ta": ["IN"], "te": ["IN"], "mr": ["IN"], "gu": ["IN"], "fil": ["PH"],
        "tl": ["PH"], "fa": ["IR"],
    ]
}
