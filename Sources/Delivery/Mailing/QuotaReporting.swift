/// A way out whose provider says how much may be sent.
package protocol QuotaReporting: Mailer {
    /// False: nothing is known of this account's, so there is nothing to ask.
    var knowsQuota: Bool { get }

    func quota() async throws(DeliveryFailure) -> SendingQuota
}

extension QuotaReporting {
    package var knowsQuota: Bool { true }
}

/// What a provider lets an account send.
package struct SendingQuota: Sendable, Hashable {
    /// In any 24 hours; nil: as much as it likes.
    package let mailsPerDay: Int?
    /// All of it in words, for people.
    package let description: String
    /// What somebody should do about it; nil: nothing.
    package let advice: String?

    package init(mailsPerDay: Int?, description: String, advice: String? = nil) {
        self.mailsPerDay = mailsPerDay
        self.description = description
        self.advice = advice
    }
}
