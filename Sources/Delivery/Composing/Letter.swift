package import Correspondence
package import Timing

/// The content of a mail before it is rendered. Always one recipient.
package struct Letter: Sendable, Hashable {
    /// Why a mail is sent automatically (RFC 3834 section 5).
    package enum Automation: String, Sendable, Hashable, CaseIterable {
        /// The direct answer to a message.
        case replied = "auto-replied"
        /// Sent on a schedule, such as a follow-up.
        case generated = "auto-generated"
    }

    package var from: Correspondent
    package var to: Correspondent
    /// Line breaks have no meaning here: control characters become spaces.
    package var subject: String
    package var date: Timestamp
    package var messageID: MessageID
    /// The message it answers; nil begins a conversation.
    package var parent: Parent?
    /// Nil for a mail that counts as sent by a person.
    package var automation: Automation?
    /// With any line ends; the mail ends with exactly one.
    package var text: String
    /// The same in HTML, for outreach; the plain text then is its alternative.
    package var html: String?
    /// Whether the recipient's mail program may offer an opt-out (RFC 2369).
    package var offersOptOut: Bool
    /// The link for a one-click opt-out (RFC 8058); nil: by mail only.
    package var optOutLink: String?

    package init(
        from: Correspondent, to: Correspondent, subject: String, date: Timestamp, messageID: MessageID,
        parent: Parent? = nil, automation: Automation?, text: String, html: String? = nil,
        offersOptOut: Bool = false, optOutLink: String? = nil
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.parent = parent
        self.automation = automation
        self.text = text
        self.html = html
        self.offersOptOut = offersOptOut
        self.optOutLink = optOutLink
    }
}

/// The message that a letter answers, as far as threading needs it.
package struct Parent: Sendable, Hashable {
    package let messageID: MessageID
    /// Its own References, oldest first.
    package let references: [MessageID]
    /// Its own In-Reply-To, which stands in for missing References when it names exactly one.
    package let inReplyTo: [MessageID]

    package init(messageID: MessageID, references: [MessageID] = [], inReplyTo: [MessageID] = []) {
        self.messageID = messageID
        self.references = references
        self.inReplyTo = inReplyTo
    }
}

extension Parent {
    /// Ids kept in one References field. Longer chains make headers that some servers refuse, and no client needs them.
    static let maxReferences = 20

    /// The References of an answer: the parent's, then the parent (RFC 5322 section 3.6.4), each id once. If there are too many: the
    /// first, which identifies the conversation, and the newest.
    var answerReferences: [MessageID] {
        let older = references.isEmpty && inReplyTo.count == 1 ? inReplyTo : references
        var seen: Set<MessageID> = [messageID]
        let chain = older.filter { seen.insert($0).inserted } + [messageID]
        guard chain.count > Self.maxReferences else { return chain }
        return chain.prefix(1) + chain.suffix(Self.maxReferences - 1)
    }
}
