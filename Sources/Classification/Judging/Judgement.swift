import Correspondence

/// The rules' decision on the facts of one reply; pure, and total over them.
struct Judgement {
    let intent: Intent
    let confidence: Double
    let reason: String
    /// The phrase that decided; nil when none did.
    let mark: Mark?

    init(_ intent: Intent, _ confidence: Double, _ reason: String, _ mark: Mark? = nil) {
        self.intent = intent
        self.confidence = confidence
        self.reason = reason
        self.mark = mark
    }

    /// The first row that applies decides, so rows that forbid an answer come before those that allow one.
    static func of(_ facts: ReplyMarks, hasContact: Bool) -> Judgement {
        onMachines(facts) ?? onOptOut(facts, hasContact) ?? onContact(facts, hasContact) ?? onRefusal(facts)
            ?? onDoubt(facts) ?? onConsent(facts) ?? onHints(facts)
            ?? Judgement(.clarification, 0.3, "no rule applies")
    }

    /// A subject that only machines write.
    static func machineSubject(_ facts: ReplyMarks) -> Judgement {
        facts.has(.bounce)
            ? Judgement(.bounce, 0.9, "the subject of a delivery report")
            : Judgement(.autoReply, 0.9, "the subject of an automatic reply")
    }

    /// An empty mail under the subject "unsubscribe".
    static let optOutSubject = Judgement(.unsubscribe, 0.9, "the subject asks not to be written to")

    private static func onMachines(_ facts: ReplyMarks) -> Judgement? {
        if let mark = facts.first(.bounce) { return Judgement(.bounce, 0.9, "delivery report", mark) }
        let notices = facts.marks.count { $0.kind == .autoReply }
        if let mark = facts.first(.autoReply), notices > 1 || !facts.has(.yes) {
            return Judgement(.autoReply, 0.85, "automatic reply", mark)
        }
        return nil
    }

    private static func onContact(_ facts: ReplyMarks, _ hasContact: Bool) -> Judgement? {
        guard !facts.has(.irony, .instruction) else { return nil }
        if facts.has(.refusal, .nay), !facts.has(.yes, .proceed) { return nil }
        if hasContact { return Judgement(.contactProvided, 0.9, "gives a contact", facts.first(.contact)) }
        if let mark = facts.first(.contact), facts.digits >= 7 {
            return Judgement(.contactProvided, 0.7, "announces a contact", mark)
        }
        return nil
    }

    private static func onDoubt(_ facts: ReplyMarks) -> Judgement? {
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

    private static func onConsent(_ facts: ReplyMarks) -> Judgement? {
        guard let yes = facts.last(.yes, .proceed) ?? facts.last(.nod) else { return nil }
        if let but = facts.last(.contrast), but.words.lowerBound > yes.words.lowerBound {
            return Judgement(.clarification, 0.6, "consents, then restricts", but)
        }
        let isWeak = yes.kind == .nod || facts.has(.leanNo)
        return Judgement(.interested, isWeak ? 0.8 : 0.9, "consents", yes)
    }

    private static func onHints(_ facts: ReplyMarks) -> Judgement? {
        let against = facts.marks.count { $0.kind == .leanNo }
        let hopeful = facts.marks.count { $0.kind == .leanYes || $0.kind == .courtesy }
        if against > 0, against >= hopeful {
            return Judgement(.notInterested, guess, "sounds unwilling", facts.first(.leanNo))
        }
        if hopeful > 0, !facts.has(.contrast) {
            return Judgement(.interested, 0.55, "sounds willing", facts.first(.leanYes, .courtesy))
        }
        return nil
    }
}
