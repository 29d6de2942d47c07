/// Whether a consent is plain enough to earn an automatic mail.
///
/// There must be no objection, and the whole text must be understood: a refusal that the rules do not know consists of words
/// they do not know, and then a person reads it. A consent that commits its writer tolerates some small talk in unknown words
/// (``Commitment``).
enum Strictness {
    /// Replies longer than this say more than yes.
    private static let longestReply = 120
    /// One unknown word in this many is tolerated; shorter texts must be fully known.
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
