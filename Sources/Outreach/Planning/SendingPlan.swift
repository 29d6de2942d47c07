import Correspondence
package import Timing

/// Orders the mails of one campaign, and finds account and instant for each. Planning the next minutes and forecasting the next
/// weeks work alike: say what waits, ask for the next mail, reserve it, and say what waits now.
///
/// Mails come in order of time; at each account due mails first, follow-ups before new leads. A plan looks at each account for
/// each mail, but recomputes a slot only where something has changed.
package struct SendingPlan: Sendable {
    package private(set) var senders: [PlannedSender]
    package let pace: CampaignPace
    private let draws: Draws
    private let now: Timestamp
    private var mailsOnDay: [LocalDay: Int]
    private var newLeadsOnDay: [LocalDay: Int]
    /// For each sender the due time of its longest-waiting follow-up; after these, of its longest-waiting assigned lead.
    private var lines: [Timestamp?]
    private var newLead: Timestamp?
    /// The slots last computed. Reservations only ever move them later.
    private var lineSlots: [Slot?]
    private var newLeadSlots: [Slot?]

    /// - Parameters:
    ///   - now: no mail leaves earlier.
    ///   - mailsOnDay: the campaign's mails of today and later dates, reserved ones included.
    ///   - newLeadsOnDay: the leads begun on these dates.
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

    /// Sets the due time of this sender's longest-waiting follow-up; nil when none waits.
    package mutating func setFollowUp(_ due: Timestamp?, sender index: Int) { setLine(index, due) }

    /// Sets when this sender's longest-waiting assigned lead may begin; nil when none waits.
    package mutating func setDealtLead(_ due: Timestamp?, sender index: Int) { setLine(senders.count + index, due) }

    /// Sets when the longest-waiting unassigned lead may begin; nil when none waits.
    package mutating func setNewLead(_ due: Timestamp?) {
        // A later one only moves slots later, as reservations do.
        if let due, due < newLead ?? .distantFuture { newLeadSlots = Array(repeating: nil, count: senders.count) }
        newLead = due
    }

    /// The mail that leaves next; nil when no waiting mail can leave.
    package mutating func next() -> PlannedMail? {
        let own = nextOfLines()
        let new = nextNewLead()
        guard let own, let new else { return own ?? new }
        return new.at < own.at ? new : own
    }

    /// Counts `planned` as sent.
    ///
    /// - Parameter mail: the mail's permanent key, from which the wait after it is drawn.
    package mutating func reserve(_ planned: PlannedMail, mail: Int64) {
        guard let index = senders.firstIndex(where: { $0.account == planned.account }) else { return }
        senders[index].reserve(planned.at, mail: mail, draws: draws)
        let day = pace.zone.localTime(at: planned.at).day
        mailsOnDay[day, default: 0] += 1
        guard planned.rank == .newLead else { return }
        newLeadsOnDay[day, default: 0] += 1
        if !planned.isDealt { senders[index].takeLead() }
    }

    /// Why this sender's follow-ups, or new leads from it, can never leave; nil when they can.
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
            calendar: calendar, ramp: sender.ramp)
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

    /// A stored slot can only have become later, so the earliest one is right once recomputing leaves it unchanged.
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

    /// The sender that takes the next new lead, among those that could at `instant`.
    private mutating func turn(at instant: Timestamp, due: Timestamp) -> Int? {
        computeNewLeadSlots(due: due)
        let candidates = senders.indices.compactMap { index -> SenderCandidate? in
            guard let freeAt = newLeadSlots[index]?.instant, freeAt <= instant else { return nil }
            let sender = senders[index]
            return SenderCandidate(
                account: sender.account, weight: sender.weight, leadsTaken: sender.leadsTaken,
                lastMailAt: sender.mails.last)
        }
        return candidates.next.flatMap { account in senders.firstIndex { $0.account == account } }
    }
}
