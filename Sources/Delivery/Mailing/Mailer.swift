package import Correspondence

/// Sends rendered mail for one account. The boundary between the outbox and its outlets: SMTP, Amazon SES, Gmail.
package protocol Mailer: Sendable {
    /// Sends one mail, calling `beforeFinalDot` at the last moment at which it is certainly unsent.
    ///
    /// The closure runs at most once. Nothing is sent before it returns, or if its permission no longer holds when the dot is
    /// written. A cancelled task withholds the mail if that is still possible.
    func send(_ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission) async -> DeliveryOutcome

    /// Logs in and out and sends nothing.
    func verify() async -> DeliveryOutcome
}

/// How an attempt ended.
package enum DeliveryOutcome: Sendable, Hashable {
    /// The server has accepted responsibility; with its reply, such as `250 2.0.0 OK`.
    case accepted(reply: String)
    /// The same, under a Message-ID of the provider's, by which its recipient knows the mail.
    case acceptedUnder(MessageID, reply: String)
    /// Certainly unsent, by our own decision: the permission's reason, or nil for a cancelled task or a shutdown.
    case withheld(String?)
    case failed(DeliveryFailure)
}

/// Why an attempt failed.
package struct DeliveryFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the outbox may do about it.
    package enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The server said "later": try the same mail again.
        case transient
        /// "Later" because of the recipient: the account is not affected.
        case recipientBusy = "recipient_busy"
        /// "Later" to the account, or to everybody: the whole account waits.
        case throttled
        /// This address certainly accepts no mail: no further mail.
        case recipientRefused = "recipient_refused"
        /// This mail is refused: a person has to look.
        case messageRefused = "message_refused"
        /// We are refused as its sender: the whole account waits.
        case policy
        /// The login is refused: the whole account stops.
        case authentication
        /// The account has used up its quota: the whole account waits.
        case quota
        /// No session: try again.
        case connection
        /// No encrypted session: the whole account stops.
        case encryption
        /// It may or may not be on its way: look into Sent, never send again blindly.
        case outcomeUnknown = "outcome_unknown"
    }

    package let kind: Kind
    /// The server's reply, such as `550 5.1.1 No such user`, when it was one.
    package let reply: String?
    /// One sentence for a person: what happened, and what to do next.
    package let detail: String
    /// How far the attempt got.
    package let reached: Reach

    /// How far an attempt got before it failed.
    package enum Reach: Sendable, Hashable {
        /// The server did not learn which account it is.
        case server
        /// The account was known, or the login in progress; no mail was offered.
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

    /// True when no server can have accepted the mail.
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
