package import Timing

/// Mail that no person wrote, and what it reports.
package struct MachineMail: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// A delivery status notification, or a mail that amounts to one.
        case bounce(Bounce)
        /// A vacation notice or other auto-reply; `until` is the return date it states.
        case autoReply(until: Timestamp?)
        /// Mailing lists and newsletters.
        case list
        /// "Confirm that you are human" mail.
        case challenge
        /// An abuse report (RFC 5965).
        case abuseReport
        /// A read receipt (RFC 8098).
        case receipt
    }

    package let kind: Kind
    /// The header line, report field or phrase that gave it away.
    package let evidence: String
    /// Whether the only sign is one that people's mail carries too when it passes through a group address, a list or a help desk.
    package let mayBePassedOn: Bool

    package init(kind: Kind, evidence: String, mayBePassedOn: Bool = false) {
        self.kind = kind
        self.evidence = evidence
        self.mayBePassedOn = mayBePassedOn || kind == .list
    }
}

/// The content of a bounce (RFC 3464).
package struct Bounce: Hashable, Sendable {
    /// Permanent failures suppress the address; transient ones and mere delays do not.
    package let isPermanent: Bool
    /// The address that could not be reached, when the report names it.
    package let recipient: EmailAddress?
    /// Our Message-ID from the returned part, when it is there.
    package let originalMessageID: MessageID?
    /// The enhanced status code, `5.1.1`, when it is there.
    package let status: String?

    package init(isPermanent: Bool, recipient: EmailAddress?, originalMessageID: MessageID?, status: String?) {
        self.isPermanent = isPermanent
        self.recipient = recipient
        self.originalMessageID = originalMessageID
        self.status = status
    }
}

extension MachineMail {
    /// The intent that classification uses for the same kind of mail.
    package var intent: Intent {
        if case .bounce = kind { .bounce } else { .autoReply }
    }

    /// Whether it reports on a mail of ours: a bounce, or a complaint.
    package var isReport: Bool {
        switch kind {
        case .bounce, .abuseReport: true
        case .autoReply, .list, .challenge, .receipt: false
        }
    }

    /// The name under which the kind is stored and shown.
    package var name: String {
        switch kind {
        case .bounce(let bounce): bounce.isPermanent ? "hard_bounce" : "soft_bounce"
        case .autoReply: "auto_reply"
        case .list: "list"
        case .challenge: "challenge"
        case .abuseReport: "abuse_report"
        case .receipt: "receipt"
        }
    }
}
