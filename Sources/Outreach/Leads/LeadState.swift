package import Correspondence

/// The state of a lead in its campaign.
package enum LeadState: String, CaseIterable, Hashable, Sendable, Codable {
    /// Nothing was sent yet.
    case pending
    /// Something was sent, and more will follow.
    case active
    /// A template lacks a value: nothing leaves until somebody provides it.
    case needsData = "needs_data"
    /// A person must decide: its sender is gone, or its mail is so late that it may no longer be wanted.
    case held
    /// Every step went to everybody, and nobody answered.
    case finished
    /// One of its people answered.
    case replied
    /// It was ended; the reason says by what.
    case stopped
    /// None of its addresses accepts mail.
    case failed

    /// Whether no more mail is planned for it.
    package var isEnd: Bool {
        switch self {
        case .finished, .replied, .stopped, .failed: true
        case .pending, .active, .needsData, .held: false
        }
    }

    /// Whether its next mail may be planned.
    package var isRunning: Bool { self == .pending || self == .active }

    /// What it says of the lead's next mail: open, closed until somebody lets the lead go on, or over.
    ///
    /// - Parameter reason: why it is in this state.
    package func gate(because reason: String?) -> GateState {
        if isRunning { return .open }
        let sentence = "the lead is \(rawValue)" + (reason.map { ": \($0)" } ?? "")
        return isEnd ? .over(sentence) : .closed(until: nil, sentence)
    }
}

/// An event that may change a lead's state. The event that ended it is kept with it as the reason.
package enum LeadEvent: String, CaseIterable, Hashable, Sendable, Codable {
    /// A mail left, and it was not the last.
    case mailSent = "mail_sent"
    /// The last mail of the last step left.
    case sequenceEnded = "sequence_ended"
    case valueMissing = "value_missing"
    /// The missing value was provided.
    case valuesGiven = "values_given"
    /// The account that wrote first cannot send any more.
    case senderUnavailable = "sender_unavailable"
    /// It is later than the campaign allows.
    case tooLate = "too_late"
    /// One of its mails went to a person: refused, capped, in doubt, taken back or left in Drafts.
    case mailNeedsPerson = "mail_needs_person"
    /// A person holds it.
    case pausedByPerson = "paused_by_person"
    /// A person lets a held lead go on.
    case released
    /// One of its people wrote back.
    case replied
    /// A person on our side wrote to one of them, from any program.
    case personAnswered = "person_answered"
    case optedOut = "opted_out"
    /// The last of its contacts that could get mail was suppressed elsewhere.
    case suppressed
    /// Somebody of the same company wrote back.
    case companyReplied = "company_replied"
    /// A person removed it.
    case skipped
    case campaignArchived = "campaign_archived"
    /// The last of its addresses bounced or was refused.
    case undeliverable
    /// A person tries a failed lead once more.
    case retried
    /// A person starts it again from the first step.
    case reset
}

extension LeadState {
    /// The state after `event`; nil where the event changes nothing in this state.
    ///
    /// The only table of a lead's transitions. An end gives way only to a stronger one: a lead that answers after the last
    /// step has replied, and one that opts out is stopped whatever came before. Suppressions are not part of it: a lead that
    /// is reset still sends nothing to a suppressed contact.
    ///
    /// - Parameter hasBegun: whether a mail of this run was sent, which decides the state to which a waiting lead returns.
    package func after(_ event: LeadEvent, hasBegun: Bool) -> LeadState? {
        let running: LeadState = hasBegun ? .active : .pending
        let next: LeadState? =
            switch event {
            case .mailSent: self == .pending ? .active : nil
            case .sequenceEnded: isRunning ? .finished : nil
            case .valueMissing: isRunning ? .needsData : nil
            case .valuesGiven: self == .needsData ? running : nil
            case .senderUnavailable, .tooLate, .mailNeedsPerson, .pausedByPerson: isRunning ? .held : nil
            case .released: self == .held ? running : nil
            case .replied: self == .stopped ? nil : .replied
            case .optedOut: .stopped
            case .personAnswered, .suppressed, .companyReplied, .skipped, .campaignArchived: isEnd ? nil : .stopped
            case .undeliverable: isEnd ? nil : .failed
            case .retried: self == .failed ? running : nil
            case .reset: .pending
            }
        return next == self ? nil : next
    }
}
