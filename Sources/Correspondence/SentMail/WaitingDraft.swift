package import Timing

/// A mail of ours that was left in Drafts, for a person to send.
///
/// Many programs send a draft under a new Message-ID and without the fields that they do not know, so the copy in Sent names
/// nothing of ours. It is known by whom it goes to, what it follows or is about, and what it says.
package struct WaitingDraft: Sendable, Hashable {
    package let id: MailID
    package let recipient: EmailAddress
    package let subject: String
    /// What it answers; nil where it begins a conversation.
    package let parent: MessageID?
    package let text: String
    /// When it was made.
    package let madeAt: Timestamp

    /// How long a draft may wait and still be known again.
    package static let span = Duration.seconds(90 * 86_400)
    /// What clocks may differ by.
    private static let leeway = Duration.seconds(600)
    /// The share of the draft's neighbouring words that must be left, whatever was added.
    fileprivate static let leastKept = 0.6
    /// From which share on nobody has changed it; programs wrap lines and add signatures.
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

    /// Whether a mail in Sent stands in its place: it went to the same person, after the draft was made, and follows the same
    /// mail or is about the same matter.
    package func isInPlace(_ message: IncomingMessage) -> Bool {
        guard message.recipients.contains(where: { $0.address == recipient }),
            message.receivedAt >= madeAt - Self.leeway, message.receivedAt <= madeAt + Self.span
        else { return false }
        if let parent, message.referencedIDs.contains(parent) { return true }
        return Subject.base(message.subject) == Subject.base(subject)
    }

    /// How much of the draft a text says, from 0 to 1: by neighbouring words, whatever stands around them.
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

/// What a person made of a draft of ours.
package enum DraftTrace: Sendable, Hashable {
    /// They sent it as it was, under whatever id.
    case sent(MailID)
    /// They changed something in it before.
    case changed(MailID)
    /// They wrote something else in its place.
    case replaced(MailID)
}

extension DraftTrace {
    /// What a mail in Sent is to these drafts; nil when it is nothing to them.
    ///
    /// - Parameter text: what was written in it; nil when that could not be read, which proves nothing.
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
