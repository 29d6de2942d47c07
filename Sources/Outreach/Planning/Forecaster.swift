package import Timing

/// Runs a campaign ahead of time, with the code that plans it.
package struct Forecaster {
    private let steps: [CampaignStep]
    private let minWait: Duration
    private let end: Timestamp
    private let keepsMails: Bool
    private var plan: SendingPlan
    private var leads: [ForecastLead] = []
    /// For each sender the leads that have begun.
    private var followUps: [DueQueue]
    private var newLeads = DueQueue()
    private var forecast = Forecast()

    /// - Parameters:
    ///   - minWait: between two recipients of the same step.
    ///   - end: mails at this instant or later are left out.
    ///   - keepsMails: whether the forecast lists each mail.
    package init(
        plan: SendingPlan, steps: [CampaignStep], minWait: Duration, end: Timestamp, keepsMails: Bool = false
    ) {
        self.plan = plan
        self.steps = steps
        self.minWait = minWait
        self.end = end
        self.keepsMails = keepsMails
        followUps = Array(repeating: DueQueue(), count: plan.senders.count)
    }

    /// The mails of `leads`, if nobody answers and nothing bounces.
    package consuming func forecast(_ leads: [ForecastLead]) -> Forecast {
        self.leads = leads
        for lead in leads.indices { enqueue(lead) }
        tellNewLead()
        for sender in followUps.indices { tellLines(sender) }
        while let mail = plan.next(), mail.at < end { send(mail) }
        countRest()
        return forecast
    }
}

extension Forecaster {
    /// Puts the lead into the queue of its next mail, or counts its end.
    private mutating func enqueue(_ lead: Int) {
        switch leads[lead].progress.next(in: steps, minWait: minWait, zone: plan.pace.zone) {
        case .ended, .nobodyReachable:
            forecast.finished += 1
            leads[lead].progress.recipients = []
        case .mail(_, _, let due):
            let entry = DueQueue.Entry(due: due, key: lead)
            guard let account = leads[lead].sender else { return newLeads.insert(entry) }
            guard let sender = plan.senders.firstIndex(where: { $0.account == account }) else {
                forecast.withoutSender += 1
                return
            }
            followUps[sender].insert(entry)
        }
    }

    private mutating func tellLines(_ sender: Int) {
        plan.setFollowUp(followUps[sender].first?.due, sender: sender)
    }

    private mutating func tellNewLead() { plan.setNewLead(newLeads.first?.due) }

    private mutating func send(_ mail: PlannedMail) {
        guard let sender = plan.senders.firstIndex(where: { $0.account == mail.account }),
            let lead = takeLead(for: mail, sender)?.key,
            case .mail(let step, let recipient, _) = leads[lead].progress.next(
                in: steps, minWait: minWait, zone: plan.pace.zone)
        else { return }
        plan.reserve(mail, mail: Int64(forecast.count))
        leads[lead].sender = mail.account
        leads[lead].progress.recipients[recipient].sent[step] = mail.at
        leads[lead].progress.recipients[recipient].status = .contacted
        forecast.add(
            Forecast.Mail(lead: lead, step: step, recipient: recipient, account: mail.account, at: mail.at),
            zone: plan.pace.zone, isKept: keepsMails)
        enqueue(lead)
        tellLines(sender)
        tellNewLead()
    }

    private mutating func takeLead(for mail: PlannedMail, _ sender: Int) -> DueQueue.Entry? {
        mail.rank == .followUp ? followUps[sender].removeFirst() : newLeads.removeFirst()
    }

    /// Counts leads that still wait: for a time after the end, or for somebody to change something.
    private mutating func countRest() {
        for sender in followUps.indices {
            count(followUps[sender].count, stuckBy: plan.obstacle(sender: sender, rank: .followUp))
        }
        guard newLeads.count > 0 else { return }
        let takers = plan.senders.indices.filter { plan.senders[$0].weight > 0 }
        guard !takers.isEmpty else {
            forecast.withoutSender += newLeads.count
            return
        }
        let obstacles = takers.compactMap { plan.obstacle(sender: $0, rank: .newLead) }
        count(newLeads.count, stuckBy: obstacles.count == takers.count ? obstacles.first : nil)
    }

    private mutating func count(_ leads: Int, stuckBy reason: SlotDelay.Reason?) {
        guard leads > 0 else { return }
        if let reason { forecast.stuck[reason, default: 0] += leads } else { forecast.unfinished += leads }
    }
}
