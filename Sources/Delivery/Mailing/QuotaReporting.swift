/// A mailer whose provider reports how much may be sent.
package protocol QuotaReporting: Mailer {
    /// False: this account's provider reports nothing, so there is nothing to ask.
    var knowsQuota: Bool { get }

    func quota() async throws(DeliveryFailure) -> SendingQuota
}

extension QuotaReporting {
    package var knowsQuota: Bool { true }
}

/// A provider's limit for an account.
package struct SendingQuota: Sendable, Hashable {
    /// In any 24 hours; nil: no limit.
    package let mailsPerDay: Int?
    /// The whole answer in words, for people.
    package let description: String
    /// Advice for a person; nil: nothing is to be done.
    package let advice: String?

    package init(mailsPerDay: Int?, description: String, advice: String? = nil) {
        self.mailsPerDay = mailsPerDay
        self.description = description
        self.advice = advice
    }
}
