package import Timing

/// The state of one person of a lead.
package enum RecipientStatus: String, CaseIterable, Hashable, Sendable, Codable {
    case notContacted = "not_contacted"
    case contacted
    case replied
    case bounced
    case optedOut = "opted_out"

    /// Whether mail may still go there.
    package var isReachable: Bool { self == .notContacted || self == .contacted }

    /// The status after `event`; nil where the event changes nothing. The only table of a recipient's transitions.
    ///
    /// - Parameter hasMail: whether a mail of this run left to them.
    package func after(_ event: RecipientEvent, hasMail: Bool) -> RecipientStatus? {
        switch event {
        // A mail may turn out to have left after they wrote.
        case .contacted: self == .notContacted ? .contacted : self
        case .replied: isReachable ? .replied : nil
        case .bounced: self == .bounced || self == .optedOut ? nil : .bounced
        case .optedOut: self == .optedOut ? nil : .optedOut
        case .readdressed: self == .bounced ? (hasMail ? .contacted : .notContacted) : nil
        }
    }
}

/// An event that may change the status of one person of a lead.
package enum RecipientEvent: String, CaseIterable, Hashable, Sendable, Codable {
    case contacted, replied, bounced
    case optedOut = "opted_out"
    /// Mail may go to their address again.
    case readdressed
}

/// One person of a lead, and the mails sent to them.
package struct LeadRecipient: Hashable, Sendable {
    package var status: RecipientStatus
    /// When each step left, in the lead's present run only.
    package var sent: [StepID: Timestamp]

    package init(status: RecipientStatus = .notContacted, sent: [StepID: Timestamp] = [:]) {
        self.status = status
        self.sent = sent
    }

    var lastMailAt: Timestamp? { sent.values.max() }
}

/// The next thing to do for a lead.
package enum LeadTurn: Hashable, Sendable {
    /// This step to the recipient at this place, not before it is due.
    case mail(step: StepID, recipient: Int, due: Timestamp)
    /// Every step was sent to everybody who can get mail.
    case ended
    /// Nobody can get mail any more.
    case nobodyReachable
}

/// How far a lead has come. A step goes to its recipients one after the other; once all have it, the delay of the next step
/// counts from the last of these mails.
package struct LeadProgress: Hashable, Sendable {
    /// In the order in which they are written to.
    package var recipients: [LeadRecipient]
    /// When the first step may leave.
    package var releasedAt: Timestamp

    package init(recipients: [LeadRecipient], releasedAt: Timestamp) {
        self.recipients = recipients
        self.releasedAt = releasedAt
    }

    /// Whether a mail of this run was sent.
    package var hasBegun: Bool { recipients.contains { !$0.sent.isEmpty } }

    /// The next mail.
    ///
    /// Steps may be added, moved and removed while the lead is under way: it continues after the last step it has, in the
    /// present order. A step inserted before that one is never sent to it.
    ///
    /// - Parameters:
    ///   - steps: all steps in order, removed ones at their old places.
    ///   - minWait: between two recipients of the same step.
    ///   - zone: the place by whose clock days are counted.
    package func next(in steps: [CampaignStep], minWait: Duration, zone: Zone) -> LeadTurn {
        guard recipients.contains(where: \.status.isReachable) else { return .nobodyReachable }
        let last = steps.lastIndex { step in recipients.contains { $0.sent[step.id] != nil } }
        if let last, !steps[last].isRetired, let recipient = recipientWithout(steps[last].id) {
            let latest = recipients.compactMap { $0.sent[steps[last].id] }.max() ?? releasedAt
            return .mail(step: steps[last].id, recipient: recipient, due: latest + minWait)
        }
        let rest = last.map { steps[($0 + 1)...] } ?? steps[...]
        guard let step = rest.first(where: { !$0.isRetired }), let recipient = recipientWithout(step.id) else {
            return .ended
        }
        let lastMail = recipients.compactMap(\.lastMailAt).max()
        let due = lastMail.map { step.delay.due(after: $0, in: zone) } ?? releasedAt
        return .mail(step: step.id, recipient: recipient, due: due)
    }

    /// The first recipient that can get mail and does not have this step yet.
    private func recipientWithout(_ step: StepID) -> Int? {
        recipients.firstIndex { $0.status.isReachable && $0.sent[step] == nil }
    }

    /// Mails that a lead of `recipients` people gets when nobody answers.
    package static func mails(steps: [CampaignStep], recipients: Int) -> Int {
        steps.count { !$0.isRetired } * recipients
    }
}
