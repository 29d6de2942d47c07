/// Whether consent is so plain that it may earn an automatic mail.
///
/// The whole text must be understood and nothing in it may object: a refusal that the rules do not know is made of
/// words they do not know either, and then a person reads it.
enum Strictness {
    /// Replies longer than this say more than yes.
    private static let longestReply = 120
    /// One unknown word in so many is tolerated; shorter texts must be known throughout.
    private static let wordsPerUnknown = 14

    static func allowsSending(_ facts: ReplyMarks) -> Bool {
        facts.has(.yes, .proceed, .nod)
            && facts.hasClearConsent
            && !facts.hasOpenQuestion
            && !facts.marked.text.hidesCharacters
            && facts.words.count <= longestReply
            && facts.unknownWords <= facts.words.count / wordsPerUnknown
            && facts.marks.allSatisfy { $0.kind.objection == nil }
    }
}

/// Gathers what speaks against an automatic answer, for models and for people.
enum Objections {
    /// More are not kept: one is enough.
    private static let limit = 16

    static func of(_ facts: ReplyMarks, source: [UInt8]) -> [Objection] {
        var objections: [Objection] = []
        for mark in facts.marks + facts.marked.doubtful {
            guard let kind = mark.kind.objection, objections.count < limit else { continue }
            objections.append(Objection(kind: kind, words: facts.marked.text.spelling(of: mark.words, in: source)))
        }
        if facts.hasOpenQuestion { objections.append(Objection(kind: .question, words: "?")) }
        if facts.marked.text.hidesCharacters {
            objections.append(Objection(kind: .instruction, words: "invisible characters"))
        }
        return objections
    }
}
