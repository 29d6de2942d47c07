package import Outreach
package import Storage
package import Timing

extension PlanningSnapshot {
    /// Which mails will leave when, if nobody answers: computed by the planning code on a copy of the real state.
    ///
    /// - Parameters:
    ///   - leads: all leads that may still get mail.
    ///   - end: mails at this instant or later are left out.
    package func forecast(
        _ leads: [ForecastLead], in zone: Zone, draws: Draws, until end: Timestamp, keepsMails: Bool = false
    ) -> Forecast {
        let rules = whole.campaign.rules
        let open = OpenTime([rules.window(in: zone)])
        let plan = SendingPlan(
            senders: senders.filter(\.isAble).map { PlannedSender($0, rules, open, self, draws, in: zone, until: end) },
            pace: CampaignPace(
                zone: zone, dailyLimit: rules.dailyLimit, newLeadsPerDay: rules.newLeadsPerDay),
            draws: draws, now: now, mailsOnDay: PlanningRound.perDay(campaignMails, zone),
            newLeadsOnDay: PlanningRound.perDay(firstMails, zone))
        let forecaster = Forecaster(
            plan: plan, steps: whole.steps.map(\.step), minWait: rules.minWait, end: end, keepsMails: keepsMails)
        return forecaster.forecast(leads)
    }
}

extension ForecastLead {
    /// The recipients of most leads in a large campaign, which share its storage until they get a mail.
    private static let onlyPerson = [LeadRecipient()]

    /// The part of a lead that a forecast needs, a fraction of what the planner needs: there may be a million of them.
    package init(_ lead: PlanningLead) {
        let recipients = lead.recipients.map {
            LeadRecipient(status: $0.isSuppressed ? $0.unreachable : $0.status, sent: $0.sent)
        }
        self.init(
            progress: LeadProgress(
                recipients: recipients == Self.onlyPerson ? Self.onlyPerson : recipients, releasedAt: lead.createdAt),
            sender: lead.account)
    }
}
