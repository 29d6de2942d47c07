/// Doubts and refusals that the writer has overcome: "At first I wasn't sure, but count me in."
///
/// Words of an earlier state of mind put the rest of their sentence into the past, up to the "but", the end of the sentence or the
/// part that consents. That part is set aside only if a clear consent follows; everything after it is judged as usual.
enum Overcome {
    /// `marks` in the order of their first words. Linear in marks and words.
    static func without(_ marks: [Mark], in text: FoldedText) -> [Mark] {
        guard marks.contains(where: { $0.kind == .earlier }),
            let lastYes = marks.last(where: { $0.kind == .yes })?.words.lowerBound
        else { return marks }
        var isPast = [Bool](repeating: false, count: text.words.count)
        var next = marks.startIndex
        for sentence in text.parts(atLeast: .sentence) {
            let first = next
            while next < marks.count, marks[next].words.lowerBound < sentence.upperBound { next += 1 }
            var end = endOfPast(in: sentence, marks[first..<next], text)
            if end == sentence.upperBound, next < marks.count, marks[next].kind == .contrast,
                marks[next].words.lowerBound == end
            {
                end = marks[next].words.upperBound
            }
            guard let end, lastYes >= end else { continue }
            for word in sentence.lowerBound..<end { isPast[word] = true }
        }
        return marks.filter { !isPast[$0.words.lowerBound] || !$0.kind.canBeOvercome }
    }

    /// Nil where no word of an earlier state of mind stands in the sentence.
    private static func endOfPast(in sentence: Range<Int>, _ marks: ArraySlice<Mark>, _ text: FoldedText) -> Int? {
        guard let earlier = marks.first(where: { $0.kind == .earlier }) else { return nil }
        let later = marks.filter { $0.words.lowerBound >= earlier.words.upperBound }
        if let turn = later.first(where: { $0.kind == .contrast }) { return turn.words.upperBound }
        guard let yes = later.first(where: { $0.kind == .yes }) else { return sentence.upperBound }
        return (earlier.words.upperBound...yes.words.lowerBound).last(where: text.opensPart) ?? sentence.upperBound
    }
}

extension MarkKind {
    /// Describes the writer's state of mind, now or earlier: not an obligation or payment, and no wish to be left alone.
    fileprivate var canBeOvercome: Bool {
        switch self {
        case .hedge, .negator, .leanNo, .contrast, .refusal, .nay, .condition, .question: true
        default: false
        }
    }
}
