extension Event {
    /// Replies, and the decisions about them.
    var replyEntry: EventEntry? {
        switch self {
        case .decisionFailed:
            .logged(.error, ["thread", "do", "error"], "A reply could not be decided; it is tried again.")
        case .decisionSuperseded:
            .logged(.info, ["thread"], "A decision came too late: the conversation had changed, and is decided anew.")
        case .decisionsDatabaseFailed:
            .logged(.error, ["do", "error"], "The database could not be asked which replies wait for a decision.")
        case .decisionsNotReleased:
            .logged(.warning, ["error"], "Decisions of a process that died wait for the end of their lease.")

        case .messageIgnored:
            .logged(.info, ["protocol", "account", "reason", "uid"], "A new message is not for Mosaic.")
        case .messageQuarantined:
            .written(
                .error, ["protocol", "account", "thread", "uid"], audit: [.account, .conversation, .message, .detail],
                "A message could not be read, so a person gets it.")

        case .modelRefused:
            .logged(.error, ["error", "meanwhile"], "The model's server refused the key or does not know the model.")

        case .replyConfirmed:
            .audited([.conversation, .message, .detail], "A person says that a reply was judged right: as what.")
        case .replyCorrected:
            .audited(
                [.conversation, .message, .detail],
                "A person says what a reply was; the detail has how it was judged, and what it was.")
        case .replyDecided:
            .written(
                .info, ["thread", "contact", "decision", "intent", "source", "why"],
                audit: [.account, .conversation, .message, .detail], "A reply was decided.")
        case .replyFoundElsewhere:
            .logged(
                .info, ["protocol", "account", "thread", "mailbox", "from"],
                "A reply to our mail lay in another mailbox than the inbox.")
        case .replyReceived:
            .written(
                .info, ["protocol", "account", "thread", "from", "uid"],
                audit: [.account, .conversation, .message, .detail], "A reply to our mail arrived.")
        default: nil
        }
    }
}
