package import Correspondence
package import Timing

/// The outcome of a claim.
package enum MailOutcome: Sendable, Hashable {
    /// The server accepted the mail: the next one is planned, and its copy in Sent taken care of.
    case accepted(reply: String)
    /// The same, under a Message-ID of the provider's, which replies will name.
    case acceptedUnder(MessageID, reply: String)
    /// Certainly not sent, and to be tried again after `pause`; without one it keeps its due time. A refusal after the dot (a 4xx
    /// reply) is just as certain. ``SendStep/failed`` counts towards giving up.
    case returned(after: Duration, reason: String, as: SendStep)
    /// Certainly not sent, and not due before the instant.
    case postponed(until: Timestamp, reason: String)
    /// Certainly not sent; it keeps its place while its account may send nothing before `instant`.
    case accountWaits(until: Timestamp, reason: String)
    /// Its conversation or its contact no longer wants mail.
    case over(reason: String)
    /// The settings forbid mail to its contact, which the database does not know: its lead gets no further mail either.
    case forbidden(reason: String)
    /// It will not be sent, because of a cap or its text: a person is told.
    case capped(reason: String, HandoffReason = .capReached)
    /// The server refused it for good: a person is told, and a dead address gets no mail any more.
    case refused(reason: String, suppressing: Bool)
    /// Left in Drafts for a person to send.
    case drafted
    /// It may have left: evidence is looked for at once.
    case unknown(detail: String)
}

/// A claim and its outcome.
package struct MailSettlement: Sendable {
    package let claim: MailClaim
    package let outcome: MailOutcome

    package init(_ claim: MailClaim, _ outcome: MailOutcome) {
        self.claim = claim
        self.outcome = outcome
    }
}
