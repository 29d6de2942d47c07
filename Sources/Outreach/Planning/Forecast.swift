package import Correspondence
package import Timing

/// What will leave when, if nobody answers: the most mails there can be, and the latest end.
package struct Forecast: Sendable {
    /// One mail.
    package struct Mail: Hashable, Sendable {
        /// Its lead's place among those that were given.
        package let lead: Int
        package let step: StepID
        package let recipient: Int
        package let account: AccountID
        package let at: Timestamp
    }

    /// All mails in order of time; empty when only their numbers were asked for.
    package private(set) var mails: [Mail] = []
    package private(set) var count = 0
    package private(set) var firstAt: Timestamp?
    package private(set) var lastAt: Timestamp?
    /// Mails of each date of the campaign's place.
    package private(set) var perDay: [LocalDay: Int] = [:]
    private(set) var perAccount: [AccountID: Int] = [:]
    /// Leads that have every step.
    package internal(set) var finished = 0
    /// Leads that have not when the time is over.
    package internal(set) var unfinished = 0
    /// Leads that nothing can be sent to before a person changes something, by what that is.
    package internal(set) var stuck: [SlotDelay.Reason: Int] = [:]
    /// Leads whose account is not among the campaign's, and new ones when it has none.
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

/// A lead as a forecast finds it.
package struct ForecastLead: Sendable {
    package var progress: LeadProgress
    /// The account of its first mail; nil for a lead that has not begun.
    package var sender: AccountID?

    package init(progress: LeadProgress, sender: AccountID? = nil) {
        self.progress = progress
        self.sender = sender
    }
}
