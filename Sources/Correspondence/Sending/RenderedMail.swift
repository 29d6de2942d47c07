/// A mail exactly as it is sent: the same bytes at every try.
package struct RenderedMail: Sendable, Hashable {
    package let messageID: MessageID
    package let bytes: [UInt8]

    package init(messageID: MessageID, bytes: [UInt8]) {
        self.messageID = messageID
        self.bytes = bytes
    }
}

/// The header fields that put a mail into its conversation (RFC 5322 section 3.6.4).
package struct Threading: Sendable, Hashable {
    package let subject: String
    /// The message that the mail answers or follows; nil for the first of a conversation.
    package let parent: MessageID?
    /// The conversation so far, oldest first, `parent` last.
    package let references: [MessageID]

    package init(subject: String, parent: MessageID?, references: [MessageID]) {
        self.subject = subject
        self.parent = parent
        self.references = references
    }
}
