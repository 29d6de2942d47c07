extension Event {
    /// The catalogue: one entry for each event, in the order of the names.
    package var entry: EventEntry {
        let mail = Self.factsOfMail
        return switch self {
        case .accountDemoted:
            .written(
                .warning, ["account", "from", "to", "do"], audit: [.account, .detail],
                "An account does less by itself, because people disagreed with it.")
        case .accountLimitReset:
            .audited([.account, .detail], "A person lets an account's own limit count anew; its provider's goes on.")
        case .accountNotReached:
            .logged(
                .error, ["error", "do"], "A new account cannot be reached or its login is refused; the others start.")
        case .accountPaused:
            .audited([.account, .detail], "A person paused an account: it sends nothing for a while.")
        case .accountPromoted:
            .written(
                .info, ["account", "from", "to", "do"], audit: [.account, .detail],
                "An account may do more, because people agreed with it often enough.")
        case .accountRecovered:
            .written(.info, ["protocol", "account"], audit: [.account], "An account's server takes mail again.")
        case .accountResumed: .audited([.account], "A person lets an account send again.")
        case .accountRival:
            .written(
                .error, ["protocol", "account", "installation", "do"], audit: [.account, .detail],
                "Another installation of Mosaic uses an account's mailbox: nothing is sent from it until a person decides."
            )
        case .accountState:
            .audited([.account, .detail], "A person set what an account may do: the state in the detail.")
        case .accountTakenOver:
            .audited([.account], "A person lets this installation go on with an account that another one had marked.")
        case .accountWaits:
            .written(
                .warning, ["protocol", "account", "accounts", "failures", "span", "error", "do"],
                audit: [.account, .detail],
                "An account sends nothing for a while after a failure of its own, and goes on by itself.")

        case .alertDelivered: .logged(.info, ["alert", "target"], "Somebody was told that something wants a person.")
        case .alertNotDelivered:
            .logged(
                .warning, ["alert", "do", "error", "target"],
                "An alert did not arrive; it is tried again for three days, unless the receiver wants nothing any more."
            )
        case .alertTargetAdded: .audited([.detail], "A person had alerts sent somewhere: its number and form.")
        case .alertTargetRemoved: .audited([.detail], "A person ended alerts to somewhere: its number.")
        case .alertsNotRead: .logged(.warning, ["error"], "Alerts could not be read or written; it is tried again.")

        case .autonomyFailed:
            .logged(.warning, ["error"], "What people said of accounts could not be read; it is tried again.")

        case .cacheFailed:
            .logged(.warning, ["error", "meanwhile"], "The cache does not answer; nothing waits for it.")
        case .cacheRecovered: .logged(.info, [], "The cache answers again and holds what the database says.")
        case .cacheSynchronised: .logged(.debug, ["followups"], "The cache was filled anew from the database.")

        case .campaignApplied:
            .audited([.detail], "A campaign was made or edited: its name and version in the detail.")
        case .campaignArchived: .audited([.detail], "A campaign was put away for good.")
        case .campaignCompleted: .audited([.detail], "Every lead of a campaign has come to its end.")
        case .campaignGuarded:
            .written(
                .warning, ["campaign", "do", "reason"], audit: [.detail],
                "A campaign was paused by itself: its mails brought too many bounces, complaints or opt-outs.")
        case .campaignJudged:
            .written(
                .info, ["campaign", "finding", "look", "step"], audit: [.detail],
                "The variants of a step were compared by what their leads answered, or a person chose the best.")
        case .campaignNotPlanned:
            .logged(
                .error, ["campaign", "do", "error"],
                "The next mails of a campaign could not be planned; it is tried again.")
        case .campaignPaused: .audited([.detail], "Nothing of a campaign leaves any more; the detail says why.")
        case .campaignPlanned:
            .logged(.info, ["campaign", "mails", "moved"], "Mails of a campaign were planned, or leads moved on.")
        case .campaignStarted: .audited([.detail], "The mails of a campaign may leave from now on.")

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

        case .databaseIndexesMissing:
            .logged(
                .warning, ["error"],
                "An index could not be built: all works, but slowly, and the next start tries again.")

        case .decisionFailed:
            .logged(.error, ["thread", "do", "error"], "A reply could not be decided; it is tried again.")
        case .decisionSuperseded:
            .logged(.info, ["thread"], "A decision came too late: the conversation had changed, and is decided anew.")
        case .decisionsDatabaseFailed:
            .logged(.error, ["do", "error"], "The database could not be asked which replies wait for a decision.")
        case .decisionsNotReleased:
            .logged(.warning, ["error"], "Decisions of a process that died wait for the end of their lease.")
        case .deskFailed:
            .logged(.error, ["error", "do"], "A page of the desk could not be made, or the desk could not be opened.")
        case .deskOpened: .logged(.info, ["url", "do"], "The desk answers browsers.")
        case .dispatcherDatabaseFailed:
            .logged(.error, ["do", "error"], "The database could not be asked which mails are due.")
        case .doubtsFailed:
            .logged(.error, ["do", "error"], "No evidence could be looked for about a mail that may have left.")

        case .engineDone: .logged(.info, ["accounts"], "`mosaic run --once` has nothing left to do for now, and ends.")
        case .engineNotStarted: .logged(.error, ["error"], "`mosaic run` gave up at its start.")
        case .engineStarted:
            .logged(
                .info, ["accounts", "database", "model", "redis", "sends"],
                "`mosaic run` has read its settings and begins.")
        case .engineStopped: .logged(.info, [], "Everything under way has come to an end.")
        case .engineStopping: .logged(.info, ["signal", "within"], "A signal asked the process to end.")

        case .followupCancelled:
            .written(
                .info, mail + ["reason"], audit: [.conversation, .mail, .detail],
                "A planned mail will not be sent: it is not wanted any more, a cap forbids it, or a person took it back."
            )
        case .followupCapped:
            .logged(.warning, mail + ["reason"], "A cap that protects the contact gave a mail to a person.")
        case .followupDotNotPermitted:
            .logged(.error, mail + ["error"], "The database did not permit the final dot, so the mail did not leave.")
        case .followupDrafted: .logged(.info, mail, "A mail was put into Drafts for a person to send.")
        case .followupFound: .logged(.info, ["evidence", "thread"], "A mail in doubt has left: its provider has it.")
        case .followupGivenBack:
            .logged(.warning, mail + ["reason"], "A send was broken off before the mail left; it is tried again.")
        case .followupInDoubt:
            .audited(
                [.conversation, .mail, .detail],
                "The server did not say whether it took a mail; evidence is looked for.")
        case .followupNeedsHuman:
            .written(
                .error, ["protocol", "thread", "do"], audit: [.conversation, .mail],
                "Nothing shows whether a mail left, so a person decides; it is never sent again by itself.")
        case .followupOutcomeNotWritten:
            .logged(.error, mail + ["do", "error"], "The server's answer to a mail could not be stored yet.")
        case .followupPermissionLapsed:
            .logged(
                .warning, mail + ["age", "do"],
                "The permission to send was too old, so the mail did not leave and asks again.")
        case .followupRejected: .audited([.conversation, .mail, .detail], "The server refused a mail for good.")
        case .followupRescheduled:
            .audited([.conversation, .mail, .detail], "A person moved a mail to the time in the detail.")
        case .followupSending: .logged(.debug, mail + ["message_id"], "A mail goes to the server now.")
        case .followupStoppedAtTheDot:
            .logged(.info, mail + ["reason"], "Something changed just before the final dot, so the mail did not leave.")
        case .followupUnreadable:
            .logged(
                .error, ["mail", "thread", "account", "error", "do"],
                "A planned mail cannot be read from the database, so a person gets its conversation; others go on.")
        case .followupWaits: .logged(.info, mail + ["gate", "until"], "A mail is due, but a gate is still closed.")

        case .handoffClosed: .audited([.conversation], "A person closed a handoff.")
        case .handoffOpened:
            .audited(
                [.conversation, .message, .detail],
                "A conversation was handed to a person, for the reason in the detail.")

        case .installationRenamed:
            .audited(
                [.detail],
                "The database was copied, moved or restored, or met a rival: its marks bear the name in the detail from now on."
            )

        default: laterEntry
        }
    }
}
