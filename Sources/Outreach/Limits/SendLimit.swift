package import Timing

/// The origin of a limit on the number of mails. The smallest limit wins.
package enum LimitSource: String, CaseIterable, Hashable, Sendable, Codable {
    /// The account's own limit.
    case account
    /// The account's limit within this campaign.
    case accountInCampaign = "account_in_campaign"
    /// The limit of the account's provider.
    case provider
    /// The quota that Amazon SES reports.
    case ses
    /// A new account begins with few mails.
    case rampUp = "ramp_up"
    /// The campaign's mails of a day.
    case campaign
    /// The campaign's first mails of a day.
    case newLeads = "new_leads"
}

/// The state of a limit at some instant.
package struct LimitState: Hashable, Sendable {
    package let source: LimitSource
    package let allowed: Int
    package let used: Int
    /// When one more mail is allowed; nil where that is at once, and where `allowed` is 0 or less, which only a person
    /// changes.
    package let opensAt: Timestamp?

    package init(source: LimitSource, allowed: Int, used: Int, opensAt: Timestamp?) {
        self.source = source
        self.allowed = allowed
        self.used = used
        self.opensAt = opensAt
    }

    /// Mails that may still leave.
    package var left: Int { max(0, allowed - used) }
}

extension Sequence<LimitState> {
    /// The tightest limit: the one with the fewest mails left; of several used up, the one that opens last, or never.
    package var smallest: LimitState? {
        self.min { one, other in
            if one.left != other.left { return one.left < other.left }
            return one.left == 0 && (one.opensAt ?? .distantFuture) > (other.opensAt ?? .distantFuture)
        }
    }
}

/// At most this many mails in any 24 hours, as providers count.
package struct RollingLimit: Hashable, Sendable {
    package static let span = Duration.seconds(86_400)

    package let source: LimitSource
    package let allowed: Int
    /// Mails before this instant do not count, because a person said so; nil: all of the last 24 hours do.
    package let from: Timestamp?

    package init(source: LimitSource, allowed: Int, from: Timestamp? = nil) {
        self.source = source
        self.allowed = allowed
        self.from = from
    }

    /// - Parameter mails: instants of the mails that count, oldest first; older ones than 24 h may be among them.
    package func state(at now: Timestamp, mails: [Timestamp]) -> LimitState {
        let recent = mails[mails.partitioningIndex { $0 > now - Self.span && $0 >= from ?? .distantPast }...]
        var opensAt: Timestamp?
        if allowed > 0, recent.count >= allowed { opensAt = recent[recent.endIndex - allowed] + Self.span }
        return LimitState(source: source, allowed: allowed, used: recent.count, opensAt: opensAt)
    }
}

/// At most this many mails on one date of some place, as people plan.
package struct CalendarLimit: Hashable, Sendable {
    package let source: LimitSource
    package let allowed: Int
    package let zone: Zone

    package init(source: LimitSource, allowed: Int, zone: Zone) {
        self.source = source
        self.allowed = allowed
        self.zone = zone
    }

    /// - Parameter mails: the mails that count on each date.
    package func state(at now: Timestamp, mails: [LocalDay: Int]) -> LimitState {
        let today = zone.localTime(at: now).day
        let used = mails[today] ?? 0
        guard used >= allowed, allowed > 0 else {
            return LimitState(source: source, allowed: allowed, used: used, opensAt: nil)
        }
        var day = today + 1
        while (mails[day] ?? 0) >= allowed { day = day + 1 }
        return LimitState(source: source, allowed: allowed, used: used, opensAt: zone.start(of: day))
    }
}
