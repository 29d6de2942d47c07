package import Timing

/// The treatment of a reply.
package enum Decision: Hashable, Sendable {
    /// Plan the first answer now.
    case startSequence
    /// Cancel the planned mails and give the conversation to a person.
    case handOff(HandoffReason)
    /// The writer declined: stop, mark read, done.
    case complete
    /// The writer wants no more mail: cancel, suppress the contact for ever, answer nothing.
    case optOut
    /// The address is dead: cancel and suppress it.
    case suppressBounced
    /// Keep the sequence, but let no mail leave before this instant.
    case hold(until: Timestamp)
    /// Do nothing, and record the reason.
    case ignore(IgnoreReason)
}

/// Why a conversation goes to a person.
package enum HandoffReason: String, CaseIterable, Sendable, Codable {
    case contactProvided = "contact_provided"
    case repliedToAnswer = "replied_to_stage"
    case clarification
    case unsure
    case emptyReply = "empty_reply"
    case unreadable
    case subjectOnly = "subject_only"
    case differentSender = "different_sender"
    case alreadyWithPerson = "already_with_person"
    case repliedAfterEnd = "replied_after_end"
    case suppressedContact = "suppressed_contact"
    case beforeBaseline = "before_baseline"
    /// It was interested more than a week ago.
    case waitedTooLong = "waited_too_long"
    /// It lay in Junk or Trash.
    case foundInJunk = "found_in_junk"
    /// It came through a group address, a list or a help desk.
    case throughList = "through_list"
    case sendInDoubt = "send_in_doubt"
    case sendFailed = "send_failed"
    /// A mail waits because its account's provider refuses mail from us. It is not given up: it leaves once that is over.
    case sendWaits = "send_waits"
    case capReached = "cap_reached"
    /// The text of a mail cannot be written to this contact, or its step is gone.
    case textUnusable = "text_unusable"
    case draftWaits = "draft_waits"
    /// Nobody knows whether the draft came to lie in Drafts: the answer to the request was lost.
    case draftInDoubt = "draft_in_doubt"
    /// The account only observes, or the run is dry: a person gets what would have been sent.
    case observed
    /// The settings forbid mail to its writer (`NEVER_ANSWER`).
    case neverAnswer = "never_answer"
    /// Our first mail came from an address that is not the account's: an answer from another address would come from a stranger.
    case otherSender = "other_sender"
    /// It answers a campaign that leaves its replies to people.
    case campaignReply = "campaign_reply"
    /// A mail that a Mosaic composed lies in Sent, and this database does not know it: it left before a backup was restored, or
    /// another installation sent it.
    case unknownOwnMail = "unknown_own_mail"
}

/// Why a message changes nothing.
package enum IgnoreReason: String, CaseIterable, Sendable, Codable {
    case bounce
    case autoReply = "auto_reply"
    case list
    case challenge
    case abuseReport = "abuse_report"
    case receipt
    case ownMail = "own_mail"
    case notAReply = "not_a_reply"
    /// It answers a mail of ours that does not count as outreach.
    case notOutreach = "not_outreach"
    case redelivered
    /// Its writer was erased. It has no row.
    case erased
}

/// The kind of a decision, as the database keeps it before the colon of `messages.decision`.
package enum DecisionKind: String, CaseIterable, Sendable {
    case startSequence = "start_sequence"
    case handOff = "hand_off"
    case complete
    case optOut = "opt_out"
    case suppressBounced = "suppress_bounced"
    case hold
    case ignore

    /// The kind of a stored decision, such as `hand_off: contact_provided`; nil when it is none of this version.
    package init?(stored name: String) {
        self.init(rawValue: String(name.prefix { $0 != ":" }))
    }

    /// The event that it means for its conversation; nil where it changes nothing there.
    package var event: ConversationEvent? {
        switch self {
        case .startSequence: .sequenceBegan
        case .handOff: .handedOff
        case .complete: .declined
        case .optOut, .suppressBounced: .barred
        case .hold, .ignore: nil
        }
    }
}

extension Decision {
    package var kind: DecisionKind {
        switch self {
        case .startSequence: .startSequence
        case .handOff: .handOff
        case .complete: .complete
        case .optOut: .optOut
        case .suppressBounced: .suppressBounced
        case .hold: .hold
        case .ignore: .ignore
        }
    }

    /// The name it is stored and shown under, `hand_off: contact_provided`.
    package var name: String {
        switch self {
        case .startSequence, .complete, .optOut, .suppressBounced: kind.rawValue
        case .handOff(let reason): "\(kind.rawValue): \(reason.rawValue)"
        case .hold(let until): "\(kind.rawValue): \(until)"
        case .ignore(let reason): "\(kind.rawValue): \(reason.rawValue)"
        }
    }

    /// The one end state that every inbound message reaches.
    package var outcome: MessageOutcome {
        switch self {
        case .startSequence, .complete, .optOut, .suppressBounced, .hold: .acted
        case .handOff: .handedOff
        case .ignore: .ignored
        }
    }
}

/// The end states of an inbound message; each message reaches exactly one.
package enum MessageOutcome: String, CaseIterable, Sendable, Codable {
    case acted
    case handedOff = "handed_off"
    case ignored
}

/// The state of a stored message. Drawn in docs/states.md.
package enum MessageState: String, CaseIterable, Sendable, Codable {
    /// Lies in Sent: evidence, nothing to decide.
    case indexed
    /// A reply that waits for its decision.
    case pending
    /// Has its ``MessageOutcome``.
    case decided
    /// Could not be read and belongs to no conversation: a person has it.
    case quarantined
}
