/// What happens to a reply to a campaign's mail.
package enum ReplyPolicy: String, CaseIterable, Hashable, Sendable, Codable {
    /// The autoresponder handles it, as it handles every reply.
    case answer
    /// A person gets every reply that wants something; refusals and opt-outs still end the conversation.
    case handOff = "hand_off"
}

/// Who stops getting mail when one of a lead's people answers.
package enum StopScope: String, CaseIterable, Hashable, Sendable, Codable {
    /// The lead alone.
    case lead
    /// All leads of the campaign at the same company; see ``CompanyDomain``.
    case company
}

/// A campaign's rules about when its mails leave; senders and texts are kept elsewhere.
package struct CampaignRules: Hashable, Sendable {
    /// The place by whose clock hours, days and dates are meant, as tzdata calls it.
    package var zone: String
    package var hours: WeekHours
    package var holidays: Set<LocalDay>
    /// Mails on one date; nil for no limit.
    package var dailyLimit: Int?
    /// Leads that may begin on one date; nil for no limit.
    package var newLeadsPerDay: Int?
    /// How each account's mails of campaigns grow from day to day; nil: they need not.
    package var rampUp: RampUp?
    /// Mails that leave in one run for cron; nil for no limit of its own. Runs that last do not count them.
    package var batchSize: Int?
    package var pacing: Pacing
    /// The one answer to an interested reply, after which a person takes over. Nil: the autoresponder's own answers.
    package var answer: String?
    /// What releases its steps.
    package var release: CampaignRelease
    /// Between two people of a lead.
    package var minWait: Duration
    /// A mail that is later than this is for a person to decide; nil: it is never too late.
    package var maxLateness: Duration?
    package var busy: BusyPolicy
    package var replies: ReplyPolicy
    package var stopScope: StopScope
    /// What pauses it automatically; nil: nothing does.
    package var guardrails: Guardrails?

    package init(
        zone: String = "UTC", hours: WeekHours = .always, holidays: Set<LocalDay> = [], dailyLimit: Int? = nil,
        newLeadsPerDay: Int? = nil, rampUp: RampUp? = nil, batchSize: Int? = nil, pacing: Pacing = Pacing(),
        minWait: Duration = .seconds(240), maxLateness: Duration? = .seconds(7 * 86_400), busy: BusyPolicy = .switch,
        replies: ReplyPolicy = .answer,
        stopScope: StopScope = .lead, guardrails: Guardrails? = Guardrails(), release: CampaignRelease = .time,
        answer: String? = nil
    ) {
        self.zone = zone
        self.hours = hours
        self.holidays = holidays
        self.dailyLimit = dailyLimit
        self.newLeadsPerDay = newLeadsPerDay
        self.rampUp = rampUp
        self.batchSize = batchSize
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
