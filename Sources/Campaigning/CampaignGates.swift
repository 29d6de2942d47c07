package import Correspondence
package import Outreach
package import Storage
import Timing

/// One reason why nothing of a campaign may be planned for now, and how it stands. The planner keeps to all of them, so a mail
/// that is planned has passed them; its own gates are those of ``GateTable``.
package struct CampaignGate: Sendable, Hashable {
    package enum Name: String, CaseIterable, Sendable {
        /// It is active, or a job of it runs.
        case state
        /// Its open hours.
        case hours
        /// Its mails on one date.
        case dailyLimit = "daily_limit"
        /// Leads that it begins on one date.
        case newLeads = "new_leads_per_day"
        /// Its mails from one account in any 24 hours.
        case accountLimit = "account_limit"
        /// What a young account may send on a date.
        case rampUp = "ramp_up"
    }

    package let name: Name
    /// Of an account alone; nil: of the whole campaign.
    package let account: EmailAddress?
    package let state: GateState

    package init(name: Name, account: EmailAddress?, state: GateState) {
        self.name = name
        self.account = account
        self.state = state
    }
}

extension PlanningSnapshot {
    /// What the campaign itself says about whether its mails may leave now.
    package func gates(in zone: Zone) -> [CampaignGate] {
        let rules = whole.campaign.rules
        return [
            CampaignGate(name: .state, account: nil, state: standing),
            CampaignGate(name: .hours, account: nil, state: hours(in: zone)),
            CampaignGate(
                name: .dailyLimit, account: nil,
                state: limit(rules.dailyLimit, .campaign, campaignMails, zone, "mails on one date")),
            CampaignGate(
                name: .newLeads, account: nil,
                state: limit(rules.newLeadsPerDay, .newLeads, firstMails, zone, "new leads on one date")),
        ]
            + senders.flatMap { sender in
                [
                    CampaignGate(name: .accountLimit, account: sender.sender.address, state: limit(of: sender)),
                    CampaignGate(name: .rampUp, account: sender.sender.address, state: ramp(of: sender, in: zone)),
                ]
            }
    }

    private var standing: GateState {
        let campaign = whole.campaign
        if campaign.isGoing { return .open }
        return .closed(until: nil, campaign.state.objection(campaign.rules.release, because: campaign.reason))
    }

    private func hours(in zone: Zone) -> GateState {
        let open = OpenTime([whole.campaign.rules.window(in: zone)])
        if open.contains(now) { return .open }
        return .closed(until: open.opening(from: now), "it is outside its hours")
    }

    private func limit(
        _ allowed: Int?, _ source: LimitSource, _ mails: [Timestamp], _ zone: Zone, _ what: String
    ) -> GateState {
        guard let allowed else { return .open }
        let days = PlanningRound.perDay(mails, zone)
        let state = CalendarLimit(source: source, allowed: allowed, zone: zone).state(at: now, mails: days)
        if state.left > 0 { return .open }
        return .closed(until: state.opensAt, "\(state.used) of \(allowed) \(what) are used up")
    }

    private func limit(of sender: SenderState) -> GateState {
        guard let allowed = sender.sender.dailyLimit else { return .open }
        let own = sender.mails.filter { $0.campaign == whole.campaign.id }.map(\.at)
        let state = RollingLimit(source: .accountInCampaign, allowed: allowed).state(at: now, mails: own)
        if state.left > 0 { return .open }
        return .closed(until: state.opensAt, "\(state.used) of \(allowed) mails for it in 24 h are used up")
    }

    private func ramp(of sender: SenderState, in zone: Zone) -> GateState {
        guard let state = sender.ramp(whole.campaign.rules.rampUp, in: zone, at: now)?.state(at: now), state.left == 0
        else { return .open }
        return .closed(
            until: state.opensAt, "\(state.used) of \(state.allowed) mails of a young account are used up today")
    }
}
