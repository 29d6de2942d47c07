extension HandoffReason {
    /// The reason for the handoff, in plain words: for people and for alerts.
    package var sentence: String {
        switch self {
        case .campaignReply: "They answered a campaign whose answers you write yourself."
        case .contactProvided: "They said how to reach them."
        case .repliedToAnswer: "They answered an automatic mail; from here on a person writes."
        case .clarification: "They ask or say something that only you can answer."
        case .unsure: "It is not clear what they want."
        case .emptyReply: "Their reply has no text of its own."
        case .unreadable: "Their mail could not be read."
        case .subjectOnly: "Only its subject connects it with your outreach."
        case .differentSender: "It came from another address than the one you wrote to."
        case .alreadyWithPerson: "They wrote again in a conversation that is yours."
        case .repliedAfterEnd: "They wrote after the conversation had ended."
        case .suppressedContact: "They wrote, although mail to them is barred."
        case .beforeBaseline: "It arrived before Mosaic watched this mailbox."
        case .waitedTooLong: "They are interested, but wrote more than a week ago."
        case .foundInJunk: "It was in Junk or Trash."
        case .throughList: "It came through a group address, a mailing list or a help desk."
        case .sendInDoubt: "A mail to them may or may not have left: the server gave no clear answer."
        case .sendFailed: "A mail to them could not be sent."
        case .sendWaits: "A mail to them waits, because the provider refuses mail from this account."
        case .capReached: "They have had as many automatic mails as one person may get."
        case .textUnusable: "The next mail to them cannot be written: its text lacks something."
        case .draftWaits: "A draft to them waits in Drafts."
        case .draftInDoubt: "A draft to them may be in Drafts, or not: its server did not say."
        case .observed: "They are interested, but this account may not send."
        case .neverAnswer: "They are interested, and your settings let no mail go to them."
        case .unknownOwnMail:
            "They had a mail of Mosaic's that its database does not know, so nothing more is sent."
        case .otherSender: "Your first mail came from an address that this account does not have."
        }
    }
}
