package import Timing

/// Why a mail does not leave earlier, and until when. Several may follow each other: a mail due in the night waits for the
/// window, and may then find the day's limit used up.
package struct SlotDelay: Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
        /// Its step is not due yet.
        case due
        /// The account's gap or pause.
        case pacing
        /// Outside the window, on a holiday, or outside the account's hours.
        case hours
        case limit(LimitSource)
    }

    package let reason: Reason
    package let until: Timestamp

    package init(_ reason: Reason, until: Timestamp) {
        self.reason = reason
        self.until = until
    }
}

/// The conditions on the mails of one account for one campaign.
package struct SlotConditions: Sendable {
    /// The campaign's window and the account's hours.
    package var open: OpenTime
    /// The account's last mail and the wait drawn after it.
    package var nextMailAt: Timestamp?
    /// Limits of the account, over 24 h.
    package var rolling: [RollingLimit]
    /// Instants of the account's mails in the last 24 h, oldest first, including those reserved for later.
    package var accountMails: [Timestamp]
    /// Limits of the campaign, each with the mails that count for it on each date.
    package var calendar: [(limit: CalendarLimit, mails: [LocalDay: Int])]
    /// The account's ramp-up; nil: none.
    package var ramp: RampLimit?

    package init(
        open: OpenTime, nextMailAt: Timestamp? = nil, rolling: [RollingLimit] = [], accountMails: [Timestamp] = [],
        calendar: [(limit: CalendarLimit, mails: [LocalDay: Int])] = [], ramp: RampLimit? = nil
    ) {
        self.open = open
        self.nextMailAt = nextMailAt
        self.rolling = rolling
        self.accountMails = accountMails
        self.calendar = calendar
        self.ramp = ramp
    }
}

/// The first instant at which a mail may leave.
package enum Slot: Hashable, Sendable {
    /// At this instant; the delays, in order of time, say why not before.
    case at(Timestamp, delays: [SlotDelay])
    /// A limit of 0, or hours that never come within `OpenTime.horizon`: only a person can change that.
    case never(SlotDelay.Reason)

    package var instant: Timestamp? {
        if case .at(let instant, _) = self { instant } else { nil }
    }
}

extension SlotConditions {
    /// The first instant at or after `now` and `due` at which every condition allows one more mail.
    ///
    /// Each condition only ever moves the instant forward, to where that condition allows the mail; once none moves it, it is
    /// found.
    package func slot(from now: Timestamp, due: Timestamp) -> Slot {
        var instant = now
        var delays: [SlotDelay] = []
        func wait(_ reason: SlotDelay.Reason, until: Timestamp) {
            guard until > instant else { return }
            instant = until
            delays.append(SlotDelay(reason, until: until))
        }
        wait(.due, until: due)
        if let nextMailAt { wait(.pacing, until: nextMailAt) }
        while true {
            let before = instant
            if let limit = limits(at: instant).smallest, limit.left == 0 {
                guard let opensAt = limit.opensAt else { return .never(.limit(limit.source)) }
                wait(.limit(limit.source), until: opensAt)
            }
            guard let opening = open.opening(from: instant) else { return .never(.hours) }
            wait(.hours, until: opening)
            if instant == before { return .at(instant, delays: delays) }
        }
    }

    /// All limits at `instant`.
    package func limits(at instant: Timestamp) -> [LimitState] {
        rolling.map { $0.state(at: instant, mails: accountMails) }
            + calendar.map { $0.limit.state(at: instant, mails: $0.mails) }
            + [ramp?.state(at: instant)].compactMap(\.self)
    }

    /// A place for a mail that waited for the hours to open: at random within its share of the time left, so that not everybody's
    /// mail leaves together in the first second.
    ///
    /// - Parameter waiting: the mails that are to leave in the same stretch, this one included.
    package static func place(in stretch: Range<Timestamp>, waiting: Int, draw: Draw) -> Timestamp {
        let length = min(stretch.upperBound - stretch.lowerBound, .seconds(86_400))
        let share = length / max(1, waiting)
        let offset = Duration.microseconds(Int64(draw.unit * (share / .microseconds(1))))
        let latest = max(stretch.lowerBound, stretch.upperBound - .seconds(1))
        return min(latest, stretch.lowerBound + max(.seconds(1), offset))
    }
}
