extension Event {
    /// Conversations, the people in them, and what a person must do.
    var conversationEntry: EventEntry? {
        switch self {
        case .contactBarred:
            .audited(
                [.conversation, .detail],
                "A person says that no mail may go to a contact any more, or to anybody at a domain.")
        case .contactErased:
            .audited(
                [.detail],
                "A person had everything removed that was stored about somebody; the detail says how much, and not who."
            )
        case .contactOptedOut:
            .audited([.conversation], "Somebody opted out by the link in a mail of ours: no mail goes there any more.")
        case .contactUnbarred:
            .audited(
                [.conversation, .detail],
                "A person lets mail go to a contact again that was barred by mistake, for the reason in the detail.")

        case .conversationBegan: .audited([.account, .conversation], "A conversation with a contact begins.")
        case .conversationDeclined:
            .audited([.conversation], "A person says that the contact is not interested.")
        case .conversationForwarded:
            .written(
                .info, ["thread", "account"], audit: [.conversation, .message],
                "A person forwarded something to somebody else; the contact still waits for an answer.")
        case .conversationPersonAnswered:
            .written(
                .info, ["thread", "account"], audit: [.conversation, .message],
                "A person answered from the mailbox, so the conversation is theirs.")
        case .conversationResumed: .audited([.conversation], "A person gave a conversation back to Mosaic.")
        case .conversationStopped:
            .audited([.conversation, .detail], "What the contact said in another conversation stops this one too.")

        case .handoffClosed: .audited([.conversation], "A person closed a handoff.")
        case .handoffOpened:
            .audited(
                [.conversation, .message, .detail],
                "A conversation was handed to a person, for the reason in the detail.")
        default: nil
        }
    }
}
