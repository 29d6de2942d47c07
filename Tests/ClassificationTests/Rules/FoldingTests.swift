import Testing

@testable import Classification

@Suite struct FoldingTests {
    private func folded(_ text: String, vocabulary: [String] = []) -> String {
        var known = Vocabulary()
        for word in vocabulary { known.insert(Array(word.utf8)[...]) }
        return String(decoding: FoldedText(text, vocabulary: known).bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("Hello WORLD", " hello world "), ("Don’t", " dont "), ("l'offre d'or", " l offre d or "), ("qu’il", " qu il "),
        ("Größe straße", " grosse strasse "), ("çãéñ", " caen "), ("İstanbul ışık", " istanbul isik "),
        ("ｆｕｌｌ　ｗｉｄｔｈ", " full width "), ("أإآا مرحبًا", " اااا مرحبا "), ("٠١٢۳", " 0123 "), ("Ёлка", " елка "),
        ("Ναί, ΕΝΔΙΑΦΈΡΟΝ μας", " ναι ενδιαφερον μασ "),
        ("a👍🏽b", " a 👍 b "), ("see https://x.example/a?b now", " see xurl now "),
        ("mail a.b@c.example.", " mail xmail "),
        ("@someone hi", " xhandle hi "), ("はい OK です", "はい ok です"), ("関心 あり", "関心あり"), ("e-mail", " e mail "),
        ("a\u{200B}b", " ab "), ("$5 10%", " $ 5 10 % "), ("", " "),
    ])
    func wordsAreFolded(text: String, expected: String) {
        let isUnspaced = expected.first != " "
        #expect(folded(text) == (isUnspaced ? " " + expected : expected) || folded(text) == " " + expected + " ")
    }

    @Test(arguments: [("yesssss", "yes"), ("cooool", "cool"), ("okk", "ok"), ("coool", "cool"), ("zzzz", "zzzz")])
    func stretchedWordsBecomeKnownOnes(text: String, expected: String) {
        #expect(folded(text, vocabulary: ["yes", "cool", "ok"]) == " \(expected) ")
    }

    @Test func everyWordKnowsWhereItStood() {
        let text = "Über ¿Qué? はい"
        let folded = FoldedText(text)
        let source = Array(text.utf8)
        let spelled = folded.words.indices.map { folded.spelling(of: $0..<($0 + 1), in: source) }
        #expect(spelled == ["Über", "Qué", "は", "い"])
    }

    @Test func sentencesLinesAndCommasPartDifferently() {
        let words = FoldedText("a, b\nc. d\n\ne... f").words
        #expect(words.map(\.breakBefore) == [.none, .comma, .line, .sentence, .sentence, .comma])
    }

    /// The Greek question mark looks like a semicolon, and is typed as one.
    @Test(arguments: [("Πόσα δίνετε; Πείτε μου", true), ("Πόσα δίνετε\u{37E}", true), ("one; two", false)])
    func greekAsksWithASemicolon(text: String, isAsked: Bool) {
        #expect(FoldedText(text).words.contains { $0.shape.contains(.asked) } == isAsked)
    }

    @Test func tagCharactersAreNoticed() {
        #expect(FoldedText("yes\u{E0041}\u{E0042}").hidesCharacters)
    }
}
