package import Timing

/// A daily number of mails that grows with each date on which an account sent something. Other dates do not count: only sending
/// builds an account's reputation.
package struct RampUp: Hashable, Sendable {
    /// Dates before today that are looked at: what an account sent before these has been forgotten.
    package static let rememberedDays = 60

    /// Mails of the first day, at least 1.
    package let start: Int
    /// The increase after each day with mail.
    package let step: Int

    package init(start: Int, step: Int) {
        self.start = start
        self.step = step
    }

    /// The mails allowed on a date that follows this many dates with mail.
    package func allowed(afterDaysWithMail days: Int) -> Int {
        let (more, overflow) = step.multipliedReportingOverflow(by: max(0, days))
        let (sum, carry) = start.addingReportingOverflow(more)
        return overflow || carry ? .max : sum
    }
}

/// The limit that a ramp-up sets to one account's mails of campaigns, by the dates of some place.
package struct RampLimit: Hashable, Sendable {
    private let ramp: RampUp
    private let zone: Zone
    /// Dates with mail before ``today``.
    private var daysWithMail: Int
    private var today: LocalDay
    /// The mails of each date from ``today`` on.
    private var mails: [LocalDay: Int]

    /// - Parameters:
    ///   - daysWithMail: of the remembered dates before that of `now`, those on which the account sent mails of campaigns.
    ///   - mails: the instants of such mails, sent and reserved; those before the date of `now` are left out.
    package init(_ ramp: RampUp, in zone: Zone, at now: Timestamp, daysWithMail: Int, mails: [Timestamp]) {
        self.ramp = ramp
        self.zone = zone
        self.daysWithMail = daysWithMail
        let today = zone.localTime(at: now).day
        self.today = today
        self.mails = mails.map { zone.localTime(at: $0).day }.reduce(into: [:]) {
            if $1 >= today { $0[$1, default: 0] += 1 }
        }
    }

    /// - Parameter now: not before the instant it was made for.
    package func state(at now: Timestamp) -> LimitState {
        let first = zone.localTime(at: now).day
        var day = first
        while mails[day] ?? 0 >= allowed(on: day) { day = day + 1 }
        return LimitState(
            source: .rampUp, allowed: allowed(on: first), used: mails[first] ?? 0,
            opensAt: day == first ? nil : zone.start(of: day))
    }

    /// Counts a mail that leaves at `instant`, which is not before any counted so far.
    package mutating func count(_ instant: Timestamp) {
        let day = zone.localTime(at: instant).day
        if day > today {
            daysWithMail += mails.keys.count { $0 < day }
            mails = mails.filter { $0.key >= day }
            today = day
        }
        mails[day, default: 0] += 1
    }

    private func allowed(on day: LocalDay) -> Int {
        ramp.allowed(afterDaysWithMail: daysWithMail + mails.keys.count { $0 < day })
    }
}
