package import Timing

/// The table that answers "may this mail go, and if not, until when and why". Pure.
///
/// Claiming, the final dot, `mosaic explain` and everything that shows a mail ask it for every gate. Before there is a mail,
/// planning of outreach asks the contact's gates (``Gate/ofContact``); everything that shows an account or a campaign asks the
/// account's (``Gate/ofAccount``). Nothing else decides.
package struct GateTable: Sendable {
    /// One gate of one mail.
    package struct Row: Sendable, Hashable {
        package let gate: Gate
        package let state: GateState

        package init(gate: Gate, state: GateState) {
            self.gate = gate
            self.state = state
        }
    }

    package let policy: SendPolicy

    package init(_ policy: SendPolicy) {
        self.policy = policy
    }

    /// These gates for the mail, in order.
    package func rows(_ facts: GateFacts, of gates: [Gate] = Gate.allCases) -> [Row] {
        gates.map { Row(gate: $0, state: state(of: $0, facts)) }
    }

    /// What holds the mail back: a gate that is over comes before one that may open, otherwise the first closed gate. Nil when
    /// the mail may go now.
    package func obstacle(_ facts: GateFacts, among gates: [Gate] = Gate.allCases) -> Row? {
        let closed = rows(facts, of: gates).filter { $0.state != .open }
        return closed.first { $0.state.isOver } ?? closed.first
    }

    /// Of the closed gates the one that keeps the mail back longest: one that only a person or an event opens comes before
    /// those that open by themselves. Nil when none is closed.
    package func longest(_ facts: GateFacts, among gates: [Gate]) -> Row? {
        func end(_ row: Row) -> Timestamp { row.state.opensAt ?? .distantFuture }
        return rows(facts, of: gates).filter { $0.state != .open }.max { end($0) < end($1) }
    }

    private func state(of gate: Gate, _ facts: GateFacts) -> GateState {
        switch gate {
        case .installation: facts.stopped.map { .closed(until: nil, "all sending is stopped: \($0)") } ?? .open
        case .campaign: campaign(facts)
        case .lead: lead(facts)
        case .neverAnswer:
            policy.neverAnswer.covers(facts.recipient) ? .over("NEVER_ANSWER names the contact") : .open
        case .contact: facts.isSuppressed ? .over("the contact is suppressed") : .open
        case .declined: declined(facts)
        case .conversation: conversation(facts)
        case .answered: facts.hasAnswered ? .over("the contact has answered") : .open
        case .talk: talk(facts)
        case .undecided: undecided(facts)
        case .due: Self.waiting(until: facts.dueAt, facts, "it is not due yet")
        case .window: window(facts)
        case .account: account(facts)
        case .rival:
            facts.rival.map { .closed(until: nil, "another installation of Mosaic uses its mailbox: \($0)") } ?? .open
        case .accountPause: accountPause(facts)
        case .accountFailure: accountFailure(facts)
        case .bounces: bounces(facts)
        case .conversationCap: conversationCap(facts)
        case .contactCap: contactCap(facts)
        case .contactPause: contactPause(facts)
        case .dailyLimit: dailyLimit(facts)
        case .spacing: spacing(facts)
        case .pacing: pacing(facts)
        case .burst: burst(facts)
        }
    }
}

// MARK: The gates

extension GateTable {
    /// Closed until `instant`, when that is in the future.
    private static func waiting(until instant: Timestamp?, _ facts: GateFacts, _ reason: String) -> GateState {
        guard let instant, instant > facts.now else { return .open }
        return .closed(until: instant, reason)
    }

    /// A gate that only a person or the planner opens has no instant.
    private func campaign(_ facts: GateFacts) -> GateState {
        guard let campaign = facts.campaign else { return .open }
        if let reason = campaign.stopped { return .closed(until: nil, reason) }
        return campaign.isEdited ? .closed(until: nil, "the campaign was edited: it is planned anew") : .open
    }

    /// A lead that waits gets another mail once it goes on: its planned one is over, as is that of a lead that has ended.
    private func lead(_ facts: GateFacts) -> GateState {
        facts.campaign?.lead.reason.map { .over($0) } ?? .open
    }

    private func window(_ facts: GateFacts) -> GateState {
        guard let end = facts.campaign?.leaveUntil, end <= facts.now else { return .open }
        return .closed(until: nil, "the campaign's hours have ended: it is planned anew")
    }

    private func pacing(_ facts: GateFacts) -> GateState {
        guard let campaign = facts.campaign, campaign.gap > .zero else { return .open }
        // A rest counts from the campaign's own mail: an answer in between must not begin it anew.
        let rests = campaign.gap > campaign.gaps.upperBound
        let rested = rests ? campaign.lastMail.map { $0 + campaign.gap } : nil
        let gap = rests ? campaign.gaps.lowerBound : campaign.gap
        return Self.waiting(
            until: [facts.history.accountLastMail.map { $0 + gap }, rested].compactMap(\.self).max(), facts,
            "the gap after the account's mail before")
    }

    /// An undecided message may still change the conversation, so until then its state cancels nothing.
    private func conversation(_ facts: GateFacts) -> GateState {
        if facts.conversation.wants(facts.purpose) { return .open }
        let reason = "the conversation is \(facts.conversation.rawValue)"
        return facts.undecidedUntil == nil ? .over(reason) : .closed(until: nil, reason)
    }

    /// Somebody who has already had a mail in this conversation said no about something else.
    private func declined(_ facts: GateFacts) -> GateState {
        guard facts.purpose == .outreach, facts.hasDeclinedElsewhere, facts.history.conversationMails == 0 else {
            return .open
        }
        return .over("said no in another conversation")
    }

    private func talk(_ facts: GateFacts) -> GateState {
        guard facts.purpose == .outreach else { return .open }
        return Self.waiting(
            until: facts.talksElsewhereSince.map { $0 + policy.quietAfterTalk }, facts,
            "this correspondent talks with us in another conversation")
    }

    private func undecided(_ facts: GateFacts) -> GateState {
        guard let until = facts.undecidedUntil else { return .open }
        return .closed(until: max(until, facts.now), "a message of the contact waits to be decided")
    }

    private func account(_ facts: GateFacts) -> GateState {
        if facts.account == .observe { return .closed(until: nil, "the account only observes") }
        return facts.account.canAnswer(through: facts.outlet)
            ? .open : .closed(until: nil, "the account has no way out")
    }

    private func accountPause(_ facts: GateFacts) -> GateState {
        let why = facts.accountPauseReason.map { ": \($0)" } ?? ""
        return Self.waiting(until: facts.accountPausedUntil, facts, "the account is paused\(why)")
    }

    private func accountFailure(_ facts: GateFacts) -> GateState {
        let why = facts.accountBlockReason.map { ": \($0)" } ?? ""
        let count = facts.accountFailures == 1 ? "a failure" : "\(facts.accountFailures) failures"
        return Self.waiting(until: facts.accountBlockedUntil, facts, "the account waits after \(count)\(why)")
    }

    /// Opens as the bounces grow old, or when a person lets the account send again.
    private func bounces(_ facts: GateFacts) -> GateState {
        let (count, mails) = (facts.history.accountBounces, facts.history.accountMails)
        guard count >= policy.leastBounces, count * 100 > mails * policy.bouncesPerHundred else { return .open }
        return Self.waiting(
            until: (facts.history.accountOldestBounce ?? facts.now) + SendPolicy.day, facts,
            "\(count) of the account's \(mails) mails in 24 h bounced or were complained about")
    }

    private func conversationCap(_ facts: GateFacts) -> GateState {
        let count = facts.history.conversationMails
        guard count >= facts.mailsPerConversation else { return .open }
        return .forPerson("this conversation has had \(count) automatic mails")
    }

    /// A sequence may be longer than what a contact may get from all others together.
    private func contactCap(_ facts: GateFacts) -> GateState {
        let count = facts.history.contactMails
        let cap = max(policy.caps(for: facts.purpose).perContact, facts.mailsPerConversation)
        guard count >= cap else { return .open }
        return .forPerson("this correspondent has had \(count) automatic mails within 30 days")
    }

    private func contactPause(_ facts: GateFacts) -> GateState {
        guard let last = facts.history.lastMailElsewhere,
            last + policy.caps(for: facts.purpose).pauseBetweenConversations > facts.now
        else { return .open }
        let reason = "this correspondent had an automatic mail in another conversation at \(last)"
        // An answer this late would surprise; outreach has time.
        return facts.purpose == .answer
            ? .forPerson(reason)
            : .closed(until: last + policy.caps(for: facts.purpose).pauseBetweenConversations, reason)
    }

    /// Of the account's own limit and its provider's, the one that opens last.
    private func dailyLimit(_ facts: GateFacts) -> GateState {
        let all = SendHistory.Count(mails: facts.history.accountMails, oldest: facts.history.accountOldestMail)
        let own = Self.limit(facts.dailyLimit, facts.history.sinceReset ?? all, facts, "the account's limit")
        guard let allowed = facts.providerLimit else { return own }
        let provider = Self.limit(allowed, all, facts, "the provider's limit")
        guard let opens = provider.opensAt else { return own }
        return opens > own.opensAt ?? facts.now ? provider : own
    }

    private static func limit(
        _ allowed: Int, _ count: SendHistory.Count, _ facts: GateFacts, _ whose: String
    ) -> GateState {
        let reason = "\(whose) of \(allowed) mails in 24 h"
        if allowed <= 0 { return .closed(until: facts.now + SendPolicy.day, reason) }
        guard count.mails >= allowed else { return .open }
        return waiting(until: count.oldest.map { $0 + SendPolicy.day }, facts, reason)
    }

    private func spacing(_ facts: GateFacts) -> GateState {
        let byRule = facts.history.accountLastMail.map { $0 + policy.spacing }
        return Self.waiting(
            until: [byRule, facts.accountNextSendAt].compactMap(\.self).max(), facts,
            "the time between two mails of the account")
    }

    private func burst(_ facts: GateFacts) -> GateState {
        guard facts.history.burst >= policy.burstPerMinute else { return .open }
        let began = facts.history.burstBegan ?? facts.now
        return .closed(
            until: max(began + SendPolicy.burstSpan, facts.now + .seconds(1)),
            "\(facts.history.burst) mails left within a minute")
    }
}

extension GateState {
    /// Whether the mail will never be wanted again.
    package var isOver: Bool {
        if case .over = self { true } else { false }
    }

    /// When it opens; nil while it is open, when that is unknown, and when it never does.
    package var opensAt: Timestamp? {
        if case .closed(let until, _) = self { until } else { nil }
    }

    /// Why it is closed; nil while it is open.
    package var reason: String? {
        switch self {
        case .open: nil
        case .closed(_, let reason), .over(let reason), .forPerson(let reason): reason
        }
    }
}

extension Gate {
    /// Whether it belongs to the account or the installation: then the account waits, and its mails keep their place.
    package var isAboutAccount: Bool {
        switch self {
        case .bounces, .dailyLimit, .spacing, .burst: true
        case .installation, .campaign, .lead, .neverAnswer, .contact, .declined, .conversation, .answered, .talk,
            .undecided, .due, .window, .account, .rival, .accountPause, .accountFailure, .conversationCap, .contactCap,
            .contactPause, .pacing:
            false
        }
    }
}
