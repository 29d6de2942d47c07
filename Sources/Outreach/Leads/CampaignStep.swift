package import Timing

/// The time between two steps.
package enum StepDelay: Hashable, Sendable {
    /// The same time of day this many dates later.
    case days(Int)
    case after(Duration)

    /// When the next step is due if the last mail of the previous one left at `instant`.
    package func due(after instant: Timestamp, in zone: Zone) -> Timestamp {
        switch self {
        case .days(let days): zone.instant(days, daysAfter: instant)
        case .after(let duration): instant + duration
        }
    }
}

/// One step of a campaign's sequence, as the progress of a lead sees it.
package struct CampaignStep: Hashable, Sendable {
    package let id: StepID
    /// Time after the last mail of the previous step; the first step is due when the lead is released.
    package let delay: StepDelay
    /// A removed step is kept, so that its place in the order is still known; it is no longer sent.
    package let isRetired: Bool

    package init(id: StepID, delay: StepDelay, isRetired: Bool = false) {
        self.id = id
        self.delay = delay
        self.isRetired = isRetired
    }
}
