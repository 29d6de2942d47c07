/// The state of a mail in the outbox. Drawn in docs/states.md; the database holds the same list in a CHECK.
package enum MailState: String, CaseIterable, Sendable, Codable {
    /// Waits for its due time, or for a gate.
    case planned
    /// A process holds it under a lease and prepares to send it. Certainly not sent yet, so an expired claim may be repeated.
    case claimed
    /// In doubt: the final dot may have gone out, and no answer is known. It is never sent again; evidence that it left, or a
    /// person, resolves it.
    case inDoubt = "in_doubt"
    case sent
    /// The server refused it for good.
    case rejected
    case cancelled
    /// No evidence turned up in time: a person decides. Never sent again automatically.
    case needsHuman = "needs_human"

    /// Whether the mail may still be sent or resolved.
    package var isOpen: Bool {
        switch self {
        case .planned, .claimed, .inDoubt: true
        case .sent, .rejected, .cancelled, .needsHuman: false
        }
    }

    /// Those in which a mail may still be sent or resolved.
    package static let open: [MailState] = allCases.filter(\.isOpen)

    /// The states that a person can still take a mail back from.
    package static let recallable: [MailState] = allCases.filter { $0.after(.cancelled) != nil }
}

/// An event that may change a mail's state. Each is an arrow of docs/states.md.
package enum MailEvent: String, CaseIterable, Sendable {
    /// A process claimed it under a lease, to send it.
    case claimed
    /// Its lease ended, or its holder was replaced, before the final dot: certainly unsent.
    case lapsed
    /// The final dot was permitted, and may go out from now on. Committed before it does.
    case permitted
    /// Certainly unsent after a try, and still wanted.
    case returned
    /// Certainly unsent after a try, and no longer wanted by its conversation.
    case overtaken
    /// A reply, a person or an opt-out came before it.
    case cancelled
    /// A cap holds it back for good.
    case capped
    /// The server refused it for good.
    case refused
    /// Left in Drafts, for a person to send.
    case drafted
    /// The server accepted it, or evidence proves that it left.
    case sent
    /// No evidence within the grace period.
    case givenUp
}

extension MailState {
    /// The state after `event`; nil where the event changes nothing in this state.
    ///
    /// The one table of a mail's transitions: the database's `UPDATE` is generated from it.
    package func after(_ event: MailEvent) -> MailState? {
        switch (event, self) {
        case (.claimed, .planned): .claimed
        case (.lapsed, .claimed): .planned
        case (.permitted, .claimed): .inDoubt
        case (.returned, .claimed), (.returned, .inDoubt): .planned
        case (.overtaken, .claimed), (.overtaken, .inDoubt): .cancelled
        case (.cancelled, .planned), (.cancelled, .claimed): .cancelled
        case (.capped, .claimed): .cancelled
        case (.refused, .claimed), (.refused, .inDoubt): .rejected
        case (.drafted, .claimed): .needsHuman
        case (.sent, .planned), (.sent, .claimed), (.sent, .inDoubt), (.sent, .needsHuman): .sent
        case (.givenUp, .inDoubt): .needsHuman
        case (.claimed, _), (.lapsed, _), (.permitted, _), (.returned, _), (.overtaken, _), (.cancelled, _),
            (.capped, _), (.refused, _), (.drafted, _), (.sent, _), (.givenUp, _):
            nil
        }
    }
}

/// One step of a try to send a mail, as stored in `send_attempts.step`.
package enum SendStep: String, CaseIterable, Sendable, Codable {
    case claimed
    /// Committed right before the final dot.
    case inDoubt = "in_doubt"
    /// The server accepted it.
    case accepted
    /// Ended unsent: the server refused it for good, or a cap did.
    case refused
    /// A try with a server failed; counts towards giving up.
    case failed
    /// Withdrawn before the final dot, by our own decision.
    case aborted
    /// Returned, certainly unsent, before a server was tried.
    case released
    /// Something in a mailbox proves that it left.
    case evidence
    /// No evidence in time.
    case gaveUp = "gave_up"
}
