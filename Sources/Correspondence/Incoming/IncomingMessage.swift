package import Timing

/// Where a message lies: account, mailbox, UIDVALIDITY and UID name it exactly (RFC 9051 section 2.3.1.1).
package struct MessageLocation: Sendable, Hashable {
    package let account: AccountID
    package let role: MailboxRole
    package let uidValidity: UInt32
    package let uid: UInt32
    /// Nil for the mailbox of this role. Otherwise UIDVALIDITY and UID do not locate the message there, and only name the row.
    package let elsewhere: Elsewhere?

    package init(
        account: AccountID, role: MailboxRole, uidValidity: UInt32, uid: UInt32, elsewhere: Elsewhere? = nil
    ) {
        self.account = account
        self.role = role
        self.uidValidity = uidValidity
        self.uid = uid
        self.elsewhere = elsewhere
    }

    /// The place of a message outside its role's mailbox. UIDVALIDITY 0, which no mailbox has (RFC 9051 section 9,
    /// `nz-number`), tells it from every place in that mailbox.
    package static func row(
        _ number: UInt32, of account: AccountID, _ role: MailboxRole, in elsewhere: Elsewhere
    ) -> MessageLocation {
        MessageLocation(account: account, role: role, uidValidity: 0, uid: number, elsewhere: elsewhere)
    }
}

/// A mailbox that is not watched all the time and in which mail of ours was found: an archive, a folder of a rule, Junk.
package struct Elsewhere: Sendable, Hashable {
    package let mailbox: String
    /// Junk and Trash, where a person or a filter rejected it. It counts as evidence and is never acted upon.
    package let isUnwanted: Bool

    package init(mailbox: String, isUnwanted: Bool) {
        self.mailbox = mailbox
        self.isUnwanted = isUnwanted
    }
}

/// The header of a message, as intake needs it.
package struct IncomingMessage: Sendable, Hashable {
    package var location: MessageLocation
    package var messageID: MessageID?
    package var inReplyTo: [MessageID]
    package var references: [MessageID]
    package var gmailThreadID: String?
    package var from: Correspondent?
    /// The address for answers, when that is not `from`.
    package var replyTo: EmailAddress?
    /// To and Cc.
    package var to: [Correspondent]
    /// Bcc, which only our own copy of a mail shows.
    package var bcc: [Correspondent] = []
    /// The Message-IDs it had before a provider replaced them: the original, and the one that Mosaic gave it.
    package var originalIDs: [MessageID] = []
    /// Whether a header says again what its Message-ID is, as in each mail that a Mosaic composed (`X-Mosaic-ID`) and no provider
    /// gave another id.
    package var namesItself: Bool { messageID.map(originalIDs.contains) ?? false }
    package var subject: String
    package var receivedAt: Timestamp
    /// Whether its header announces a report (RFC 6522): of a failed delivery, or of a complaint.
    package var isReport: Bool

    package init(
        location: MessageLocation, messageID: MessageID? = nil, inReplyTo: [MessageID] = [],
        references: [MessageID] = [], gmailThreadID: String? = nil, from: Correspondent? = nil,
        replyTo: EmailAddress? = nil, to: [Correspondent] = [], subject: String = "", receivedAt: Timestamp,
        isReport: Bool = false
    ) {
        self.location = location
        self.messageID = messageID
        self.inReplyTo = inReplyTo
        self.references = references
        self.gmailThreadID = gmailThreadID
        self.from = from
        self.replyTo = replyTo
        self.to = to
        self.subject = subject
        self.receivedAt = receivedAt
        self.isReport = isReport
    }

    /// Everybody it was sent to.
    package var recipients: [Correspondent] { to + bcc }

    /// Every message that its header names as earlier, without repetition; at most 100, to bound what a stranger can make us look up.
    package var referencedIDs: [MessageID] {
        var seen = Set<MessageID>()
        let optOut = [OptOutRequest.mail(in: subject)].compactMap(\.self)
        return Array((optOut + inReplyTo + references.reversed()).filter { seen.insert($0).inserted }.prefix(100))
    }
}

/// The treatment of a message that arrived in an inbox.
package enum Arrival: Sendable, Hashable {
    /// A reply to be decided: its bytes as fetched, and whether they are complete.
    case reply(OutreachLink, source: [UInt8], isWhole: Bool, beforeBaseline: Bool)
    /// Nothing follows from it.
    case ignored(IgnoreReason)
    /// It cannot be read, or was tried three times: a person must look at it. With the mail it answers, if its header tells.
    case quarantined(OutreachLink?)
    /// The server does not deliver it for now. It is asked for again, and goes to a person if that does not help.
    case withheld
}

extension Arrival {
    /// The conversation that it is known to belong to; nil when unknown.
    package var conversation: ConversationID? {
        switch self {
        case .reply(let link, _, _, _): link.conversation
        case .quarantined(let link): link?.conversation
        case .ignored, .withheld: nil
        }
    }
}

/// The outreach that a message answers.
package struct OutreachLink: Sendable, Hashable {
    package let linkage: Linkage
    package let outreach: MessageKey?
    package let conversation: ConversationID?
    /// Our message that a bounce gives back.
    package var returned: MessageID?

    package init(
        linkage: Linkage, outreach: MessageKey?, conversation: ConversationID?, returned: MessageID? = nil
    ) {
        self.linkage = linkage
        self.outreach = outreach
        self.conversation = conversation
        self.returned = returned
    }
}

/// One message of an inbox, with what to do with it.
package struct Admission: Sendable {
    package let message: IncomingMessage
    package let arrival: Arrival
    /// The row that stood for the same message while nobody knew what it answers: this one replaces it.
    package let replaced: MessageKey?

    package init(_ message: IncomingMessage, _ arrival: Arrival, replacing replaced: MessageKey? = nil) {
        self.message = message
        self.arrival = arrival
        self.replaced = replaced
    }
}

/// The result of taking in a message.
package enum IntakeOutcome: Sendable, Hashable {
    /// Waits for its conversation's next decision.
    case pending(ConversationID)
    case ignored(IgnoreReason)
    /// Goes to a person unread. Its conversation, if known, is thereby stopped.
    case quarantined(ConversationID?)
    /// It is asked for again.
    case withheld
    /// The row was there already.
    case known
}
