extension Event {
    /// The second half of the catalogue, from `j` on. A test asks for the entry of every event.
    var laterEntry: EventEntry {
        let mail = Self.factsOfMail
        return switch self {
        case .jobEnded:
            .audited([.detail], "A job has come to its end; the detail says to which, and why.")
        case .jobMade:
            .audited([.detail], "A person released a step of a campaign, for now or for the time in the detail.")
        case .jobStarted:
            .written(
                .info, ["campaign", "job", "step"], audit: [.detail], "A job began: its mails may leave from now on.")

        case .leadChanged: .audited([.detail], "A person gave a lead other values for its texts.")
        case .leadPaused: .audited([.detail], "A person holds a lead: it gets nothing before it is released.")
        case .leadReleased: .audited([.detail], "A person let a lead go on that was held or had failed.")
        case .leadReset: .audited([.detail], "A lead that had got nothing yet begins anew, as a person wants it.")
        case .leadSkipped: .audited([.detail], "A person took a lead out of its campaign.")
        case .leadsImported: .audited([.detail], "The rows of a file became leads; the detail counts them.")
        case .leadsMoved:
            .audited(
                [.detail], "A person released, held, skipped or reset many leads; the detail says how many.")

        case .lockReleased: .audited([.account, .detail], "A job gave an account back.")
        case .lockTaken: .audited([.account, .detail], "A job has an account to itself from now on.")
        case .mailReported:
            .written(
                .warning, ["thread", "report", "detail"], audit: [.conversation, .mail, .detail],
                "A provider reported what became of a mail: a bounce, a complaint, or proof that it left.")

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

        case .messageIgnored:
            .logged(.info, ["protocol", "account", "reason", "uid"], "A new message is not for Mosaic.")
        case .messageQuarantined:
            .written(
                .error, ["protocol", "account", "thread", "uid"], audit: [.account, .conversation, .message, .detail],
                "A message could not be read, so a person gets it.")

        case .modelRefused:
            .logged(.error, ["error", "meanwhile"], "The model's server refused the key or does not know the model.")

        case .oauthConnected:
            .audited([.detail], "A person connected a mailbox by OAuth: provider and address in the detail.")
        case .oauthEnded:
            .audited(
                [.detail], "A provider no longer accepts a mailbox's permission: address and reason in the detail.")

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

        case .quotaKnown: .logged(.info, ["account", "quota", "do"], "A provider says how much an account may send.")
        case .quotaNeedsPerson:
            .logged(.warning, ["account", "quota", "do"], "A provider lets an account send less than it might.")
        case .quotaUnknown:
            .logged(.warning, ["account", "error", "do"], "A provider does not say how much an account may send.")

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

        case .reportsFailed:
            .logged(.warning, ["source", "error", "do"], "A provider's reports on mails could not be read yet.")

        case .retentionFailed:
            .logged(.warning, ["error"], "What is kept too long could not be removed; it is tried again the next day.")
        case .retentionTidied:
            .logged(
                .info, ["changed"], "What RETENTION and RETENTION_TRACES do not keep was removed; the fact counts rows."
            )

        case .sendingResumed: .audited([], "A person lets the installation send again.")
        case .sendingStopped:
            .audited([.detail], "A person stopped all sending of the installation, until a person resumes it.")

        case .settingsWarning: .logged(.warning, ["do"], "The settings are usable, but something in them looks wrong.")

        case .userAdded: .audited([.detail], "Somebody may use the desk from now on: name and role in the detail.")
        case .userLoggedIn: .audited([.detail], "Somebody logged in to the desk.")
        case .userLoginFailed:
            .audited([.detail], "A login to the desk was refused: the name and the network address in the detail.")
        case .userPassword: .audited([.detail], "Somebody's password was set, which logged them out everywhere.")
        case .userRemoved: .audited([.detail], "Somebody may not use the desk any more.")

        case .watcherConnected:
            .logged(.info, ["protocol", "account", "idle", "server"], "An account is watched from now on.")
        case .watcherFailed:
            .logged(
                .error, ["protocol", "account", "failures", "error", "again_in"],
                "Watching an account failed; it is tried again.")
        case .watcherHeldElsewhere:
            .logged(
                .info, ["protocol", "account", "failures", "error", "again_in"], "Another process watches this account."
            )
        case .watcherNoSentMailbox:
            .logged(
                .warning, ["protocol", "account", "do"],
                "An account has no Sent mailbox, so replies cannot be recognised.")
        case .watcherOnlySends: .logged(.info, ["account"], "An account without an inbox can send from now on.")
        case .watcherReconnects:
            .logged(
                .info, ["protocol", "account", "error"], "A connection ended, as connections do; a new one is made.")
        case .watcherReportFailed: .logged(.error, ["account", "error"], "The state of a watcher could not be stored.")
        case .watcherRightsNotProlonged:
            .logged(
                .error, ["error", "do"],
                "The rights to the accounts could not be prolonged; they hold until their time is over.")

        case .workerSent:
            .written(
                .info, mail + ["reply"], audit: [.account, .conversation, .mail, .detail],
                "A mail left: the server took it.")
        case .workerSmtpError: .logged(.error, mail + ["kind", "error"], "A mail could not be handed to the server.")

        default: preconditionFailure("\(rawValue) has no entry in the catalogue")
        }
    }
}
