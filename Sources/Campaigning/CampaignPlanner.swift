package import Correspondence
package import Outreach
package import Storage
import Templates
import Timing

/// Decides which mails of a campaign leave next, from which account, when, and with which words. Pure: everything it needs
/// stands in the snapshot.
package struct CampaignPlanner: Sendable {
    /// How long a campaign leaves somebody alone who talks with a person, or with Mosaic, in another conversation.
    static let quietAfterTalk = Duration.seconds(30 * 86_400)

    private let writer: CampaignWriter
    private let draws: Draws
    /// The place whose clock the campaign means.
    private let zone: Zone
    private let horizon: Duration
    private let mostPlanned: Int
    private let isForbidden: @Sendable (EmailAddress) -> Bool

    /// - Parameters:
    ///   - horizon: from now; what is due later is left in the queue.
    ///   - mostPlanned: mails that an account may have planned, over all campaigns.
    ///   - isForbidden: whether the settings let no mail go to somebody.
    package init(
        writer: CampaignWriter, draws: Draws, zone: Zone, horizon: Duration, mostPlanned: Int,
        isForbidden: @escaping @Sendable (EmailAddress) -> Bool = { _ in false }
    ) {
        self.writer = writer
        self.draws = draws
        self.zone = zone
        self.horizon = horizon
        self.mostPlanned = mostPlanned
        self.isForbidden = isForbidden
    }

    /// What is to be done now. Empty when nothing is.
    package func outcomes(_ snapshot: PlanningSnapshot) -> [PlanningOutcome] {
        var outcomes: [PlanningOutcome] = []
        var queue = LeadQueue()
        for lead in snapshot.leads {
            switch turn(of: lead, snapshot) {
            case .wait: break
            case .outcome(let outcome): outcomes.append(outcome)
            case .mail(let due, let waiting):
                let isSoon = due <= snapshot.now + horizon
                // What is not due yet goes back to its place in the queue, so that it does not stand before others.
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

    private enum Turn {
        case wait
        case outcome(PlanningOutcome)
        case mail(due: Timestamp, WaitingLead)
    }

    private func turn(of lead: PlanningLead, _ snapshot: PlanningSnapshot) -> Turn {
        func moved(_ event: LeadEvent, _ reason: String) -> Turn {
            .outcome(.moved(lead.id, event, reason: reason, stale: lead.stale))
        }
        guard lead.state.isRunning else {
            return .outcome(
                .idle(lead.id, reason: "the lead is \(lead.state.rawValue)", stale: lead.stale))
        }
        if lead.hasOpenMail { return .wait }
        if lead.recipients.contains(where: \.hasAnswered) { return moved(.replied, "answered since it was imported") }
        let rules = snapshot.whole.campaign.rules
        let progress = LeadProgress(
            recipients: lead.recipients.map {
                LeadRecipient(status: isForbidden($0.address) ? .optedOut : $0.present, sent: $0.sent)
            },
            releasedAt: lead.createdAt)
        switch progress.next(in: snapshot.whole.steps.map(\.step), minWait: rules.minWait, zone: zone) {
        case .ended: return moved(.sequenceEnded, "every step was sent")
        case .nobodyReachable:
            let isUndeliverable = lead.recipients.contains { $0.status == .bounced }
            return moved(isUndeliverable ? .undeliverable : .suppressed, "none of its people gets mail")
        case .mail(let step, let recipient, let due):
            let person = lead.recipients[recipient]
            if !progress.hasBegun, person.hasDeclined { return moved(.skipped, "said no in another conversation") }
            if let state = person.conversationState, !state.wants(.outreach) {
                return moved(.personAnswered, "the conversation is \(state.rawValue)")
            }
            guard let record = snapshot.whole.steps.first(where: { $0.step.id == step }) else { return .wait }
            // Nobody was late while the campaign or the lead was held.
            let late = [due, snapshot.whole.campaign.resumedAt, lead.releasedAt].compactMap(\.self).max() ?? due
            if progress.hasBegun, let most = rules.maxLateness, late + most < snapshot.now {
                return moved(.tooLate, "its next mail was due at \(due)")
            }
            if let account = lead.account,
                !snapshot.senders.contains(where: { $0.sender.account == account && $0.isAble })
            {
                return moved(.senderUnavailable, "its account cannot send any more")
            }
            // The gate asks the same; what it would send back every second is better left in the queue.
            let pause = person.lastMailElsewhere.map {
                $0 + SendPolicy().caps(for: .outreach).pauseBetweenConversations
            }
            // Whoever talks with a person gets no mail of a campaign meanwhile.
            let quiet = person.busySince.map { $0 + Self.quietAfterTalk }
            return .mail(
                due: [due, person.holdUntil, pause, quiet, lead.notBefore].compactMap(\.self).max() ?? due,
                WaitingLead(lead: lead, person: person, step: record, hasBegun: progress.hasBegun))
        }
    }
}

extension PlanningLead.Person {
    /// The status that counts: who was suppressed elsewhere gets no mail either.
    var present: RecipientStatus { isSuppressed && status.isReachable ? .optedOut : status }
}

/// A lead whose next mail is due soon.
struct WaitingLead {
    let lead: PlanningLead
    let person: PlanningLead.Person
    let step: CampaignStepRecord
    let hasBegun: Bool
}
