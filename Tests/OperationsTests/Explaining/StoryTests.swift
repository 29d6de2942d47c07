import Correspondence
import Testing
import Text
import Timing

@testable import Operations
@testable import Storage

@Suite struct StoryTests {
    private let start = Timestamp(secondsSince1970: 1_795_000_000)
    private let team = EmailAddress("team@b.example")!
    private let creator = EmailAddress("creator@c.example")!

    private func at(_ seconds: Int64) -> Timestamp { start + .seconds(seconds) }

    private func message(
        _ key: Int64, inbound: Bool, at seconds: Int64, id: String, decidedAt: Int64? = nil,
        state: MessageState = .decided
    ) -> MessageRecord {
        MessageRecord(
            key: MessageKey(rawValue: key), conversation: ConversationID(rawValue: 1), account: team,
            isInbound: inbound,
            role: inbound ? .inbox : .sent, messageID: MessageID(id), linkage: inbound ? .references : nil,
            from: inbound ? creator : team, to: inbound ? team : creator, subject: "Re: Hi", receivedAt: at(seconds),
            isBeforeBaseline: false, state: state, ownText: inbound ? "Yes!\n\u{1B}[31m" : nil, machineVerdict: nil,
            intent: inbound ? "INTERESTED" : nil, confidence: 0.95, maySend: true, classifier: "rules/1",
            evidence: "Yes", explanation: "consents", language: "en", decision: decidedAt.map { _ in "start_sequence" },
            outcome: decidedAt.map { _ in .acted }, decidedAt: decidedAt.map(at), contacts: [])
    }

    private var story: ConversationStory { story() }

    private func story(handoffs: [HandoffRecord] = [], events: [EventRecord] = []) -> ConversationStory {
        let mail = MailRecord(
            id: MailID(rawValue: 9), conversation: ConversationID(rawValue: 1), account: team, recipient: creator,
            subject: "Hi", step: 1, generation: 1, state: .sent, reason: nil, dueAt: at(20), plannedAt: at(20),
            inDoubtAt: at(21), sentAt: at(22), attempts: 1, serverReply: "250 OK",
            messageID: MessageID("stage@b.example"), text: nil)
        func attempt(_ seconds: Int64, _ step: SendStep, _ detail: String? = nil) -> SendStepRecord {
            SendStepRecord(followUp: mail.id, at: at(seconds), step: step, detail: detail)
        }
        return ConversationStory(
            conversation: ConversationRecord(
                id: ConversationID(rawValue: 1), account: team, contact: creator, contactName: nil, phone: nil,
                postalAddress: nil, suppressedAt: nil, suppressedReason: nil, subject: "Hi",
                messageID: MessageID("root@b.example"), state: .inSequence, reason: nil, intent: "INTERESTED",
                answersSent: 1, nextFollowUpAt: nil, holdUntil: nil, decideAfter: nil, createdAt: at(10),
                updatedAt: at(22)),
            messages: [
                message(1, inbound: false, at: 0, id: "root@b.example", state: .indexed),
                message(2, inbound: true, at: 5, id: "reply@c.example", decidedAt: 20),
                message(3, inbound: false, at: 6, id: "stage@b.example", state: .indexed),
            ],
            followUps: [mail], gateFacts: [:],
            attempts: [attempt(20, .claimed), attempt(21, .inDoubt), attempt(22, .accepted, "250 OK")],
            mailboxActions: [
                MailboxActionRecord(
                    id: 1, kind: .markHandled, account: team, message: MessageKey(rawValue: 2), followUp: nil,
                    state: .done, dueAt: at(20), doneAt: at(23), attempts: 1, detail: "\\Seen")
            ],
            handoffs: handoffs, events: events)
    }

    @Test func thingsStandInTheOrderTheyHappened() {
        #expect(
            story.entries.map(\.kind) == [.outreach, .reply, .decision, .mail, .try, .try, .try, .mailbox])
        #expect(story.entries.map(\.at) == story.entries.map(\.at).sorted())
    }

    @Test func aMailIsNotToldAgainByItsCopyInSent() {
        let titles = story.entries.filter { $0.kind == .outreach }
        #expect(titles.count == 1)
        #expect(titles.first?.details.first?.contains("root@b.example") == true)
    }

    @Test func theDecisionSaysWhoJudgedAndOnWhichWords() {
        let decision = story.entries.first { $0.kind == .decision }
        #expect(decision?.title == "decided: start_sequence")
        #expect(decision?.details.contains("intent INTERESTED, confidence 0.95, judged by rules/1") == true)
        #expect(decision?.details.contains("evidence: “Yes”") == true)
    }

    @Test func whatTheServerSaidAndWhichFlagsWereReadBackIsTold() {
        let titles = story.entries.map(\.title)
        #expect(titles.contains("stage 1: the server accepted it: 250 OK"))
        #expect(story.entries.last?.details == ["flags read back: \\Seen"])
    }

    @Test func whatStrangersWroteCannotSteerTheTerminal() {
        let details = story.entries.flatMap(\.details)
        #expect(details.contains("│ Yes!"))
        #expect(!details.contains { $0.contains("\u{1B}") })
    }

    /// Nobody should have to learn our words at the moment when a mail is in doubt.
    @Test func whatIsInDoubtIsToldInPlainWords() {
        func event(_ name: String, _ detail: String) -> EventRecord {
            EventRecord(
                id: 1, at: at(30), name: name, account: team, conversation: ConversationID(rawValue: 1),
                contact: creator, followUp: MailID(rawValue: 9), step: 1, detail: detail, actor: nil)
        }
        let handoff = HandoffRecord(
            id: HandoffID(rawValue: 3), conversation: ConversationID(rawValue: 1), account: team, contact: creator,
            contactName: nil, subject: "Hi", reason: HandoffReason.sendInDoubt.rawValue, ownText: nil, contacts: [],
            openedAt: at(31), closedAt: nil, closedBy: nil)
        let doubtful = story(
            handoffs: [handoff],
            events: [event("followup.in_doubt", "no answer within 600 s"), event("followup.needs_human", "")])
        let told = doubtful.entries.suffix(3).map(\.title)
        #expect(
            told == [
                "stage 1 may or may not have left: no answer within 600 s",
                "stage 1: you decide whether it has left",
                "handed to a person: \(HandoffReason.sendInDoubt.sentence)",
            ])
        #expect(told.allSatisfy { !$0.contains("_") && !$0.hasSuffix(": ") })
    }

    @Test func theJSONHoldsEveryPart() {
        #expect(
            story.json.members?.map(\.key) == [
                "conversation", "timeline", "messages", "followups", "waiting", "mailbox_actions", "handoffs",
                "events",
            ])
        #expect(story.json["followups"]?.items?.first?["tries"]?.items?.count == 3)
        #expect(story.json["messages"]?.items?.first?["received_at"] == .string("2026-11-18T11:06:40.000Z"))
    }
}
