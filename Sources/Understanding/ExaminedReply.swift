import Correspondence
import Reading

/// One reply with the facts that its decision depends on.
struct ExaminedReply: Sendable {
    var facts: ReplyFacts
    var ownText = ""
    var subject = ""
}

extension UnderstoodReply {
    /// The reply in its conversation: `facts` together with the reply's own facts.
    ///
    /// - Parameters:
    ///   - facts: facts known before it was read. `isFromContact` says whether From names the contact.
    ///   - contact: the address that the outreach went to.
    func examined(_ facts: ReplyFacts, contact: EmailAddress?) -> ExaminedReply {
        var facts = facts
        facts.machine = machine(about: contact)
        facts.ownText = ownText.isEmpty ? .empty : .present
        // The writer wants the answer elsewhere (RFC 5322 section 3.6.2), but mail goes to the contact only.
        if let answer = mail?.headers.replyTo?.address, answer != contact { facts.isFromContact = false }
        if facts.machine?.mayBePassedOn == true, answersUs(facts) {
            // Our own group address marks everything that passes through it as list mail, and a help desk marks what its people write as
            // a program's.
            facts.machine = nil
            facts.cameThroughList = true
        }
        if facts.machine == nil { facts.contacts = contacts }
        let namesOurMail = facts.linkage == .references && OptOutRequest.mail(in: subject) != nil
        facts.requestsOptOut = namesOurMail || facts.isFromContact && mail?.asksToUnsubscribe == true
        return ExaminedReply(facts: facts, ownText: ownText, subject: subject)
    }

    /// Whether it names a mail of ours, or comes from the contact itself.
    private func answersUs(_ facts: ReplyFacts) -> Bool {
        switch facts.linkage {
        case .references, .returnedPart: mail.map { !$0.headers.answers.isEmpty } ?? false
        case .gmailThread, .subject: facts.isFromContact
        }
    }

    /// A permanent bounce bars an address only when it is about this conversation's contact. An absence keeps the people it names.
    private func machine(about contact: EmailAddress?) -> MachineMail? {
        switch machine?.kind {
        case .bounce(let bounce): machine?.bounce(bounce, about: contact)
        case .autoReply: machine?.naming(deputies(of: contact))
        default: machine
        }
    }

    /// The addresses in the words of an absence that are neither its writer's nor ours: the people to write to meanwhile, as a
    /// suggestion to a person.
    private func deputies(of contact: EmailAddress?) -> [String] {
        let writer = [contact, mail?.headers.from?.address].compactMap(\.self).map(\.key)
        return ownText.split { $0.isWhitespace || "<>()[]{},;:\"'|".contains($0) }.reduce(into: []) { deputies, word in
            var word = word
            while word.last == "." || word.last == "!" { word.removeLast() }
            guard word.contains("@"), let address = EmailAddress(String(word)), !writer.contains(address.key),
                !deputies.contains(address.text)
            else { return }
            deputies.append(address.text)
        }
    }
}

extension MachineMail {
    fileprivate func bounce(_ bounce: Bounce, about contact: EmailAddress?) -> MachineMail {
        guard bounce.isPermanent, let recipient = bounce.recipient, recipient != contact else { return self }
        let other = Bounce(
            isPermanent: false, recipient: recipient, originalMessageID: bounce.originalMessageID, status: bounce.status
        )
        return MachineMail(kind: .bounce(other), evidence: evidence)
    }

    fileprivate func naming(_ deputies: [String]) -> MachineMail {
        guard !deputies.isEmpty else { return self }
        return MachineMail(
            kind: kind, evidence: "\(evidence); names \(deputies.prefix(3).joined(separator: ", "))",
            mayBePassedOn: mayBePassedOn)
    }
}
