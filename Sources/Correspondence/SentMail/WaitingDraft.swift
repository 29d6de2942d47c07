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
    private static let leastKept = 0.6

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

    /// Whether a text is the draft's, as it was or with small changes.
    package func says(_ other: String) -> Bool {
        let (own, others) = (LetterWords.words(text), LetterWords.words(other))
        let pairs = Self.pairs(own)
        guard pairs.count >= 3 else { return own == others }
        return Double(pairs.intersection(Self.pairs(others)).count) >= Double(pairs.count) * Self.leastKept
    }

    private static func pairs(_ words: [String]) -> Set<[String]> {
        Set(zip(words, words.dropFirst()).map { [$0, $1] })
    }
}

/// What a person made of a draft of ours.
package enum DraftTrace: Sendable, Hashable {
    /// They sent it, under whatever id.
    case sent(MailID)
    /// They wrote something else in its place.
    case replaced(MailID)
}

extension DraftTrace {
    /// What a mail in Sent is to these drafts; nil when it is nothing to them.
    ///
    /// - Parameter text: what was written in it; nil when that could not be read, which proves nothing.
    package init?(of message: IncomingMessage, saying text: String?, among drafts: [WaitingDraft]) {
        let inPlace = drafts.filter { $0.isInPlace(message) }
        if let text, let sent = inPlace.first(where: { $0.says(text) }) {
            self = .sent(sent.id)
        } else if let replaced = inPlace.first {
            self = .replaced(replaced.id)
        } else {
            return nil
        }
    }
}
