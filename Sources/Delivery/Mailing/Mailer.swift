package import Correspondence

/// Sends rendered mail for one account. The seam between the outbox and the ways out: SMTP now, web interfaces later.
package protocol Mailer: Sendable {
    /// Sends one mail, asking `beforeFinalDot` at the last moment at which it is certainly unsent.
    ///
    /// The closure runs at most once, and nothing is sent before it returns, or if a permission is void when the dot is
    /// written. A cancelled task withholds the mail when that is still possible.
    func send(_ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission) async -> DeliveryOutcome

    /// Logs in and out and sends nothing.
    func verify() async -> DeliveryOutcome
}

/// How an attempt ended.
package enum DeliveryOutcome: Sendable, Hashable {
    /// The server has taken responsibility; its reply, such as `250 2.0.0 OK`.
    case accepted(reply: String)
    /// The same, under a Message-ID of the provider's: its recipient knows the mail by that one.
    case acceptedUnder(MessageID, reply: String)
    /// Certainly unsent, by our own will: the permission's reason, or none for a cancelled task or a shutdown.
    case withheld(String?)
    case failed(DeliveryFailure)
}

/// Why an attempt failed.
package struct DeliveryFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the outbox may do about it.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The server said "later": try the same mail again.
        case transient
        /// It said so about the recipient: that has nothing to do with the account.
        case recipientBusy = "recipient_busy"
        /// It said so to the account, or to everybody: the whole account waits.
        case throttled
        /// This address surely takes no mail: no further stage.
        case recipientRefused = "recipient_refused"
        /// This mail is refused: a person has to look.
        case messageRefused = "message_refused"
        /// We as its sender are refused: the whole account waits.
        case policy
        /// The login is refused: the whole account stops.
        case authentication
        /// The account has used up what it may send: the whole account waits.
        case quota
        /// No session: try again.
        case connection
        /// No encrypted session: the whole account stops.
        case encryption
        /// It may or may not be under way: look into Sent, never send again blindly.
        case outcomeUnknown = "outcome_unknown"
    }

    package let kind: Kind
    /// The server's reply, such as `550 5.1.1 No such user`, when it was one.
    package let reply: String?
    /// One sentence for a person: what happened, and what to do next.
    package let detail: String
    /// How far the attempt came.
    package let reached: Reach

    /// How far an attempt came before it failed.
    package enum Reach: Sendable, Hashable {
        /// The server did not learn who we are.
        case server
        /// The account was known, or the login under way; no mail was offered.
        case account
        /// The mail was offered.
        case mail
    }

    package init(kind: Kind, reply: String? = nil, detail: String, reached: Reach = .mail) {
        self.kind = kind
        self.reply = reply
        self.detail = detail
        self.reached = reached
    }

    /// True when no server can have taken the mail.
    package var isCertainlyUnsent: Bool { kind != .outcomeUnknown }
    /// True when trying the same mail again later is right.
    package var isRetriable: Bool {
        switch kind {
        case .transient, .recipientBusy, .throttled, .connection, .quota: true
        case .recipientRefused, .messageRefused, .policy, .authentication, .encryption, .outcomeUnknown: false
        }
    }
    package var description: String { detail }
}
