package import Classification
package import Correspondence
import Reading

/// The one judgement on replies: reads those that wait in one conversation and works out facts and decision. Writes
/// nothing.
package struct ReplyExamination: Sendable {
    private let understanding: ReplyUnderstanding
    private let classifier: any IntentClassifier
    private let regions: [EmailAddress: String]
    private let defaultRegion: String?
    private let handsOverSignedContacts: Bool
    private let answering: AnswerRules

    /// - Parameters:
    ///   - regions: those of the accounts, for numbers without a country.
    ///   - defaultRegion: for accounts without one.
    ///   - handsOverSignedContacts: whether a yes with a number or address in its signature goes to a person.
    ///   - answering: who may be answered at all.
    package init(
        _ understanding: ReplyUnderstanding, classifier: any IntentClassifier, regions: [EmailAddress: String] = [:],
        defaultRegion: String? = nil, handsOverSignedContacts: Bool = false, answering: AnswerRules = AnswerRules()
    ) {
        self.understanding = understanding
        self.classifier = classifier
        self.regions = regions
        self.defaultRegion = defaultRegion
        self.handsOverSignedContacts = handsOverSignedContacts
        self.answering = answering
    }

    /// A message that was tried this often without success is not parsed again.
    static let maxAttempts = 3

    /// The decision on the conversation, and the findings about each message.
    package func examine(_ work: DecisionWork) async -> (decision: Decision, replies: [DecidedReply]) {
        let sent = understanding.words(of: work.ownMails)
        let replies = work.messages.map { read($0, of: work, sent) }
        let (decision, verdict) = await decide(replies)
        let decided = zip(work.messages, replies).map { message, reply in
            let isMachine = reply.facts.machine != nil
            return DecidedReply(
                key: message.key, ownText: reply.facts.ownText == .unreadable ? nil : reply.ownText,
                machine: reply.facts.machine, contacts: reply.facts.contacts, verdict: isMachine ? nil : verdict,
                decision: isMachine ? DecisionRouter.decide(reply.facts) : decision)
        }
        return (decision, decided)
    }

    /// The joint decision on the replies of one conversation, oldest first, and the verdict on what people wrote.
    ///
    /// People decide before machines: only when no person wrote is the decision about a machine's mail.
    func decide(_ replies: [ExaminedReply]) async -> (decision: Decision, verdict: IntentVerdict?) {
        let machines = replies.filter { $0.facts.machine != nil }.map { DecisionRouter.decide($0.facts) }
        let people = replies.filter { $0.facts.machine == nil }
        guard let newest = people.last else { return (Self.strongest(machines), nil) }
        var facts = await judge(people, newest: newest)
        facts.handsOverSignedContacts = handsOverSignedContacts
        let decision = DecisionRouter.decide(facts)
        // An address that has just bounced gets no mail, whatever else came from it.
        let isBarred =
            decision == .startSequence && (machines.contains(.suppressBounced) || machines.contains(.optOut))
        return (isBarred ? .handOff(.suppressedContact) : decision, facts.verdict)
    }

    /// Of several decisions on machine mail, the one that bars most.
    private static func strongest(_ decisions: [Decision]) -> Decision {
        if decisions.contains(.suppressBounced) { return .suppressBounced }
        if decisions.contains(.optOut) { return .optOut }
        let holds = decisions.compactMap { if case .hold(let until) = $0 { until } else { nil } }
        return holds.max().map { .hold(until: $0) } ?? decisions.last ?? .ignore(.autoReply)
    }

    /// Several messages of one person are read as one text, in order of arrival.
    private func judge(_ people: [ExaminedReply], newest: ExaminedReply) async -> ReplyFacts {
        var facts = newest.facts
        facts.contacts = people.flatMap(\.facts.contacts)
        facts.isFromContact = people.allSatisfy(\.facts.isFromContact)
        facts.isBeforeBaseline = people.contains(where: \.facts.isBeforeBaseline)
        facts.hasWaitedTooLong = people.contains(where: \.facts.hasWaitedTooLong)
        facts.isUnwanted = people.contains(where: \.facts.isUnwanted)
        facts.cameThroughList = people.contains(where: \.facts.cameThroughList)
        facts.requestsOptOut = people.contains(where: \.facts.requestsOptOut)
        if people.contains(where: { $0.facts.linkage == .subject }) { facts.linkage = .subject }
        if people.contains(where: { $0.facts.ownText == .unreadable }) { facts.ownText = .unreadable }
        let text = people.map(\.ownText).filter { !$0.isEmpty }.joined(separator: "\n\n")
        if facts.ownText != .unreadable { facts.ownText = text.isEmpty ? .empty : .present }
        // A mail without text may say everything in its subject: "Unsubscribe".
        guard facts.ownText != .unreadable else { return facts }
        facts.verdict = await classifier.classify(
            ClassificationRequest(
                ownText: text, subject: newest.subject, contacts: facts.contacts, earlierAnswersSent: facts.answersSent)
        )
        return facts
    }

    private func read(_ reply: PendingReply, of work: DecisionWork, _ sent: SentWords) -> ExaminedReply {
        let conversation = work.conversation
        var facts = ReplyFacts(
            linkage: reply.linkage, ownText: .unreadable, isFromContact: reply.from == conversation.contactAddress,
            isBeforeBaseline: reply.isBeforeBaseline, state: conversation.state, answersSent: conversation.answersSent,
            isSuppressed: conversation.isSuppressed)
        facts.hasWaitedTooLong = reply.age > DecisionRouter.longestWait
        facts.isUnwanted = reply.isUnwanted
        facts.standing = answering.standing(of: work)
        guard reply.attempts <= Self.maxAttempts,
            // A mail that cannot be read, for whatever reason, goes to a person.
            let understood = try? understanding.understand(
                .mail(reply.source), receivedAt: reply.receivedAt,
                region: regions[work.accountAddress] ?? defaultRegion, sent: sent)
        else { return ExaminedReply(facts: facts) }
        var examined = understood.examined(facts, contact: conversation.contactAddress)
        if !reply.isWhole { examined.facts.ownText = .unreadable }
        return examined
    }
}
