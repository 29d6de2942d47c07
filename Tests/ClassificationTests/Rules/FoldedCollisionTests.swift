import Languages
import Testing

@testable import Classification

/// Folding takes accents away, and with them the difference between some words: "bận" (busy) and "bạn" (you), "nã" and "na".
@Suite struct FoldedCollisionTests {
    /// Words that are too important to lose, or whose other meaning is rare.
    private static let accepted: Set<String> = [
        "ar ابدا", "ar ما", "vi nhung", "vi sau", "vi chua", "vi hong", "vi chan",
    ]

    /// An objecting word of its own must not be spelled like a harmless one, but for accents.
    @Test func noHarmlessWordObjects() throws {
        for (tag, text) in ShippedLanguages.texts(.consent) {
            let file = try RuleFile(name: tag, text: String(decoding: text, as: UTF8.self))
            var spellings: [String: Set<String>] = [:]
            var objections: [String: Set<String>] = [:]
            for phrase in file.phrases {
                let words = FoldedText(phrase.text).words
                guard words.count == 1, !words[0].shape.contains(.unspaced), !phrase.text.contains(where: "*^".contains)
                else { continue }
                let word = phrase.text.lowercased().filter { $0 != " " }
                let folded = Self.folded(word)
                if phrase.kind.objection != nil {
                    objections[folded, default: []].insert(word)
                } else if phrase.kind.isHarmless || phrase.kind == .everyday || phrase.kind == .nod {
                    spellings[folded, default: []].insert(word)
                }
            }
            for (folded, words) in objections where !Self.accepted.contains("\(tag) \(folded)") {
                let others = spellings[folded, default: []].subtracting(words)
                #expect(others.isEmpty, "\(tag): \(words) objects to \(others)")
            }
        }
    }

    private static func folded(_ word: String) -> String {
        let text = FoldedText(word)
        return String(decoding: text.bytes, as: UTF8.self).filter { $0 != " " }
    }
}
