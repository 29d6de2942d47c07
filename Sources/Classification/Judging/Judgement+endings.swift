import Correspondence

/// The rows that end a conversation without a person. Each requires proof that this writer wants that: somebody lost here is
/// lost unnoticed.
extension Judgement {
    /// Below this confidence a refusal is a guess; acting on it could silently drop an interested person
    /// (`DecisionRouter.surenessOfRefusal`).
    static let guess = 0.55

    static func onOptOut(_ facts: ReplyMarks, _ hasContact: Bool) -> Judgement? {
        let wish = facts.first(.optOut)
        guard let first = wish ?? facts.first(.threat, .legal) else { return nil }
        if facts.hasClearConsent, wish == nil || facts.consentsApart(from: first) {
            return Judgement(.clarification, 0.5, "asks not to be written to, and consents", first)
        }
        if hasContact {
            return Judgement(.clarification, 0.5, "asks not to be written to, and gives a contact", first)
        }
        if wish == nil, !isSupported(first, facts) {
            return Judgement(.clarification, 0.5, "names the law, a nuisance or a complaint", first)
        }
        return Judgement(
            .unsubscribe, 0.95, wish == nil ? "threatens, or names the law" : "asks not to be written to", first)
    }

    /// A lawyer may read a contract and a post may be reported: such words alone say nothing. They are a demand when nothing else
    /// is written, or when a refusal, anger or a second such word accompanies them and no question does.
    private static func isSupported(_ mark: Mark, _ facts: ReplyMarks) -> Bool {
        if facts.endsAlone(mark) { return true }
        guard !facts.hasOpenQuestion, !facts.has(.question, .price, .deferral, .yes, .proceed) else { return false }
        let others = facts.marks.contains {
            [.threat, .legal, .anger, .irony].contains($0.kind) && $0.words.lowerBound >= mark.words.upperBound
        }
        return others || facts.has(.anger, .refusal, .nay)
    }

    static func onRefusal(_ facts: ReplyMarks) -> Judgement? {
        if let mark = facts.first(.irony) {
            // A jest alone is no proof.
            return ending(facts.has(.refusal, .nay, .anger) ? 0.7 : guess, "irony", mark, facts)
        }
        if let mark = facts.first(.anger) { return ending(0.8, "anger", mark, facts) }
        guard let refusal = facts.last(.refusal) ?? facts.last(.nay) else { return nil }
        if facts.has(.condition), facts.has(.yes, .leanYes, .price) {
            return Judgement(.clarification, 0.7, "refuses, but names a condition", refusal)
        }
        if let yes = facts.last(.yes, .proceed), yes.words.lowerBound > refusal.words.lowerBound {
            return Judgement(.clarification, 0.5, "refuses, then consents", refusal)
        }
        if facts.hasClearConsent, !facts.turns(to: refusal) {
            return Judgement(.notInterested, Self.guess, "consents, then refuses something", refusal)
        }
        return ending(refusal.isNegated ? 0.75 : 0.9, "refuses", refusal, facts)
    }

    /// A refusal that ends the conversation, unless something beside it needs a person.
    private static func ending(_ confidence: Double, _ reason: String, _ mark: Mark, _ facts: ReplyMarks) -> Judgement {
        if mark.kind == .refusal || mark.kind == .nay {
            if let later = facts.first(.deferral) { return Judgement(.clarification, 0.7, "puts it off", later) }
            if let price = facts.first(.price) {
                return Judgement(.clarification, 0.7, "refuses, and speaks of a price", price)
            }
        }
        if let later = facts.first(.deferral, .time) {
            return Judgement(.notInterested, guess, "\(reason), and may mean another time", later)
        }
        if facts.hasClearConsent, facts.turns(to: mark) == false || mark.kind != .refusal {
            return Judgement(.notInterested, guess, "\(reason), and consents", mark)
        }
        if let doubt = facts.doubt(about: mark) {
            return Judgement(.notInterested, guess, "\(reason), and \(doubt)", mark)
        }
        return Judgement(.notInterested, confidence, reason, mark)
    }
}

extension ReplyMarks {
    /// Whether a consent stands in another sentence than a mark, or beyond a "but": "I'd love you to stop" does not count.
    fileprivate func consentsApart(from wish: Mark) -> Bool {
        marks.contains { yes in
            guard [.yes, .proceed, .nod].contains(yes.kind) else { return false }
            let (first, second) = yes.words.lowerBound < wish.words.lowerBound ? (yes, wish) : (wish, yes)
            let isParted = marks.contains {
                $0.kind == .contrast && first.words.upperBound <= $0.words.lowerBound
                    && $0.words.lowerBound < second.words.lowerBound
            }
            return isParted || aSentenceEnds(between: first, second)
        }
    }

    /// Whether a sentence consists of nothing but the mark, and the other sentences of nothing but harmless words.
    fileprivate func endsAlone(_ mark: Mark) -> Bool {
        words.indices.allSatisfy { mark.words.contains($0) || marked.isHarmless[$0] }
    }

    /// A mark beside a refusal that prevents the end: a price, a condition, a question, somebody else who will answer, a contact,
    /// a consent, or words after a "but".
    fileprivate func doubt(about refusal: Mark) -> String? {
        let doubts: [(MarkKind, String)] = [
            (.price, "speaks of a price"), (.condition, "names a condition"), (.question, "asks something"),
            (.wrongPerson, "names somebody else"), (.answered, "has been in touch before"), (.hedge, "hesitates"),
            (.contact, "speaks of a contact"), (.proceed, "asks for something"), (.instruction, "speaks to a machine"),
        ]
        for (kind, reason) in doubts
        where marks.contains(where: {
            // "I'll pass this on to": the first two words refuse, the whole phrase hands it on.
            $0.kind == kind && (kind == .wrongPerson || !$0.words.overlaps(refusal.words))
        }) {
            return reason
        }
        if hasOpenQuestion { return "asks something" }
        if let but = last(.contrast), but.words.lowerBound >= refusal.words.upperBound { return "adds a but" }
        return nil
    }
}
