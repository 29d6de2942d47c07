/// The languages that a text may be in, by the number of its words that each claims.
struct LanguageGuess {
    /// A bit for each language whose single words are trusted in this text.
    let plausible: UInt32
    /// Index of the text's only language; nil when unsure.
    let surest: Int?
    /// Index of the language with by far the most words, however many words belong to none; nil when there is none.
    let leading: Int?

    /// If fewer than one word in this many is claimed by any language, no single words are trusted.
    private static let wordsPerClaim = 3
    /// Shorter texts may be one word and a name.
    private static let fewestWords = 3
    /// The share of the best language's words that makes another one plausible beside it.
    private static let plausibleShare = 0.6
    /// The only language has this many times the words of the second.
    private static let surestLead = 1.25
    /// The leading language has at least this many words, and this many times those of the second.
    private static let leadingWords = 4.0
    private static let leadingLead = 1.5

    /// `claims` holds for every word the languages whose phrases cover it.
    /// `mixtures` are languages whose writers mix in another: a word of both counts for that other one.
    init(claims: [UInt32], languageCount: Int, neutral: UInt32, mixtures: [(guest: UInt32, host: UInt32)]) {
        let scores = Self.scores(claims, languageCount: languageCount, neutral: neutral, mixtures: mixtures)
        let best = scores.indices.max { scores[$0] < scores[$1] } ?? 0
        let top = scores.isEmpty ? 0 : scores[best]
        let second = scores.indices.filter { $0 != best }.map { scores[$0] }.max() ?? 0
        let claimed = claims.count { $0 & ~neutral != 0 }
        // A text in a language without rules shares a word or two with others, where they mean other things.
        let isForeign = claims.count >= Self.fewestWords && Self.wordsPerClaim * claimed < claims.count
        plausible = scores.indices.reduce(into: neutral) { plausible, language in
            guard !isForeign, top > 0, scores[language] >= Self.plausibleShare * top else { return }
            plausible |= 1 << UInt32(language)
        }
        leading = top >= Self.leadingWords && top >= Self.leadingLead * second ? best : nil
        surest = top > 0 && top >= Self.surestLead * second && 2 * claimed >= claims.count ? best : nil
    }

    /// The number of words of each language; a word that several claim is shared among them.
    private static func scores(
        _ claims: [UInt32], languageCount: Int, neutral: UInt32, mixtures: [(guest: UInt32, host: UInt32)]
    ) -> [Double] {
        var scores = [Double](repeating: 0, count: languageCount)
        for claim in claims {
            var real = claim & ~neutral
            for mixture in mixtures where real & mixture.host != 0 { real &= ~mixture.guest }
            guard real != 0 else { continue }
            let share = 1 / Double(real.nonzeroBitCount)
            for language in 0..<languageCount where real & (1 << UInt32(language)) != 0 { scores[language] += share }
        }
        return scores
    }
}
