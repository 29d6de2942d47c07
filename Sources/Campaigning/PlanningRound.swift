import Correspondence
import Outreach
import Storage
import Templates
import Timing

/// One round of planning: assigns times in the campaign's accounts to the leads of a queue.
struct PlanningRound {
    private let snapshot: PlanningSnapshot
    private let writer: CampaignWriter
    private let draws: Draws
    private let open: OpenTime
    private let end: Timestamp
    private var queue: LeadQueue
    private var plan: SendingPlan
    /// The number of mails that an account may still get.
    private var room: [AccountID: Int] = [:]

    init(
        snapshot: PlanningSnapshot, queue: LeadQueue, writer: CampaignWriter, draws: Draws, zone: Zone, end: Timestamp,
        mostPlanned: Int
    ) {
        self.snapshot = snapshot
        self.queue = queue
        self.writer = writer
        self.draws = draws
        self.end = end
        let rules = snapshot.whole.campaign.rules
        open = OpenTime([rules.window(in: zone)])
        var senders: [PlannedSender] = []
        for state in snapshot.senders where state.hasRoom(mostPlanned: mostPlanned) {
            room[state.sender.account] = mostPlanned - state.planned
            senders.append(PlannedSender(state, rules, open, snapshot, draws, in: zone, until: end))
        }
        plan = SendingPlan(
            senders: senders,
            pace: CampaignPace(
                zone: zone, dailyLimit: rules.dailyLimit, newLeadsPerDay: rules.newLeadsPerDay),
            draws: draws, now: snapshot.now, mailsOnDay: Self.perDay(snapshot.campaignMails, zone),
            newLeadsOnDay: Self.perDay(snapshot.firstMails, zone))
    }

    mutating func outcomes() -> [PlanningOutcome] {
        var outcomes: [PlanningOutcome] = []
        while true {
            tellWhatWaits()
            guard let place = plan.next(), place.at <= end, let sender = sender(place.account) else { return outcomes }
            // A sender without room ends the round: others must not overtake its next mail.
            guard room[place.account, default: 0] > 0,
                let waiting = queue.takeFirst(for: place)
            else { return outcomes }
            outcomes.append(outcome(of: waiting, place, sender))
        }
    }

    private func sender(_ account: AccountID) -> CampaignAccount? {
        snapshot.senders.first { $0.sender.account == account }?.sender
    }

    /// Once an account has no room its line is left out, so that the others continue.
    private mutating func tellWhatWaits() {
        for (index, sender) in plan.senders.enumerated() {
            let hasRoom = room[sender.account, default: 0] > 0
            plan.setFollowUp(hasRoom ? queue.firstFollowUp(of: sender.account) : nil, sender: index)
            plan.setDealtLead(hasRoom ? queue.firstDealt(of: sender.account) : nil, sender: index)
        }
        plan.setNewLead(queue.firstFreshDue)
    }

    private mutating func outcome(
        of waiting: WaitingLead, _ place: PlannedMail, _ sender: CampaignAccount
    ) -> PlanningOutcome {
        let lead = waiting.lead
        let (step, variant) = writer.way(
            of: waiting.step, for: lead.id, drawn: lead.drawn[waiting.step.step.id])
        do {
            // A mail that was planned and has not left is still the first.
            let isFirst = waiting.person.conversation == nil || waiting.person.sent.isEmpty
            let words = try writer.words(
                of: step, opening: isFirst ? snapshot.whole.subject : nil,
                to: CampaignWriter.Addressee(address: waiting.person.address, fields: waiting.person.fields),
                of: lead.id, fields: lead.fields, from: sender, in: snapshot.whole.campaign)
            let gap = gap(before: place)
            plan.reserve(place, mail: AccountMail.key(of: waiting.person.id, step.step.id))
            room[place.account, default: 0] -= 1
            return .mail(
                PlannedCampaignMail(
                    lead: lead.id, recipient: waiting.person.id, step: step.step.id, template: step.template.id,
                    variant: variant, account: place.account, dueAt: place.at,
                    leaveUntil: open.stretch(from: place.at)?.upperBound, gap: gap,
                    subject: isFirst ? words.subject : nil, text: words.text,
                    html: words.html, replacing: lead.stale, job: snapshot.job?.id, delivery: lead.delivery ?? .send))
        } catch {
            return .moved(
                lead.id, .valueMissing, reason: "step \(step.name): \(error)", stale: lead.stale)
        }
    }

    /// The wait drawn after the account's previous mail.
    private func gap(before place: PlannedMail) -> Duration {
        guard let sender = plan.senders.first(where: { $0.account == place.account }), let last = sender.mails.last,
            let next = sender.nextMailAt
        else { return .zero }
        return max(.zero, next - last)
    }

    static func perDay(_ mails: [Timestamp], _ zone: Zone) -> [LocalDay: Int] {
        mails.reduce(into: [:]) { $0[zone.localTime(at: $1).day, default: 0] += 1 }
    }
}

extension PlannedSender {
    /// An account with its mails to anybody, sent and reserved.
    init(
        _ state: SenderState, _ rules: CampaignRules, _ open: OpenTime, _ snapshot: PlanningSnapshot, _ draws: Draws,
        in zone: Zone, until end: Timestamp
    ) {
        let account = state.sender.account
        let mails = state.mails.map(\.at)
        let own = state.mails.filter { $0.campaign == snapshot.whole.campaign.id }
        // The gap applies after any mail of the account, the longer pause after the campaign's own mails.
        let waits = [
            state.mails.last.map {
                $0.at + rules.pacing.wait(afterMail: $0.key, of: account, mailsInARow: 0, draws: draws)
            },
            own.last.map {
                $0.at + rules.pacing.wait(afterMail: $0.key, of: account, mails: own.map(\.at), draws: draws)
            },
        ]
        let nextMailAt = ([state.pausedUntil] + waits).compactMap(\.self).max()
        var limits = [RollingLimit(source: .account, allowed: state.dailyLimit, from: state.limitFrom)]
        if let provider = state.providerLimit { limits.append(RollingLimit(source: .provider, allowed: provider)) }
        if let own = state.sender.dailyLimit {
            // All its mails are counted together: those for others are allowed in addition to its own, as long as they count.
            let others = state.mails.count {
                $0.campaign != snapshot.whole.campaign.id && $0.at > end - RollingLimit.span
            }
            limits.append(RollingLimit(source: .accountInCampaign, allowed: own > 0 ? own + others : 0))
        }
        self.init(
            account: account, weight: state.sender.weight, pacing: rules.pacing, open: open, limits: limits,
            ramp: state.ramp(rules.rampUp, in: zone, at: snapshot.now), mails: mails, campaignMails: own.map(\.at),
            nextMailAt: nextMailAt, leadsTaken: state.leadsTaken)
    }
}

extension SenderState {
    /// Its limit under a ramp-up: mails of all campaigns count, answers do not.
    func ramp(_ ramp: RampUp?, in zone: Zone, at now: Timestamp) -> RampLimit? {
        ramp.map {
            RampLimit(
                $0, in: zone, at: now, daysWithMail: daysWithMail, mails: mails.filter { $0.campaign != nil }.map(\.at))
        }
    }
}
