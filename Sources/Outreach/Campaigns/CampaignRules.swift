/// What becomes of a reply to a campaign's mail.
package enum ReplyPolicy: String, CaseIterable, Hashable, Sendable, Codable {
    /// The autoresponder takes it, as it takes every reply.
    case answer
    /// A person gets every reply that wants something; refusals and opt-outs end as ever.
    case handOff = "hand_off"
}

/// Whom the answer of one of a lead's people stops.
package enum StopScope: String, CaseIterable, Hashable, Sendable, Codable {
    /// The lead alone.
    case lead
    /// All leads of the campaign at the same company; see ``CompanyDomain``.
    case company
}

/// What a campaign says about when its mails leave, apart from who sends them and what they say.
package struct CampaignRules: Hashable, Sendable {
    /// The place by whose clock hours, days and dates are meant, as tzdata calls it.
    package var zone: String
    package var hours: WeekHours
    package var holidays: Set<LocalDay>
    /// Mails on one date; nil for no limit.
    package var dailyLimit: Int?
    /// Leads that are begun on one date; nil for no limit.
    package var newLeadsPerDay: Int?
    package var pacing: Pacing
    /// What whoever says yes gets, once; then a person takes over. Nil: the autoresponder's own answers.
    package var answer: String?
    /// What lets its steps go.
    package var release: CampaignRelease
    /// Between two people of a lead.
    package var minWait: Duration
    /// A mail that would leave later than this after its time is for a person to decide; nil: it is never too late.
    package var maxLateness: Duration?
    package var busy: BusyPolicy
    package var replies: ReplyPolicy
    package var stopScope: StopScope
    /// What pauses it by itself; nil: nothing does.
    package var guardrails: Guardrails?

    package init(
        zone: String = "UTC", hours: WeekHours = .always, holidays: Set<LocalDay> = [], dailyLimit: Int? = nil,
        newLeadsPerDay: Int? = nil, pacing: Pacing = Pacing(), minWait: Duration = .seconds(240),
        maxLateness: Duration? = .seconds(7 * 86_400), busy: BusyPolicy = .switch, replies: ReplyPolicy = .answer,
        stopScope: StopScope = .lead, guardrails: Guardrails? = Guardrails(), release: CampaignRelease = .time,
        answer: String? = nil
    ) {
        self.zone = zone
        self.hours = hours
        self.holidays = holidays
        self.dailyLimit = dailyLimit
        self.newLeadsPerDay = newLeadsPerDay
        self.pacing = pacing
        self.minWait = minWait
        self.maxLateness = maxLateness
        self.busy = busy
        self.replies = replies
        self.stopScope = stopScope
        self.guardrails = guardrails
        self.release = release
        self.answer = answer
    }

    /// When mail may leave, in the zone that `rules.zone` names.
    package func window(in zone: Zone) -> SendingWindow {
        SendingWindow(zone: zone, hours: hours.spans, holidays: holidays)
    }
}
