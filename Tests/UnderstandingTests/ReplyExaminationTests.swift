import Classification
import ContactDetection
import Correspondence
import Testing
import Timing

@testable import Understanding

/// What a mail as it was fetched comes to, by the rules alone.
@Suite struct ReplyExaminationTests {
    private static let creator = EmailAddress("zoe@creators.example")!
    private static let team = EmailAddress("team@mosaic.test")!
    private static let now = Timestamp(secondsSince1970: 1_800_000_000)
    private static let rules = Result { try RulesClassifier() }

    private func work(_ source: String, attempts: Int = 1) -> DecisionWork {
        let conversation = Conversation(
            id: ConversationID(rawValue: 1), account: AccountID(rawValue: 1), contact: ContactID(rawValue: 1),
            contactAddress: Self.creator, subject: "Hi", state: .awaitingReply, stagesSent: 0, generation: 0,
            version: 1,
            isSuppressed: false, nextFollowUpAt: nil)
        let reply = PendingReply(
            key: MessageKey(rawValue: 1), messageID: nil, source: Array(source.replacing("\n", with: "\r\n").utf8),
            isWhole: true, linkage: .references, from: Self.creator, receivedAt: Self.now, isBeforeBaseline: false,
            attempts: attempts)
        return DecisionWork(
            conversation: conversation, accountAddress: Self.team, accountState: .auto,
            mailboxes: [AccountID(rawValue: 1)], messages: [reply])
    }

    private func mail(_ text: String, subject: String = "Re: Hi", headers: String = "") -> String {
        "From: \(Self.creator)\nTo: \(Self.team)\nSubject: \(subject)\n\(headers)\n\(text)\n"
    }

    private func decide(_ work: DecisionWork) async throws -> Decision {
        let understanding = ReplyUnderstanding(detector: try ContactDetector(), ownAddresses: [Self.team])
        let chain = ClassifierChain(rules: try Self.rules.get())
        return await ReplyExamination(understanding, classifier: chain).examine(work).decision
    }

    @Test func aMailDecidesByItsOwnWordsAndWithoutThemByItsSubject() async throws {
        let rows: [(mail: String, decision: Decision)] = [
            (mail("Yes, I'm interested!"), .startSequence), (mail("No thanks, not interested."), .complete),
            (mail("Call me: +44 20 7946 0958"), .handOff(.contactProvided)),
            (mail("", subject: "Unsubscribe"), .optOut), (mail(" \n\n", subject: "Re: STOP"), .optOut),
            (mail(""), .handOff(.emptyReply)), (mail("", subject: "Yes, I'm interested!"), .handOff(.emptyReply)),
            (mail("> Would you like it?", subject: "Unsubscribe"), .optOut),
            (mail("I am away.", headers: "Auto-Submitted: auto-replied\n"), .ignore(.autoReply)),
            (mail("", subject: "Unsubscribe", headers: "Reply-To: other@creators.example\n"), .handOff(.emptyReply)),
        ]
        for row in rows { #expect(try await decide(work(row.mail)) == row.decision, "\(row.mail)") }
    }

    @Test func whatWasTriedTooOftenOrCannotBeReadGoesToAPerson() async throws {
        #expect(try await decide(work(mail("Yes, I'm interested!"), attempts: 4)) == .handOff(.unreadable))
        #expect(try await decide(work("")) == .handOff(.unreadable))
    }
}
