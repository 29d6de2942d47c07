/// A moment of an SMTP session at which a script may interfere.
package enum SubmissionPhase: Hashable, Sendable, CaseIterable {
    /// The connection opens; the greeting is due.
    case greeting
    case hello, authentication, mail, recipient, data
    /// The final dot has come; the message is due for acceptance.
    case message
    case reset, quit
}

/// The action at a phase instead of, or before, the ordinary answer.
package enum SubmissionFault: Hashable, Sendable {
    /// Answers this and does nothing; a 421 closes the connection too.
    case reply(SubmissionReply)
    /// Waits, then answers as usual.
    case delay(Duration)
    /// Closes the connection and does nothing.
    case drop
    /// Does nothing and says nothing, with the connection open.
    case silence
    /// Accepts the message, then closes the connection without the answer. At other phases the same as `drop`.
    case acceptAndDrop
    /// Accepts the message, then says nothing, with the connection open. At other phases the same as `silence`.
    case acceptAndSilence
    /// Accepts the message, yet answers this. At other phases the same as `reply`.
    case acceptAndReply(SubmissionReply)

    /// Whether a message is accepted although its answer does not say so.
    var acceptsAnyway: Bool {
        switch self {
        case .acceptAndDrop, .acceptAndSilence, .acceptAndReply: true
        case .reply, .delay, .drop, .silence: false
        }
    }
}

/// The faults a submission server is to produce, each used up in the order of writing.
package struct SubmissionScript: Hashable, Sendable {
    struct Rule: Hashable, Sendable {
        let phase: SubmissionPhase
        let fault: SubmissionFault
        /// Lower case; nil for every address.
        let address: String?
        var skipping: Int
        var times: Int
    }

    private(set) var rules: [Rule] = []

    package init() {}

    /// The number of faults that have happened, among those with a limited number.
    package var spent: Int { rules.count { $0.times == 0 } }

    /// Adds a fault at a phase.
    ///
    /// - Parameters:
    ///   - address: only when this is the address in question: the sender at `.mail`, the recipient at `.recipient`,
    ///     any recipient at `.data` and `.message`, the user at `.authentication`. Nil for every address.
    ///   - skipping: how many such moments pass unharmed first.
    ///   - times: how often it happens; nil for ever.
    package mutating func add(
        _ fault: SubmissionFault, at phase: SubmissionPhase, for address: String? = nil, skipping: Int = 0,
        times: Int? = 1
    ) {
        rules.append(
            Rule(phase: phase, fault: fault, address: address?.lowercased(), skipping: skipping, times: times ?? .max))
    }

    /// The fault for this moment, used up once; nil when nothing is to go wrong.
    mutating func take(_ phase: SubmissionPhase, addresses: [String]) -> SubmissionFault? {
        let addresses = Set(addresses.map { $0.lowercased() })
        for (index, rule) in rules.enumerated()
        where rule.phase == phase && (rule.address.map(addresses.contains) ?? true) {
            if rule.skipping > 0 {
                rules[index].skipping -= 1
                continue
            }
            guard rule.times > 0 else { continue }
            if rule.times < .max { rules[index].times -= 1 }
            return rule.fault
        }
        return nil
    }
}
