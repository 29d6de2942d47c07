extension Event {
    /// What a mailbox holds, and what is done in it.
    var mailboxEntry: EventEntry? {
        switch self {
        case .mailboxActionFailed:
            .logged(
                .warning, ["protocol", "account", "action", "error"],
                "A change to a mailbox failed; it is tried again.")
        case .mailboxArmed:
            .written(
                .info, ["protocol", "account", "above_uid", "indexed", "mailbox"],
                audit: [.account, .detail],
                "A mailbox got its baseline: older mail can never trigger a mail.")
        case .mailboxFileDraft: .audited([.message, .mail, .detail], "A mail of ours was put into Drafts, or is gone.")
        case .mailboxFileSentCopy:
            .audited([.message, .mail, .detail], "A copy of a mail of ours lies in Sent, or the mail is gone.")
        case .mailboxFlagForPerson:
            .audited([.message, .mail, .detail], "A message was marked unread for a person, or is gone.")
        case .mailboxIndexing:
            .logged(
                .info, ["protocol", "account", "mailbox", "read", "of"],
                "How far a first look into a large Sent has come; replies are read when it is done.")
        case .mailboxMarkHandled: .audited([.message, .mail, .detail], "A message was marked read, or is gone.")
        case .mailboxMessageWithheld:
            .logged(
                .warning, ["protocol", "account", "mailbox", "uid", "error", "do"],
                "The server does not hand over a message: in the inbox it is asked for again, elsewhere nobody looked at it."
            )
        case .mailboxTakeInAgain:
            .audited(
                [.message, .mail, .detail],
                "A message whose outreach had become known, or that the server had kept back, was read again or is gone."
            )
        case .mailboxTextsNotRead:
            .logged(
                .warning, ["protocol", "account", "error", "do"],
                "The text of our own mails could not be fetched: what replies quote of them is known by its marks alone."
            )

        case .outreachFound:
            .logged(
                .info, ["account", "rule", "counting", "others", "such_as", "see", "do"],
                "The mails in Sent were judged: how many count as outreach, with samples, and how many do not.")
        case .outreachJudged:
            .audited([.detail], "A person said whether the mails of a group are outreach.")
        case .outreachTextUnread:
            .logged(
                .warning, ["protocol", "account", "mails", "error"],
                "The server did not show the text of some mails in Sent, so they do not count as outreach.")
        default: nil
        }
    }
}
