import Languages

/// The language of a text, judged by its smallest words, as evidence for the countries of numbers: "ich", "mein", "bitte" are
/// German, and so is "Handynummer".
///
/// The words are those that end addresses in each language (`[stop]` of `streets.txt`), those that stand beside numbers
/// (`[phone]` of `phones.txt`), the commonest small ones (`[small words]` there) and spelled numbers; a script that one
/// language writes needs none.
struct TextLanguage: Sendable {
    private let languages: [String: [Int]]
    private let tags: [String]
    /// The length of text that is looked at.
    private static let mostBytes = 4_000

    init() throws(LanguageFault) {
        var languages: [String: Set<Int>] = [:]
        var tags: [String] = []
        func add(_ phrases: [String], of tag: String) {
            let words = phrases.map { NormalizedText($0.hasSuffix("?") ? String($0.dropLast()) : $0) }
                .map { $0.text(0..<$0.count) }
                .filter { !$0.contains(" ") && !$0.isEmpty }
            guard !words.isEmpty, tag != "und" else { return }
            let language = tags.firstIndex(of: tag) ?? tags.endIndex
            if language == tags.endIndex { tags.append(tag) }
            for word in words { languages[word, default: []].insert(language) }
        }
        for (tag, file) in try ShippedLanguages.files(.streets) { add(file.phrases("stop"), of: tag) }
        for (tag, file) in try ShippedLanguages.files(.phones) {
            add(file.phrases("phone") + file.phrases("small words"), of: tag)
        }
        for (tag, file) in try ShippedLanguages.files(.numbers) {
            add(file.sections.flatMap(\.lines).flatMap(\.phrases), of: tag)
        }
        self.languages = languages.mapValues { $0.sorted() }
        self.tags = tags
    }

    /// A BCP 47 tag; nil when two languages are about equally likely, or there is no evidence.
    func language(of texts: [NormalizedText]) -> String? {
        var scores = [Double](repeating: 0, count: tags.count)
        var hasHan = false
        for text in texts {
            let stretch = text.bytes.wholeCharacters(0..<min(text.count, Self.mostBytes))
            if let script = Self.languageOfScript(text.bytes[stretch]) { return script }
            hasHan = hasHan || Self.hasHan(text.bytes[stretch])
            for word in Words.all(in: text.bytes, stretch) {
                guard let known = languages[word] else { continue }
                for language in known { scores[language] += 1 / Double(known.count) }
            }
        }
        guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return nil }
        let second = scores.indices.filter { $0 != best }.map { scores[$0] }.max() ?? 0
        if scores[best] >= 1.3, scores[best] >= 1.4 * second { return tags[best] }
        return hasHan ? "zh" : nil
    }

    /// Kana, Hangul, Thai, Devanagari, Hebrew, Greek: by the first two bytes of their letters.
    private static func languageOfScript(_ bytes: ArraySlice<UInt8>) -> String? {
        for index in bytes.indices.dropLast(2) where bytes[index] >= 0xC0 {
            switch (bytes[index], bytes[index + 1]) {
            case (0xE3, 0x81...0x83): return "ja"
            case (0xEA, 0xB0...), (0xEB, _), (0xEC, _), (0xED, ..<0x9F): return "ko"
            case (0xE0, 0xB8...0xB9): return "th"
            case (0xE0, 0xA4...0xA5): return "hi"
            case (0xE0, 0xA6...0xA7): return "bn"
            case (0xE0, 0xAE...0xAF): return "ta"
            case (0xD7, 0x90...0xAA): return "he"
            case (0xCE, _), (0xCF, _): return "el"
            default: continue
            }
        }
        return nil
    }

    /// Han characters: Chinese where no kana stands beside them.
    private static func hasHan(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.contains { (0xE4...0xE9).contains($0) }
    }
}
