package import Correspondence

extension HandoffReason {
    /// The next step for the person.
    package var advice: String {
        switch self {
        case .contactProvided: "Write or call them there, then close the handoff. An answer by mail closes it too."
        case .campaignReply, .repliedToAnswer, .clarification, .unsure, .alreadyWithPerson, .repliedAfterEnd,
            .waitedTooLong, .capReached, .observed, .neverAnswer:
            "Answer from the mailbox: that closes the handoff."
        case .emptyReply, .unreadable: "Open it in your mail program, and answer there if it needs an answer."
        case .subjectOnly, .differentSender, .throughList:
            "Make sure that it is theirs, then answer from the mailbox: that closes the handoff."
        case .suppressedContact: "Read it. `mosaic contacts unbar` lets mail go to them again."
        case .beforeBaseline, .foundInJunk: "Read it, and answer from the mailbox if it needs an answer."
        case .sendInDoubt: "Look for it in Sent. If it is not there, write to them yourself; then close the handoff."
        case .sendFailed: "`mosaic explain` shows what the server said. Write to them yourself, or close the handoff."
        case .sendWaits: "Nothing, unless it lasts: `mosaic accounts` shows until when the account waits."
        case .textUnusable:
            "`mosaic explain` says what is missing. Write to them yourself, or correct the text and resume the conversation."
        case .draftWaits: "Send it from Drafts, or delete it and close the handoff."
        case .draftInDoubt: "Look in Drafts: send it if it is there, else write it yourself and close the handoff."
        case .unknownOwnMail:
            "Look in Sent what they had last, and answer from there: a backup was restored, or another installation writes to them."
        case .otherSender: "Answer from the address they know, or add it to the account's ALIASES."
        }
    }
}
