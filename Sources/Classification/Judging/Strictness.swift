/// Whether consent is so plain that it may earn an automatic mail.
///
/// Nothing in it may object, and the whole text must be understood: a refusal that the rules do not know is made of
/// words they do not know either, and then a person reads it. A consent that commits its writer carries some small
/// talk in unknown words (``Commitment``).
enum Strictness {
    /// Replies longer than this say more than yes.
    private static let longestReply = 120
    /// One unknown word in so many is tolerated; shorter texts must be known throughout.
    private static let wordsPerUnknown = 14

    static func allowsSending(_ facts: ReplyMarks) -> Bool {
        facts.has(.yes, .proceed, .nod)
            && !facts.hasOpenQuestion
            && !facts.marked.text.hidesCharacters
            && facts.words.count <= longestReply
            && facts.marks.allSatisfy { $0.kind.objection == nil }
            && (isUnderstood(facts) || Commitment.carries(facts))
    }

    private static func isUnderstood(_ facts: ReplyMarks) -> Bool {
        facts.hasClearConsent && facts.unknownWords <= facts.words.count / wordsPerUnknown
    }
}
