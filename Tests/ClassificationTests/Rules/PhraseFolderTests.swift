import Languages
import Testing

@testable import Classification

@Suite struct PhraseFolderTests {
    private func pattern(_ phrase: String, _ folder: inout PhraseFolder) -> String {
        var bytes: [UInt8] = []
        folder.appendPattern(of: phrase, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("Count me  in", " count me in "), ("interess*", " interess"), ("*fahren", "fahren "), ("l'offre", " l offre "),
        ("だめ です", "だめです"), ("OK です", " ok です"), ("Über   dich", " uber dich "), ("-", ""), ("", ""), ("*", ""),
        ("👍 ok", " 👍 ok "), ("^já^", " ja "),
    ])
    func aPhraseBecomesItsPattern(phrase: String, expected: String) {
        var folder = PhraseFolder()
        #expect(pattern(phrase, &folder) == expected)
    }

    /// Word by word a phrase folds to what a text folds to.
    @Test func aPhraseIsFoldedAsATextIs() throws {
        var folder = PhraseFolder()
        for (tag, text) in ShippedLanguages.texts(.consent) {
            let file = try RuleFile(name: tag, text: String(decoding: text, as: UTF8.self))
            for phrase in stride(from: 0, to: file.phrases.count, by: 23).map({ file.phrases[$0].text }) {
                let folded = FoldedText(phrase)
                guard let first = folded.words.first, let last = folded.words.last else { continue }
                let range = first.range.lowerBound..<last.range.upperBound
                let words = String(decoding: folded.bytes[range], as: UTF8.self)
                let found = pattern(phrase, &folder)
                #expect(found.trimmingPrefix(" ").hasPrefix(words), "\(tag): \(phrase)")
                #expect(found.utf8.count <= words.utf8.count + 2, "\(tag): \(phrase)")
            }
        }
    }
}
