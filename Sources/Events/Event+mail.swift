extension Event {
    /// Mails that leave.
    var mailEntry: EventEntry? {
        let mail = Self.factsOfMail
        return switch self {
        case .dispatcherDatabaseFailed:
            .logged(.error, ["do", "error"], "The database could not be asked which mails are due.")

        case .doubtsFailed:
            .logged(.error, ["do", "error"], "No evidence could be looked for about a mail that may have left.")

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

        case .mailReported:
            .written(
                .warning, ["thread", "report", "detail"], audit: [.conversation, .mail, .detail],
                "A provider reported what became of a mail: a bounce, a complaint, or proof that it left.")

        case .reportsFailed:
            .logged(.warning, ["source", "error", "do"], "A provider's reports on mails could not be read yet.")

        case .workerSent:
            .written(
                .info, mail + ["reply"], audit: [.account, .conversation, .mail, .detail],
                "A mail left: the server took it.")
        case .workerSmtpError: .logged(.error, mail + ["kind", "error"], "A mail could not be handed to the server.")
        default: nil
        }
    }
}
