/// Decides whether a mail that we sent counts as outreach. Pure.
package struct OutreachPolicy: Sendable, Hashable {
    package var rule: OutreachRule
    /// Every address of ours.
    package var ownAddresses: Set<EmailAddress>
    /// Domains at which only our own people have addresses, lower-cased.
    package var ownDomains: Set<String>

    /// Blind copies that by their number alone make a mail outreach.
    static let severalBlind = 3

    package init(
        _ rule: OutreachRule, ownAddresses: Set<EmailAddress> = [], ownDomains: Set<String> = []
    ) {
        self.rule = rule
        self.ownAddresses = ownAddresses
        self.ownDomains = ownDomains
    }

    /// Every mail counts.
    package static let everything = OutreachPolicy(.all)

    /// The answer that the mail itself, and the one it follows, give; nil when its text must be compared with others.
    package func reason(for mail: SentMail, after parent: SentParent) -> OutreachReason? {
        if rule == .all { return .all }
        if rule == .similar, isBlind(mail.message) { return .blind }
        if isInternal(mail.message) { return .ownDomain }
        switch parent {
        case .ours(let reason): return reason
        case .theirs: return .answers
        case .none: if Subject.isAnswer(mail.message.subject) { return .answers }
        }
        switch rule {
        case .all: return .all
        case .marked(let marks): return marks.contains { $0.marks(mail) } ? .marked : .unmarked
        case .similar:
            guard let text = mail.text else { return .unread }
            return text.sketch == nil ? .tooShort : nil
        }
    }

    /// Whether two mails say the same to two people.
    ///
    /// Two short texts must be nearly equal. Two long ones may differ in half of their words if their subjects are alike,
    /// because much of them is personal then; without that, they may share no more than a footer.
    package static func isSameText(
        _ sketch: TextSketch, _ subject: String, as other: TextSketch, _ otherSubject: String
    ) -> Bool {
        let similarity = sketch.similarity(to: other)
        guard min(sketch.wordCount, other.wordCount) >= 20 else { return similarity >= 0.8 }
        return similarity >= (areAlike(subject, otherSubject) ? 0.4 : 0.7)
    }

    /// Whether half of the shorter subject's words, and at least two, stand in the other.
    private static func areAlike(_ subject: String, _ other: String) -> Bool {
        let words = Set(LetterWords.words(Subject.base(subject)))
        let others = Set(LetterWords.words(Subject.base(other)))
        if words == others { return true }
        let common = words.intersection(others).count
        return common >= 2 && 2 * common >= min(words.count, others.count)
    }

    /// Whether it went to several people who cannot see each other, and openly to us at most.
    private func isBlind(_ message: IncomingMessage) -> Bool {
        message.bcc.count >= Self.severalBlind && message.to.allSatisfy { isOurs($0.address) }
            && !message.bcc.contains { isOurs($0.address) } && message.inReplyTo.isEmpty && message.references.isEmpty
    }

    /// Whether it went to one of our own: a conversation is with the first recipient.
    private func isInternal(_ message: IncomingMessage) -> Bool {
        guard let first = (message.to.first ?? message.bcc.first)?.address else { return false }
        return isOurs(first)
    }

    private func isOurs(_ address: EmailAddress) -> Bool {
        ownAddresses.contains(address) || ownDomains.contains(address.domain)
    }
}
