import Correspondence
import Testing
import Timing

@testable import Database
@testable import Storage

/// A sequence is a set of rows: the engine knows neither how many there are nor what they say.
@Suite struct SequenceTests {
    static func sevenSteps(_ purpose: Purpose) -> MailSequence {
        MailSequence(
            name: "seven", purpose: purpose, mailsPerConversation: 7,
            steps: (1...7).map { position in
                SequenceStep(
                    position: position, kind: position > 1 ? .followUp : purpose == .answer ? .answer : .opening,
                    delay: position == 1 ? .zero : .seconds(3_600),
                    subject: purpose == .outreach && position == 1 ? "An idea" : nil, text: "Text \(position)",
                    variants: ["es": "Texto \(position)"])
            })
    }

    /// Sends everything that is planned, one after the other, and returns what each mail said.
    private func sendAll(_ scene: StoreScene, _ conversation: ConversationID) async throws -> [MailClaim] {
        var sent: [MailClaim] = []
        while let claim = try await scene.claim() {
            #expect(claim.obstacle == nil)
            #expect(try await scene.store.outbox.keep(scene.mail(claim), for: claim))
            #expect(try await scene.permit(claim) == nil)
            try await scene.settle(claim, .accepted(reply: "250 ok"))
            sent.append(claim)
            let next = try await scene.store.outbox.list(in: [.planned], of: conversation, limit: 1).first
            if let next { _ = try await scene.store.outbox.reschedule(next.id, to: scene.now) }
        }
        return sent
    }

    @Test(arguments: SQLFixture.both)
    func aSevenStepSequenceAnswersByDataAlone(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let sequence = try await scene.store.sequences.register(Self.sevenSteps(.answer))
            try await scene.store.sequences.setDefault(sequence)
            let conversation = try await scene.begin()
            let sent = try await sendAll(scene, conversation)
            #expect(sent.map(\.step) == Array(1...7))
            #expect(sent.map(\.text) == (1...7).map { "Text \($0)" })
            #expect(sent.map(\.kind) == [.answer] + [StepKind](repeating: .followUp, count: 6))
            #expect(sent.allSatisfy { $0.purpose == .answer })
            #expect(sent[6].threading.parent == StoreScene.mail(6))
            #expect(try await scene.store.conversations.record(conversation)?.state == .sequenceFinished)
        }
    }

    @Test(arguments: SQLFixture.both)
    func outreachBeginsAConversationAndWaitsForAReply(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let sequence = try await scene.store.sequences.register(Self.sevenSteps(.outreach))
            let creator = Correspondent(address: EmailAddress("new@creators.example")!, name: "New")
            let conversation = try #require(
                try await scene.store.conversations.open(
                    with: creator, from: scene.account, by: sequence, language: "es"))
            let sent = try await sendAll(scene, conversation)
            #expect(sent.map(\.text) == (1...7).map { "Texto \($0)" })
            #expect(sent.map(\.subject) == ["An idea"] + [String?](repeating: nil, count: 6))
            #expect(sent[0].threading.parent == nil)
            #expect(sent[1].threading.parent == StoreScene.mail(1))
            let record = try #require(try await scene.store.conversations.record(conversation))
            #expect(record.state == .awaitingReply)
            #expect(record.messageID == StoreScene.mail(1))
        }
    }

    /// An answer to outreach is a first reply: what we wrote before does not make it one to an answer of ours.
    @Test(arguments: SQLFixture.both)
    func aReplyToOutreachIsAnsweredAndNoFurtherOutreachFollows(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let sequence = try await scene.store.sequences.register(Self.sevenSteps(.outreach))
            let creator = EmailAddress("new@creators.example")!
            let conversation = try #require(
                try await scene.store.conversations.open(
                    with: Correspondent(address: creator), from: scene.account, by: sequence))
            let opening = try await scene.ready()
            #expect(try await scene.permit(opening) == nil)
            try await scene.settle(opening, .accepted(reply: "250 ok"))
            try await scene.admit(scene.reply(2, from: creator, naming: StoreScene.mail(1)))
            let work = try #require(
                try await scene.store.conversations.claimDecisions(limit: 1, by: "test", lease: .seconds(60)).first)
            #expect(work.conversation.id == conversation)
            #expect(work.conversation.answersSent == 0)
            _ = try await scene.commit(.startSequence, on: work)
            let mails = try await scene.store.outbox.list(in: MailState.allCases, of: conversation, limit: 10)
            #expect(mails.filter { $0.state == .cancelled }.map(\.step) == [2])
            let answer = try #require(try await scene.claim())
            #expect(answer.purpose == .answer)
            #expect(answer.text.hasPrefix("Could you share"))
            #expect(answer.threading.parent == MessageID("reply-2@creators.example"))
        }
    }

    /// What somebody says in one conversation ends our outreach to them in every other, even a mail that comes back unsent.
    @Test(arguments: SQLFixture.both)
    func noOutreachFollowsAnAnswerGivenElsewhere(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let sequence = try await scene.store.sequences.register(Self.sevenSteps(.outreach))
            let other = try #require(
                try await scene.store.conversations.open(
                    with: Correspondent(address: StoreScene.creator), from: scene.account, by: sequence))
            let opening = try await scene.ready()
            #expect(opening.conversation == other)
            #expect(try await scene.permit(opening) == nil)
            try await scene.admit(scene.reply(1), text: "No, thanks")
            try await scene.decide(.complete)
            try await scene.settle(opening, .accepted(reply: "250 ok"))
            let next = try await scene.store.outbox.list(in: [.planned], of: other, limit: 1).first
            if let next { _ = try await scene.store.outbox.reschedule(next.id, to: scene.now) }
            let claim = try await scene.claim()
            #expect(claim == nil || claim?.obstacle?.gate == .answered)
        }
    }

    @Test(arguments: SQLFixture.both)
    func theFirstAnsweringSequenceStaysTheDefault(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.store.sequences.register(Self.sevenSteps(.answer))
            _ = try await scene.begin()
            #expect(try await scene.claim()?.text.hasPrefix("Could you share") == true)
        }
    }

    @Test(arguments: SQLFixture.both)
    func aStepThatIsTakenOutGoesToAPerson(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            _ = try await scene.begin()
            let shorter = MailSequence(
                name: "collect-contact", purpose: .answer, mailsPerConversation: 3, steps: [])
            _ = try await scene.store.sequences.register(shorter)
            let claim = try #require(try await scene.claim())
            #expect(claim.obstacle?.state == .forPerson("its sequence has no step 1 any more"))
        }
    }

    @Test(arguments: SQLFixture.both)
    func answersLeaveBeforeOutreach(_ fixture: SQLFixture) async throws {
        try await fixture.withScene { scene in
            let sequence = try await scene.store.sequences.register(Self.sevenSteps(.outreach))
            _ = try await scene.store.conversations.open(
                with: Correspondent(address: EmailAddress("new@creators.example")!), from: scene.account, by: sequence)
            _ = try await scene.begin()
            #expect(try await scene.claim()?.purpose == .answer)
            #expect(try await scene.claim()?.purpose == .outreach)
        }
    }
}
