package import Correspondence
package import Timing

/// Which mails will leave when, if nobody answers: the largest number of mails and the latest end.
package struct Forecast: Sendable {
    /// One mail.
    package struct Mail: Hashable, Sendable {
        /// The index of its lead among those given.
        package let lead: Int
        package let step: StepID
        package let recipient: Int
        package let account: AccountID
        package let at: Timestamp
    }

    /// All mails in order of time; empty when only their numbers were wanted.
    package private(set) var mails: [Mail] = []
    package private(set) var count = 0
    package private(set) var firstAt: Timestamp?
    package private(set) var lastAt: Timestamp?
    /// Mails on each date in the campaign's zone.
    package private(set) var perDay: [LocalDay: Int] = [:]
    private(set) var perAccount: [AccountID: Int] = [:]
    /// Leads that get every step.
    package internal(set) var finished = 0
    /// Leads that do not get every step before the end.
    package internal(set) var unfinished = 0
    /// Leads that get nothing until a person changes something, by the reason.
    package internal(set) var stuck: [SlotDelay.Reason: Int] = [:]
    /// Leads whose account is not among the campaign's, and new leads if it has no accounts.
    package internal(set) var withoutSender = 0

    mutating func add(_ mail: Mail, zone: Zone, isKept: Bool) {
        if isKept { mails.append(mail) }
        count += 1
        firstAt = firstAt ?? mail.at
        lastAt = mail.at
        perDay[zone.localTime(at: mail.at).day, default: 0] += 1
        perAccount[mail.account, default: 0] += 1
    }
}

/// A lead at the start of a forecast.
package struct ForecastLead: Sendable {
    package var progress: LeadProgress
    /// The account of its first mail; nil for a lead that has not begun.
    package var sender: AccountID?

    package init(progress: LeadProgress, sender: AccountID? = nil) {
        self.progress = progress
        self.sender = sender
    }
}
