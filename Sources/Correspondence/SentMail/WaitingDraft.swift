package import Timing

/// A mail of ours that was left in Drafts, for a person to send.
///
/// Many programs send a draft under a new Message-ID and without fields they do not know, so the copy in Sent names nothing of
/// ours. It is recognised by its recipient, by what it follows or is about, and by its text.
package struct WaitingDraft: Sendable, Hashable {
    package let id: MailID
    package let recipient: EmailAddress
    package let subject: String
    /// The message it answers; nil where it begins a conversation.
    package let parent: MessageID?
    package let text: String
    /// When it was made.
    package let madeAt: Timestamp

    /// How long a draft may wait and still be recognised.
    package static let span = Duration.seconds(90 * 86_400)
    /// How far clocks may differ.
    private static let leeway = Duration.seconds(600)
    /// The share of the draft's pairs of neighbouring words that must remain, whatever was added.
    fileprivate static let leastKept = 0.6
    /// From this share on the draft counts as unchanged; programs wrap lines and add signatures.
    fileprivate static let whole = 0.98

    package init(
        id: MailID, recipient: EmailAddress, subject: String, parent: MessageID?, text: String, madeAt: Timestamp
    ) {
        self.id = id
        self.recipient = recipient
        self.subject = subject
        self.parent = parent
        self.text = text
        self.madeAt = madeAt
    }

    /// Whether a mail in Sent takes its place: it went to the same person after the draft was made, and follows the same mail
    /// or has the same subject.
    package func isInPlace(_ message: IncomingMessage) -> Bool {
        guard message.recipients.contains(where: { $0.address == recipient }),
            message.receivedAt >= madeAt - Self.leeway, message.receivedAt <= madeAt + Self.span
        else { return false }
        if let parent, message.referencedIDs.contains(parent) { return true }
        return Subject.base(message.subject) == Subject.base(subject)
    }

    /// The share of the draft that a text contains, 0 to 1: by pairs of neighbouring words, whatever surrounds them.
    func share(in other: String) -> Double {
        let (own, others) = (LetterWords.words(text), LetterWords.words(other))
        let pairs = Self.pairs(own)
        guard pairs.count >= 3 else { return own == others ? 1 : 0 }
        return Double(pairs.intersection(Self.pairs(others)).count) / Double(pairs.count)
    }

    private static func pairs(_ words: [String]) -> Set<[String]> {
        Set(zip(words, words.dropFirst()).map { [$0, $1] })
    }
}

/// A person's treatment of a draft of ours.
package enum DraftTrace: Sendable, Hashable {
    /// They sent it unchanged, under whatever id.
    case sent(MailID)
    /// They changed it before sending.
    case changed(MailID)
    /// They wrote something else instead.
    case replaced(MailID)
}

extension DraftTrace {
    /// What a mail in Sent says about these drafts; nil when it has nothing to do with them.
    ///
    /// - Parameter text: the writer's own words in it; nil when they could not be read, which proves nothing.
    package init?(of message: IncomingMessage, saying text: String?, among drafts: [WaitingDraft]) {
        let inPlace = drafts.filter { $0.isInPlace(message) }
        let shares = text.map { text in inPlace.map { ($0, $0.share(in: text)) } } ?? []
        if let (sent, share) = shares.first(where: { $0.1 >= WaitingDraft.leastKept }) {
            self = share >= WaitingDraft.whole ? .sent(sent.id) : .changed(sent.id)
        } else if let replaced = inPlace.first {
            self = .replaced(replaced.id)
        } else {
            return nil
        }
    }
}
