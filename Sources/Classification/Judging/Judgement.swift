import Correspondence

/// The rules' decision on the facts of one reply; pure, and total over them.
struct Judgement {
    let intent: Intent
    let confidence: Double
    let reason: String
    /// The phrase that decided; nil when none did.
    let mark: Mark?

    private init(_ intent: Intent, _ confidence: Double, _ reason: String, _ mark: Mark? = nil) {
        self.intent = intent
        self.confidence = confidence
        self.reason = reason
        self.mark = mark
    }

    /// The first row that applies decides, so what forbids an answer comes before what allows one.
    static func of(_ facts: ReplyFacts, hasContact: Bool) -> Judgement {
        onMachines(facts) ?? onOptOut(facts) ?? onContact(facts, hasContact) ?? onRefusal(facts)
            ?? onDoubt(facts) ?? onConsent(facts) ?? onHints(facts)
            ?? Judgement(.clarification, 0.3, "no rule applies")
    }

    /// What a subject says that only machines write.
    static func machineSubject(_ facts: ReplyFacts) -> Judgement {
        facts.has(.bounce)
            ? Judgement(.bounce, 0.9, "the subject of a delivery report")
            : Judgement(.autoReply, 0.9, "the subject of an automatic reply")
    }

    /// An empty mail under the subject "unsubscribe".
    static let optOutSubject = Judgement(.unsubscribe, 0.9, "the subject asks not to be written to")

    private static func onMachines(_ facts: ReplyFacts) -> Judgement? {
        if let mark = facts.first(.bounce) { return Judgement(.bounce, 0.9, "delivery report", mark) }
        let notices = facts.marks.count { $0.kind == .autoReply }
        if let mark = facts.first(.autoReply), notices > 1 || !facts.has(.yes) {
            return Judgement(.autoReply, 0.85, "automatic reply", mark)
        }
        return nil
    }

    private static func onOptOut(_ facts: ReplyFacts) -> Judgement? {
        guard let first = facts.first(.optOut) else { return onLaw(facts) }
        // "Stop it, this is adorable. Yes please!"
        if facts.hasClearConsent, let last = facts.last(.optOut), let yes = facts.last(.yes, .proceed),
            facts.aSentenceEnds(between: last, yes)
        {
            return Judgement(.clarification, 0.5, "asks not to be written to, then consents", first)
        }
        return Judgement(.unsubscribe, 0.95, "asks not to be written to", first)
    }

    /// Whoever names the law on personal data wants no mail, unless it stands in the footer below a yes.
    private static func onLaw(_ facts: ReplyFacts) -> Judgement? {
        guard let law = facts.first(.legal) else { return nil }
        return facts.hasClearConsent
            ? Judgement(.clarification, 0.5, "consents, and names the law on personal data", law)
            : Judgement(.unsubscribe, 0.95, "names the law on personal data", law)
    }

    private static func onContact(_ facts: ReplyFacts, _ hasContact: Bool) -> Judgement? {
        guard !facts.has(.irony, .instruction) else { return nil }
        if facts.has(.refusal, .nay), !facts.has(.yes, .proceed) { return nil }
        if hasContact { return Judgement(.contactProvided, 0.9, "gives a contact", facts.first(.contact)) }
        if let mark = facts.first(.contact), facts.digits >= 7 {
            return Judgement(.contactProvided, 0.7, "announces a contact", mark)
        }
        return nil
    }

    private static func onRefusal(_ facts: ReplyFacts) -> Judgement? {
        let guess = facts.hasClearConsent ? Self.guess : nil
        if let mark = facts.first(.irony) { return Judgement(.notInterested, guess ?? 0.7, "irony", mark) }
        if let mark = facts.first(.anger) { return Judgement(.notInterested, guess ?? 0.8, "anger", mark) }
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
        return Judgement(.notInterested, refusal.isNegated ? 0.75 : 0.9, "refuses", refusal)
    }

    private static func onDoubt(_ facts: ReplyFacts) -> Judgement? {
        if let mark = facts.first(.instruction) {
            return Judgement(.clarification, 0.9, "speaks to a machine that reads mail", mark)
        }
        let doubts: [(MarkKind, String)] = [
            (.price, "speaks of a price"), (.condition, "names a condition"), (.question, "asks something"),
            (.wrongPerson, "may be the wrong person"), (.answered, "has been in touch before"),
            (.deferral, "puts it off"), (.hedge, "hesitates"),
        ]
        for (kind, reason) in doubts {
            if let mark = facts.first(kind) { return Judgement(.clarification, 0.8, reason, mark) }
        }
        if facts.hasOpenQuestion { return Judgement(.clarification, 0.7, "asks something") }
        return nil
    }

    private static func onConsent(_ facts: ReplyFacts) -> Judgement? {
        guard let yes = facts.last(.yes, .proceed) ?? facts.last(.nod) else { return nil }
        if let but = facts.last(.contrast), but.words.lowerBound > yes.words.lowerBound {
            return Judgement(.clarification, 0.6, "consents, then restricts", but)
        }
        let isWeak = yes.kind == .nod || facts.has(.leanNo)
        return Judgement(.interested, isWeak ? 0.8 : 0.9, "consents", yes)
    }

    /// The confidence of a refusal that only a person can tell from small talk.
    private static let guess = 0.55

    private static func onHints(_ facts: ReplyFacts) -> Judgement? {
        let against = facts.marks.count { $0.kind == .leanNo }
        let hopeful = facts.marks.count { $0.kind == .leanYes }
        if against > 0, against >= hopeful {
            return Judgement(.notInterested, guess, "sounds unwilling", facts.first(.leanNo))
        }
        if hopeful > 0, !facts.has(.contrast) {
            return Judgement(.interested, 0.55, "sounds willing", facts.first(.leanYes))
        }
        return nil
    }
}
