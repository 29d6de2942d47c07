package import Classification
package import ContactDetection
package import Correspondence
package import Reading
import Settings
import Storage
import Timing

/// Reads the replies that wait in one conversation and works out what they come to. Writes nothing.
package struct ReplyExamination: Sendable {
    let reader: MailReader
    let detector: ContactDetector
    let classifier: any IntentClassifier
    let ownAddresses: Set<EmailAddress>
    let regions: [EmailAddress: String]
    let defaultRegion: String?

    /// - Parameter regions: of the accounts, for numbers without a country.
    package init(
        reader: MailReader = MailReader(), detector: ContactDetector, classifier: any IntentClassifier,
        ownAddresses: Set<EmailAddress>, regions: [EmailAddress: String], defaultRegion: String?
    ) {
        self.reader = reader
        self.detector = detector
        self.classifier = classifier
        self.ownAddresses = ownAddresses
        self.regions = regions
        self.defaultRegion = defaultRegion
    }

    init(_ parts: EngineParts) {
        reader = parts.reader
        detector = parts.detector
        classifier = parts.classifier
        ownAddresses = parts.ownAddresses
        regions = parts.settings.accounts.reduce(into: [:]) { $0[$1.address] = $1.region }
        defaultRegion = parts.settings.defaultRegion
    }

    /// A message that was tried this often without success is not parsed again.
    static let maxAttempts = 3

    /// The decision on the conversation, and what was found out about each message.
    ///
    /// People decide before machines: only when no person wrote is a machine's mail what the decision is about.
    package func examine(_ work: DecisionWork) async -> (decision: Decision, replies: [DecidedReply]) {
        let messages = work.messages.map { read($0, of: work) }
        let people = messages.filter { $0.facts.machine == nil }
        guard let newest = people.last else {
            let replies = messages.map { $0.decided(DecisionRouter.decide($0.facts), verdict: nil) }
            return (Self.strongest(replies.map(\.decision)), replies)
        }
        let facts = await judge(people, newest: newest, of: work)
        let decision = Self.decision(on: facts, beside: messages)
        let replies = messages.map { message in
            message.facts.machine == nil
                ? message.decided(decision, verdict: facts.verdict)
                : message.decided(DecisionRouter.decide(message.facts), verdict: nil)
        }
        return (decision, replies)
    }

    /// An address that has just bounced gets no mail, whatever came from it beside the bounce.
    private static func decision(on facts: ReplyFacts, beside messages: [ExaminedReply]) -> Decision {
        let decision = DecisionRouter.decide(facts)
        let hasBounced = messages.contains { message in
            message.facts.machine != nil && DecisionRouter.decide(message.facts) == .suppressBounced
        }
        return decision == .startSequence && hasBounced ? .handOff(.suppressedContact) : decision
    }

    /// Of several machines' decisions the one that bars most.
    private static func strongest(_ decisions: [Decision]) -> Decision {
        if decisions.contains(.suppressBounced) { return .suppressBounced }
        let holds = decisions.compactMap { if case .hold(let until) = $0 { until } else { nil } }
        return holds.max().map { .hold(until: $0) } ?? decisions.last ?? .ignore(.autoReply)
    }

    /// Several messages of one person are read as one text, in the order they came.
    private func judge(_ people: [ExaminedReply], newest: ExaminedReply, of work: DecisionWork) async -> ReplyFacts {
        var facts = newest.facts
        facts.contacts = people.flatMap(\.facts.contacts)
        facts.isFromContact = people.allSatisfy(\.facts.isFromContact)
        facts.isBeforeBaseline = people.contains(where: \.facts.isBeforeBaseline)
        if people.contains(where: { $0.facts.linkage == .subject }) { facts.linkage = .subject }
        if people.contains(where: { $0.facts.ownText == .unreadable }) { facts.ownText = .unreadable }
        let text = people.map(\.ownText).filter { !$0.isEmpty }.joined(separator: "\n\n")
        if facts.ownText != .unreadable { facts.ownText = text.isEmpty ? .empty : .present }
        // A mail without a word may still say all in its subject: "Unsubscribe".
        guard facts.ownText != .unreadable else { return facts }
        facts.verdict = await classifier.classify(
            ClassificationRequest(
                ownText: text, subject: newest.subject, contacts: facts.contacts,
                earlierStagesSent: work.conversation.stagesSent))
        return facts
    }

    private func read(_ reply: PendingReply, of work: DecisionWork) -> ExaminedReply {
        var facts = ReplyFacts(
            linkage: reply.linkage, isFromContact: reply.from == work.conversation.contactAddress,
            isBeforeBaseline: reply.isBeforeBaseline, state: work.conversation.state,
            stagesSent: work.conversation.stagesSent, isSuppressed: work.conversation.isSuppressed)
        guard reply.attempts <= Self.maxAttempts,
            // Whatever keeps a mail from being read sends it to a person.
            let mail = try? reader.read(reply.source, receivedAt: reply.receivedAt, ownAddresses: ownAddresses)
        else {
            facts.ownText = .unreadable
            return ExaminedReply(key: reply.key, facts: facts)
        }
        facts.machine = machine(in: mail, of: work)
        let ownText = mail.body.own
        facts.ownText = !reply.isWhole ? .unreadable : ownText.isEmpty ? .empty : .present
        if let answer = mail.headers.replyTo?.address, answer != work.conversation.contactAddress {
            facts.isFromContact = false
        }
        if facts.machine == nil {
            facts.contacts = detector.contacts(in: mail.body, context: context(for: reply, mail, of: work))
        }
        return ExaminedReply(key: reply.key, facts: facts, ownText: ownText, subject: mail.headers.subject)
    }

    /// A permanent bounce bars an address only when it is about this conversation's contact.
    private func machine(in mail: ReadMail, of work: DecisionWork) -> MachineMail? {
        guard let machine = mail.machine, case .bounce(let bounce) = machine.kind, bounce.isPermanent,
            let recipient = bounce.recipient, recipient != work.conversation.contactAddress
        else { return mail.machine }
        let other = Bounce(
            isPermanent: false, recipient: recipient, originalMessageID: bounce.originalMessageID, status: bounce.status
        )
        return MachineMail(kind: .bounce(other), evidence: machine.evidence)
    }

    private func context(for reply: PendingReply, _ mail: ReadMail, of work: DecisionWork) -> DetectionContext {
        DetectionContext(
            defaultRegion: regions[work.accountAddress] ?? defaultRegion, language: mail.languageHint,
            senderDomain: reply.from?.domain, ownAddresses: ownAddresses)
    }
}

/// One message as far as it was understood.
struct ExaminedReply: Sendable {
    let key: MessageKey
    let facts: ReplyFacts
    var ownText = ""
    var subject = ""

    func decided(_ decision: Decision, verdict: IntentVerdict?) -> DecidedReply {
        DecidedReply(
            key: key, ownText: facts.ownText == .unreadable ? nil : ownText,
            bodyHash: ContentHash.hex(of: Array(ownText.utf8)), machine: facts.machine, contacts: facts.contacts,
            verdict: verdict, decision: decision)
    }
}

/// FNV-1a, 64 bits: tells equal texts, protects nothing.
enum ContentHash {
    static func hex(of bytes: [UInt8]) -> String {
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
