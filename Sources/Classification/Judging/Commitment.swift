/// How many unknown words may surround a consent that commits its writer.
///
/// "What a nice product" stands beside refusals as often as beside a yes; nobody writes "count me in" and refuses in the same
/// breath. So words of small talk around it count as known (``MarkKind/everyday``), and some unknown words are tolerated: more
/// before the commitment than after it, where a change of mind would stand, and nowhere a part that is mostly unknown, such as a
/// sentence in a language without rules.
enum Commitment {
    /// Of the words before the commitment, one in this many may be unknown.
    private static let wordsPerUnknownBefore = 2
    /// Of the words after it, one in this many.
    private static let wordsPerUnknownBehind = 4

    /// This many digits may be an undetected phone number, which is not small talk.
    private static let digitsOfANumber = 7

    static func carries(_ facts: ReplyMarks) -> Bool {
        guard let commitment = facts.last(.commit)?.words, facts.digits < digitsOfANumber, isNotTooStrange(facts) else {
            return false
        }
        for part in facts.marked.text.parts(atLeast: .comma) {
            let allowance: Int
            if part.upperBound <= commitment.lowerBound {
                allowance = part.count / wordsPerUnknownBefore
            } else if part.lowerBound >= commitment.upperBound {
                allowance = part.count / wordsPerUnknownBehind
            } else {
                guard facts.isStrange[commitment.lowerBound..<part.upperBound].allSatisfy({ !$0 }) else { return false }
                allowance = (commitment.lowerBound - part.lowerBound) / wordsPerUnknownBefore
            }
            guard facts.isStrange[part].count(where: { $0 }) <= allowance else { return false }
        }
        return true
    }

    /// Most of the words are known, however the unknown ones are spread.
    private static func isNotTooStrange(_ facts: ReplyMarks) -> Bool {
        5 * facts.isStrange.count { $0 } <= 2 * facts.words.count
    }
}
