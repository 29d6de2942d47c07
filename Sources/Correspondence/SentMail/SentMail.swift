/// A mail of Sent as intake sees it: its header, and what was read of its text.
package struct SentMail: Sendable, Hashable {
    package var message: IncomingMessage
    /// Nil when its text was not read or could not be.
    package let text: SentText?
    /// Gmail's labels, and the mailboxes it lies in.
    package let labels: [String]
    /// Nil when it has nothing to do with a draft of ours, or names the draft itself.
    package let draft: DraftTrace?

    package init(
        _ message: IncomingMessage, text: SentText? = nil, labels: [String] = [], draft: DraftTrace? = nil
    ) {
        self.message = message
        self.text = text
        self.labels = labels
        self.draft = draft
    }
}

/// The stored facts about the text of a mail that we sent.
package struct SentText: Sendable, Hashable {
    /// Nil when there are too few words.
    package let sketch: TextSketch?
    /// BCP 47; nil when unsure.
    package let language: String?

    package init(sketch: TextSketch?, language: String? = nil) {
        self.sketch = sketch
        self.language = language
    }
}

/// How a mail of ours relates to the mail that it says it follows.
package enum SentParent: Sendable, Hashable {
    /// It begins a conversation.
    case none
    /// It follows another mail of ours, which counts or does not for this reason.
    case ours(OutreachReason)
    /// It answers somebody.
    case theirs
}
