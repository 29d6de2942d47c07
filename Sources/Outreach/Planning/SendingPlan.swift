import Correspondence
package import Timing

/// Puts the mails of one campaign into order, and finds account and instant for each. Planning the next minutes and
/// forecasting the next weeks are the same: tell the plan what waits, ask for the next mail, reserve it, and tell it
/// what waits now.
///
/// Mails come in order of time: at every account whatever is due, follow-ups before new leads. A plan looks at each
/// account for each mail, but computes a slot again only where something has changed.
package struct SendingPlan: Sendable {
    package private(set) var senders: [PlannedSender]
    package let pace: CampaignPace
    private let draws: Draws
    private let now: Timestamp
    private var mailsOnDay: [LocalDay: Int]
    private var newLeadsOnDay: [LocalDay: Int]
    /// For each sender the due time of the follow-up that waits longest; behind these, of the dealt lead that does.
    private var lines: [Timestamp?]
    private var newLead: Timestamp?
    /// Slots as they were computed last. Reservations only ever move them later.
    private var lineSlots: [Slot?]
    private var newLeadSlots: [Slot?]

    /// - Parameters:
    ///   - now: no mail leaves earlier.
    ///   - mailsOnDay: the campaign's mails of today and of dates to come, reserved ones included.
    ///   - newLeadsOnDay: the leads that were begun on these dates.
    package init(
        senders: [PlannedSender], pace: CampaignPace, draws: Draws, now: Timestamp, mailsOnDay: [LocalDay: Int] = [:],
        newLeadsOnDay: [LocalDay: Int] = [:]
    ) {
        self.senders = senders
        self.pace = pace
        self.draws = draws
        self.now = now
        self.mailsOnDay = mailsOnDay
        self.newLeadsOnDay = newLeadsOnDay
        lines = Array(repeating: nil, count: 2 * senders.count)
        lineSlots = Array(repeating: nil, count: 2 * senders.count)
        newLeadSlots = Array(repeating: nil, count: senders.count)
    }

    /// Says when the follow-up of this sender that waits longest is due; nil when none waits.
    package mutating func setFollowUp(_ due: Timestamp?, sender index: Int) { setLine(index, due) }

    /// Says when the lead that was dealt to this sender and waits longest may be begun; nil when none waits.
    package mutating func setDealtLead(_ due: Timestamp?, sender index: Int) { setLine(senders.count + index, due) }

    /// Says when the new lead that waits longest, and was dealt to nobody, may be begun; nil when none waits.
    package mutating func setNewLead(_ due: Timestamp?) {
        // A later one moves slots later, as reservations do.
        if let due, due < newLead ?? .distantFuture { newLeadSlots = Array(repeating: nil, count: senders.count) }
        newLead = due
    }

    /// Deals a new lead: gives the sender whose turn it is, and counts the lead as taken; nil when no sender takes any.
    mutating func deal() -> Int? {
        guard let index = turn(at: .distantFuture, due: now) else { return nil }
        senders[index].takeLead()
        return index
    }

    /// The mail that leaves next; nil when nothing waits that can.
    package mutating func next() -> PlannedMail? {
        let own = nextOfLines()
        let new = nextNewLead()
        guard let own, let new else { return own ?? new }
        return new.at < own.at ? new : own
    }

    /// Counts `planned` as sent.
    ///
    /// - Parameter mail: a key that the mail keeps: the wait after it is drawn by it.
    package mutating func reserve(_ planned: PlannedMail, mail: Int64) {
        guard let index = senders.firstIndex(where: { $0.account == planned.account }) else { return }
        senders[index].reserve(planned.at, mail: mail, draws: draws)
        let day = pace.zone.localTime(at: planned.at).day
        mailsOnDay[day, default: 0] += 1
        guard planned.rank == .newLead else { return }
        newLeadsOnDay[day, default: 0] += 1
        if !planned.isDealt { senders[index].takeLead() }
    }

    /// Why the follow-ups of this sender, or new leads from it, can never leave; nil when they can.
    package func obstacle(sender index: Int, rank: MailRank) -> SlotDelay.Reason? {
        let slot = slot(of: index, due: now, takesLead: rank == .newLead)
        if case .never(let reason) = slot { return reason }
        return nil
    }
}

extension SendingPlan {
    private func slot(of index: Int, due: Timestamp, takesLead: Bool) -> Slot {
        let sender = senders[index]
        var calendar: [(limit: CalendarLimit, mails: [LocalDay: Int])] = []
        if let limit = pace.dailyLimit {
            calendar.append((CalendarLimit(source: .campaign, allowed: limit, zone: pace.zone), mailsOnDay))
        }
        if takesLead, let limit = pace.newLeadsPerDay {
            calendar.append((CalendarLimit(source: .newLeads, allowed: limit, zone: pace.zone), newLeadsOnDay))
        }
        let conditions = SlotConditions(
            open: sender.open, nextMailAt: sender.nextMailAt, rolling: sender.limits, accountMails: sender.mails,
            calendar: calendar)
        return conditions.slot(from: now, due: due)
    }

    private mutating func setLine(_ line: Int, _ due: Timestamp?) {
        guard lines[line] != due else { return }
        lines[line] = due
        lineSlots[line] = nil
    }

    private func slot(ofLine line: Int, due: Timestamp) -> Slot {
        slot(of: line % senders.count, due: due, takesLead: line >= senders.count)
    }

    /// A slot that was computed earlier can only have become later: the first is right as soon as it stays where it
    /// was.
    private mutating func nextOfLines() -> PlannedMail? {
        while true {
            var first: (line: Int, due: Timestamp, at: Timestamp)?
            for (line, due) in lines.enumerated() {
                guard let due else { continue }
                let slot = lineSlots[line] ?? slot(ofLine: line, due: due)
                lineSlots[line] = slot
                if let at = slot.instant, at < first?.at ?? .distantFuture { first = (line, due, at) }
            }
            guard let first else { return nil }
            let slot = slot(ofLine: first.line, due: first.due)
            lineSlots[first.line] = slot
            if case .at(let at, let delays) = slot, at == first.at {
                let isDealt = first.line >= senders.count
                return PlannedMail(
                    account: senders[first.line % senders.count].account, at: at,
                    rank: isDealt ? .newLead : .followUp, isDealt: isDealt, delays: delays)
            }
        }
    }

    private mutating func nextNewLead() -> PlannedMail? {
        guard let due = newLead else { return nil }
        while true {
            computeNewLeadSlots(due: due)
            guard let first = newLeadSlots.compactMap({ $0?.instant }).min(), let index = turn(at: first, due: due)
            else {
                return nil
            }
            let slot = slot(of: index, due: due, takesLead: true)
            let isUnchanged = slot.instant == newLeadSlots[index]?.instant
            newLeadSlots[index] = slot
            if isUnchanged, case .at(let at, let delays) = slot {
                return PlannedMail(
                    account: senders[index].account, at: at, rank: .newLead, isDealt: false, delays: delays)
            }
        }
    }

    private mutating func computeNewLeadSlots(due: Timestamp) {
        for index in senders.indices where newLeadSlots[index] == nil && senders[index].weight > 0 {
            newLeadSlots[index] = slot(of: index, due: due, takesLead: true)
        }
    }

    /// The sender that takes the next new lead, of those that could at `instant`.
    private mutating func turn(at instant: Timestamp, due: Timestamp) -> Int? {
        computeNewLeadSlots(due: due)
        let candidates = senders.indices.compactMap { index -> SenderCandidate? in
            guard let freeAt = newLeadSlots[index]?.instant, freeAt <= instant else { return nil }
            let sender = senders[index]
            return SenderCandidate(
                account: sender.account, weight: sender.weight, leadsTaken: sender.leadsTaken,
                lastMailAt: sender.mails.last, freeAt: freeAt)
        }
        guard
            case .send(let account) = SenderChoice.choose(from: candidates, sender: nil, policy: .switch, now: instant)
        else { return nil }
        return senders.firstIndex { $0.account == account }
    }
}
