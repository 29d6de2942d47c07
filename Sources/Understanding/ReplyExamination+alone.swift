package import Correspondence
import Reading

/// The judgement of a single reply.
package struct JudgedReply: Sendable {
    /// The classifier's verdict, or the guard's on mail that no person wrote.
    package let verdict: IntentVerdict
    package let contacts: [ContactDetail]
    package let decision: Decision

    package init(verdict: IntentVerdict, contacts: [ContactDetail], decision: Decision) {
        self.verdict = verdict
        self.contacts = contacts
        self.decision = decision
    }
}

extension ReplyExamination {
    /// Judges a reply without its conversation: as the first reply to outreach, and otherwise like ``examine(_:)``.
    package func judge(_ reply: UnderstoodReply) async -> JudgedReply {
        var facts = ReplyFacts()
        // Mail without a sender is from nobody in particular; a text alone is taken for the contact's.
        if let mail = reply.mail { facts.isFromContact = mail.headers.from != nil }
        let examined = reply.examined(facts, contact: reply.presumedContact)
        let (decision, verdict) = await decide([examined])
        return JudgedReply(
            verdict: verdict ?? Self.verdict(of: examined.facts.machine ?? reply.machine),
            // A person who stands in for somebody absent is not the one who was asked.
            contacts: reply.machine == nil ? reply.contacts : [], decision: decision)
    }

    private static func verdict(of machine: MachineMail?) -> IntentVerdict {
        IntentVerdict(
            intent: machine?.intent ?? .clarification, confidence: 1, maySend: false,
            source: .guardian(version: MachineGuard.version), evidence: machine?.evidence)
    }
}

extension UnderstoodReply {
    /// The recipient of the outreach, as far as one mail tells: a bounce names it, a reply comes from it.
    fileprivate var presumedContact: EmailAddress? {
        if case .bounce(let bounce) = machine?.kind, let recipient = bounce.recipient { return recipient }
        return mail?.headers.from?.address
    }
}
