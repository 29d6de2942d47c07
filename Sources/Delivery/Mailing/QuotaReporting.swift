/// A way out whose provider says how much may be sent.
package protocol QuotaReporting: Mailer {
    func quota() async throws(DeliveryFailure) -> SendingQuota
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
