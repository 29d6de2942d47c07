import Correspondence
import Testing
import Timing

/// One row of the decision table: facts in, decision out.
struct RouterRow: Sendable, CustomTestStringConvertible {
    let name: String
    let expected: Decision
    let change: @Sendable (inout ReplyFacts) -> Void

    var testDescription: String { name }

    init(_ name: String, _ expected: Decision, _ change: @escaping @Sendable (inout ReplyFacts) -> Void) {
        self.name = name
        self.expected = expected
        self.change = change
    }
}

@Suite struct DecisionRouterTests {
    static func verdict(_ intent: Intent, maySend: Bool = true, confidence: Double = 0.9) -> IntentVerdict {
        IntentVerdict(intent: intent, confidence: confidence, maySend: maySend, source: .rules(version: "test"))
    }

    static let phone = ContactDetail(kind: .whatsapp, value: "+5511912345678", zone: .own, range: 0..<10)
    static let bounce = Bounce(isPermanent: true, recipient: nil, originalMessageID: nil, status: "5.1.1")

    static let rows: [RouterRow] = [
        RouterRow("interested for the first time starts the sequence", .startSequence) { _ in },
        RouterRow("interested without permission to send goes to a person", .handOff(.unsure)) {
            $0.verdict = verdict(.interested, maySend: false)
        },
        RouterRow("a program's request to opt out is one, whatever it looks like", .optOut) {
            $0.requestsOptOut = true
            $0.machine = MachineMail(kind: .autoReply(until: nil), evidence: "Auto-Submitted")
            $0.isFromContact = false
        },
        RouterRow("no verdict goes to a person", .handOff(.unsure)) { $0.verdict = nil },
        RouterRow("a contact in the own text stops", .handOff(.contactProvided)) { $0.contacts = [phone] },
        RouterRow("an opt-out beats a contact", .optOut) {
            $0.contacts = [phone]
            $0.verdict = verdict(.unsubscribe, maySend: false)
        },
        RouterRow("a contact in the signature decides nothing", .startSequence) {
            $0.contacts = [ContactDetail(kind: .phone, value: "+15550100", zone: .signature, range: 0..<5)]
        },
        RouterRow("a link is no contact", .startSequence) {
            $0.contacts = [ContactDetail(kind: .link, value: "https://shop.example", zone: .own, range: 0..<5)]
        },
        RouterRow("not interested completes", .complete) { $0.verdict = verdict(.notInterested) },
        RouterRow("not interested after an answer of ours completes too", .complete) {
            $0.verdict = verdict(.notInterested)
            $0.state = .inSequence
            $0.answersSent = 1
        },
        RouterRow("a refusal in a person's conversation stays with the person", .handOff(.alreadyWithPerson)) {
            $0.verdict = verdict(.notInterested)
            $0.state = .withPerson
        },
        RouterRow("a refusal guessed from single words goes to a person", .handOff(.unsure)) {
            $0.verdict = verdict(.notInterested, confidence: 0.55)
        },
        RouterRow("a guessed refusal of an answer of ours goes to a person", .handOff(.repliedToAnswer)) {
            $0.verdict = verdict(.notInterested, confidence: 0.55)
            $0.state = .inSequence
            $0.answersSent = 1
        },
        RouterRow("any other reply to an answer of ours stops", .handOff(.repliedToAnswer)) {
            $0.state = .inSequence
            $0.answersSent = 1
        },
        RouterRow("a question goes to a person", .handOff(.clarification)) { $0.verdict = verdict(.clarification) },
        RouterRow("nothing written goes to a person", .handOff(.emptyReply)) { $0.ownText = .empty },
        RouterRow("an unreadable mail goes to a person", .handOff(.unreadable)) { $0.ownText = .unreadable },
        RouterRow("a stranger in the conversation goes to a person", .handOff(.differentSender)) {
            $0.isFromContact = false
        },
        RouterRow("a stranger cannot opt somebody else out", .handOff(.differentSender)) {
            $0.isFromContact = false
            $0.verdict = verdict(.unsubscribe)
        },
        RouterRow("the subject alone earns no mail", .handOff(.subjectOnly)) { $0.linkage = .subject },
        RouterRow("what came through a list goes to a person", .handOff(.throughList)) { $0.cameThroughList = true },
        RouterRow("a refusal through a list is one", .optOut) {
            $0.cameThroughList = true
            $0.verdict = verdict(.unsubscribe)
        },
        RouterRow("a yes that waited too long goes to a person", .handOff(.waitedTooLong)) {
            $0.hasWaitedTooLong = true
        },
        RouterRow("what lay in Junk goes to a person", .handOff(.foundInJunk)) { $0.isUnwanted = true },
        RouterRow("an opt-out in Junk goes to a person", .handOff(.foundInJunk)) {
            $0.isUnwanted = true
            $0.verdict = verdict(.unsubscribe)
        },
        RouterRow("a complaint is an opt-out", .optOut) {
            $0.machine = MachineMail(kind: .abuseReport, evidence: "message/feedback-report")
        },
        RouterRow("older mail earns no mail", .handOff(.beforeBaseline)) { $0.isBeforeBaseline = true },
        RouterRow("a suppressed contact earns no mail", .handOff(.suppressedContact)) { $0.isSuppressed = true },
        RouterRow("a change of mind goes to a person", .handOff(.repliedAfterEnd)) { $0.state = .completed },
        RouterRow("a reply after the opt-out goes to a person", .handOff(.repliedAfterEnd)) { $0.state = .stopped },
        RouterRow("a person's conversation stays with the person", .handOff(.alreadyWithPerson)) {
            $0.state = .withPerson
        },
        RouterRow("a hard bounce suppresses", .suppressBounced) {
            $0.machine = MachineMail(kind: .bounce(bounce), evidence: "5.1.1")
        },
        RouterRow("a soft bounce changes nothing", .ignore(.bounce)) {
            let soft = Bounce(isPermanent: false, recipient: nil, originalMessageID: nil, status: "4.2.2")
            $0.machine = MachineMail(kind: .bounce(soft), evidence: "4.2.2")
        },
        RouterRow("an absence with a date holds", .hold(until: .epoch + .seconds(9))) {
            $0.machine = MachineMail(kind: .autoReply(until: .epoch + .seconds(9)), evidence: "Auto-Submitted")
        },
        RouterRow("an absence without a date changes nothing", .ignore(.autoReply)) {
            $0.machine = MachineMail(kind: .autoReply(until: nil), evidence: "Auto-Submitted")
        },
        RouterRow("a machine that names a number is still a machine", .ignore(.list)) {
            $0.machine = MachineMail(kind: .list, evidence: "List-Id")
            $0.contacts = [phone]
        },
    ]

    @Test(arguments: rows) func everyRowOfTheTableHolds(row: RouterRow) {
        var facts = ReplyFacts(verdict: Self.verdict(.interested))
        row.change(&facts)
        #expect(DecisionRouter.decide(facts) == row.expected)
    }

    /// Whatever the facts: mail is sent only for a permitted, first, own-address, whole and clean yes.
    @Test func onlyOneCombinationSends() {
        for state in ConversationState.allCases {
            for intent in Intent.allCases {
                for linkage in Linkage.allCases {
                    for bits in 0..<1_024 {
                        let facts = Self.facts(state, intent, linkage, bits)
                        guard DecisionRouter.decide(facts) == .startSequence else { continue }
                        #expect(intent == .interested && facts.verdict?.maySend == true && linkage != .subject)
                        #expect(state == .awaitingReply || state == .inSequence)
                        #expect(facts.isFromContact && !facts.isBeforeBaseline && !facts.isSuppressed)
                        #expect(!facts.hasWaitedTooLong && !facts.isUnwanted && !facts.cameThroughList)
                        #expect(facts.answersSent == 0 && facts.machine == nil && !facts.givesContact)
                    }
                }
            }
        }
    }

    /// Why a yes that would be answered goes to a person, each alone and before those that follow.
    @Test func whoMayNotBeAnsweredGoesToAPerson() {
        var facts = ReplyFacts(verdict: Self.verdict(.interested))
        let reasons: [(HandoffReason, (inout AnswerStanding) -> Void)] = [
            (.observed, { $0.canSend = false }), (.otherSender, { $0.isStranger = true }),
            (.campaignReply, { $0.isForPerson = true }), (.neverAnswer, { $0.isForbidden = true }),
            (.observed, { $0.mayAct = false }),
        ]
        for (reason, change) in reasons {
            change(&facts.standing)
            #expect(DecisionRouter.decide(facts) == .handOff(reason))
            var alone = ReplyFacts(verdict: Self.verdict(.interested))
            change(&alone.standing)
            #expect(DecisionRouter.decide(alone) == .handOff(reason))
        }
        facts.verdict = Self.verdict(.notInterested)
        #expect(DecisionRouter.decide(facts) == .complete, "what sends nothing stays")
    }

    private static func facts(
        _ state: ConversationState, _ intent: Intent, _ linkage: Linkage, _ bits: Int
    ) -> ReplyFacts {
        func bit(_ index: Int) -> Bool { bits & (1 << index) != 0 }
        var facts = ReplyFacts(
            machine: bit(0) ? MachineMail(kind: .list, evidence: "") : nil, linkage: linkage,
            contacts: bit(1) ? [phone] : [], verdict: verdict(intent, maySend: bit(2)), isFromContact: bit(3),
            isBeforeBaseline: bit(4), state: state, answersSent: bit(5) ? 1 : 0, isSuppressed: bit(6))
        (facts.hasWaitedTooLong, facts.isUnwanted, facts.cameThroughList) = (bit(7), bit(8), bit(9))
        return facts
    }
}
