package import Correspondence
package import Outreach
package import Storage
import Templates
package import Timing

/// Decides which mails of a campaign leave next, from which account, when, and with which text. Pure: everything it needs is in
/// the snapshot.
package struct CampaignPlanner: Sendable {
    private let writer: CampaignWriter
    private let draws: Draws
    /// The zone that the campaign's times refer to.
    private let zone: Zone
    private let horizon: Duration
    private let mostPlanned: Int
    private let gates: GateTable

    /// - Parameters:
    ///   - horizon: from now; leads due later stay in the queue.
    ///   - mostPlanned: mails that an account may have planned, over all campaigns.
    ///   - policy: the caps for every mail of the installation.
    package init(
        writer: CampaignWriter, draws: Draws, zone: Zone, horizon: Duration, mostPlanned: Int,
        policy: SendPolicy = SendPolicy()
    ) {
        self.writer = writer
        self.draws = draws
        self.zone = zone
        self.horizon = horizon
        self.mostPlanned = mostPlanned
        gates = GateTable(policy)
    }

    /// The changes to make now; empty when there are none.
    package func outcomes(_ snapshot: PlanningSnapshot) -> [PlanningOutcome] {
        var outcomes: [PlanningOutcome] = []
        var queue = LeadQueue()
        for lead in snapshot.leads {
            switch snapshot.job.map({ jobTurn(of: lead, $0, snapshot) }) ?? turn(of: lead, snapshot) {
            case .wait: break
            case .outcome(let outcome): outcomes.append(outcome)
            case .mail(let due, let waiting):
                let isSoon = due <= snapshot.now + horizon
                // A lead that is not due yet returns to its place in the queue, so that it does not block others.
                if lead.awaitsTurn || !isSoon {
                    outcomes.append(.due(lead.id, at: due, stale: isSoon ? nil : lead.stale))
                }
                if isSoon { queue.insert(waiting, due: due) }
            }
        }
        var round = PlanningRound(
            snapshot: snapshot, queue: queue, writer: writer, draws: draws, zone: zone,
            end: snapshot.now + horizon, mostPlanned: mostPlanned)
        return outcomes + round.outcomes()
    }

    enum Turn {
        case wait
        case outcome(PlanningOutcome)
        case mail(due: Timestamp, WaitingLead)
    }

    private func turn(of lead: PlanningLead, _ snapshot: PlanningSnapshot) -> Turn {
        if let reason = lead.state.gate(because: lead.reason).reason {
            return .outcome(.idle(lead.id, reason: reason, stale: lead.stale))
        }
        return lead.hasOpenMail ? .wait : next(of: lead, in: snapshot.whole.steps, snapshot)
    }

    /// The next mail of a lead that is running and has no open mail.
    ///
    /// - Parameters:
    ///   - steps: the steps it may get: the whole sequence, or the one that a job releases.
    ///   - pause: time since its last mail, instead of the steps' own delays.
    func next(
        of lead: PlanningLead, in steps: [CampaignStepRecord], _ snapshot: PlanningSnapshot, pause: Duration? = nil
    ) -> Turn {
        func moved(_ event: LeadEvent, _ reason: String) -> Turn {
            .outcome(.moved(lead.id, event, reason: reason, stale: lead.stale))
        }
        let answers = lead.recipients.compactMap { gates.obstacle($0.facts(at: snapshot.now), among: [.answered]) }
        if let reason = answers.first?.state.reason { return moved(.replied, reason) }
        let rules = snapshot.whole.campaign.rules
        // Nobody is reminded of a mail that they did not get.
        let opening = snapshot.job == nil ? nil : snapshot.whole.steps.first { !$0.step.isRetired }?.step.id
        func lacksOpening(_ person: PlanningLead.Person) -> Bool {
            guard let opening, !steps.contains(where: { $0.step.id == opening }) else { return false }
            return person.sent[opening] == nil
        }
        let progress = LeadProgress(
            recipients: lead.recipients.map {
                LeadRecipient(
                    status: isReachable($0, snapshot.now) && !lacksOpening($0) ? $0.status : $0.unreachable,
                    sent: $0.sent)
            },
            releasedAt: lead.createdAt)
        let delayed = steps.map { record in
            pause.map { CampaignStep(id: record.step.id, delay: .after($0), isRetired: record.step.isRetired) }
                ?? record.step
        }
        switch progress.next(in: delayed, minWait: rules.minWait, zone: zone) {
        case .ended: return ended(lead, snapshot)
        case .nobodyReachable where lead.recipients.contains(where: lacksOpening):
            return settled(lead, .skipped, "nobody of it who gets mail had the first one")
        case .nobodyReachable: return nobodyReachable(lead, snapshot.now)
        case .mail(let step, let recipient, let due):
            let person = lead.recipients[recipient]
            let obstacle = gates.obstacle(person.facts(at: snapshot.now), among: [.conversation])
            if let reason = obstacle?.state.reason { return moved(.personAnswered, reason) }
            guard let record = steps.first(where: { $0.step.id == step }) else { return .wait }
            if progress.hasBegun, isTooLate(lead, due, snapshot) {
                return moved(.tooLate, "its next mail was due at \(due)")
            }
            if let account = lead.account,
                !snapshot.senders.contains(where: { $0.sender.account == account && $0.isAble })
            {
                return moved(.senderUnavailable, "its account cannot send any more")
            }
            let free = max(due, freeAt(lead, person, snapshot.now) ?? due)
            if snapshot.job != nil, free > max(due, snapshot.now + horizon) {
                return settled(lead, .skipped, "it gets no mail before \(free)")
            }
            return .mail(due: free, WaitingLead(lead: lead, person: person, step: record, hasBegun: progress.hasBegun))
        }
    }

    /// None of its people may get a mail.
    private func nobodyReachable(_ lead: PlanningLead, _ now: Timestamp) -> Turn {
        func moved(_ event: LeadEvent, _ reason: String) -> Turn {
            .outcome(.moved(lead.id, event, reason: reason, stale: lead.stale))
        }
        if lead.recipients.contains(where: { $0.status == .bounced }) {
            return moved(.undeliverable, "none of its people gets mail")
        }
        let declined = lead.recipients.compactMap { gates.obstacle($0.facts(at: now), among: [.declined]) }.first
        return declined?.state.reason.map { moved(.skipped, $0) } ?? moved(.suppressed, "none of its people gets mail")
    }

    /// Every step that it may get was sent.
    private func ended(_ lead: PlanningLead, _ snapshot: PlanningSnapshot) -> Turn {
        snapshot.job == nil
            ? .outcome(.moved(lead.id, .sequenceEnded, reason: "every step was sent", stale: lead.stale))
            : settled(lead, .served, "it has the step")
    }

    func settled(_ lead: PlanningLead, _ event: JobLeadEvent, _ reason: String) -> Turn {
        .outcome(.settled(lead.id, event, reason: reason, stale: lead.stale))
    }

    /// Nobody is late for the time that the campaign or the lead was held, and a job makes nobody late.
    private func isTooLate(_ lead: PlanningLead, _ due: Timestamp, _ snapshot: PlanningSnapshot) -> Bool {
        guard snapshot.job == nil, let most = snapshot.whole.campaign.rules.maxLateness else { return false }
        let late = [due, snapshot.whole.campaign.resumedAt, lead.releasedAt].compactMap(\.self).max() ?? due
        return late + most < snapshot.now
    }

    /// Of ``Gate/ofContact`` those that leave somebody out of a lead, while its other people go on. `conversation` and `answered`
    /// end the whole lead, and the rest open at an instant.
    private static let barring: [Gate] = [.neverAnswer, .contact, .declined]

    /// Whether the contact wants this mail, and the settings allow it.
    private func isReachable(_ person: PlanningLead.Person, _ now: Timestamp) -> Bool {
        gates.obstacle(person.facts(at: now), among: Self.barring) == nil
    }

    /// When nothing keeps somebody from a mail any more that would close its gate; a mail that would be sent back every second
    /// is better left in the queue.
    private func freeAt(_ lead: PlanningLead, _ person: PlanningLead.Person, _ now: Timestamp) -> Timestamp? {
        let opening = gates.rows(person.facts(at: now), of: Gate.ofContact).map(\.state.opensAt)
        return ([person.holdUntil, lead.notBefore] + opening).compactMap(\.self).max()
    }
}

extension PlanningLead.Person {
    /// What the gates ask of somebody for whom there is no mail yet.
    package func facts(at now: Timestamp) -> GateFacts {
        GateFacts(
            now: now, recipient: address, purpose: .outreach, dueAt: now,
            conversation: conversationState ?? .awaitingReply, isSuppressed: isSuppressed, hasAnswered: hasAnswered,
            hasDeclinedElsewhere: hasDeclined, talksElsewhereSince: busySince,
            history: SendHistory(conversationMails: sent.count, lastMailElsewhere: lastMailElsewhere))
    }

    /// A person who cannot be reached keeps a status that says why.
    var unreachable: RecipientStatus { status.isReachable ? .optedOut : status }
}

/// A lead whose next mail is due soon.
struct WaitingLead {
    let lead: PlanningLead
    let person: PlanningLead.Person
    let step: CampaignStepRecord
    let hasBegun: Bool
}
