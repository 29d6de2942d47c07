import Classification
import ContactDetection
import Correspondence
import Reading
import Testing
import Timing

@testable import Understanding

/// What a person tries out alone and what the engine receives in a conversation come to the same.
@Suite struct AgreementTests {
    private static let creator = EmailAddress("zoe@creators.example")!
    private static let team = EmailAddress("team@mosaic.test")!
    private static let now = Timestamp(secondsSince1970: 1_800_000_000)
    private static let rules = Result { try RulesClassifier() }
    private static let detector = Result { try ContactDetector() }

    private static let yes = "Yes, I'm interested! Tell me more."
    private static let from = "From: Zoe <zoe@creators.example>\n"

    /// Bodies that people write, each under every header.
    static let bodies = [
        yes, "Thanks, but I'm not interested.", "Please remove me from your list.", "How much do you pay?",
        "My WhatsApp is +55 11 91234-5678", "Call me: (11) 91234-5678", "> quoted\n> only", "", " \n",
        "I am away until 3 March.", "qwrt zxcv",
    ]
    static let headers = [
        from, "\(from)Reply-To: zoe@creators.example\n", "\(from)Reply-To: ZOE@Creators.example\n",
        "\(from)Reply-To: agent@agency.example\n", "\(from)Reply-To: nonsense\n",
        "\(from)Reply-To: agent@agency.example, zoe@creators.example\n",
        "\(from)Reply-To: zoe@creators.example, agent@agency.example\n", "", "From: nonsense\n",
        "Reply-To: zoe@creators.example\n", "\(from)Auto-Submitted: auto-replied\n",
        "\(from)List-Unsubscribe: <https://a.example/u>\nPrecedence: bulk\n", "\(from)Content-Language: pt-BR\n",
    ]

    @Test(arguments: headers)
    func bothPathsDecideAlike(header: String) async throws {
        for subject in ["Re: Hi", "Unsubscribe", ""] {
            for body in Self.bodies {
                try await expectAgreement("\(header)To: team@mosaic.test\nSubject: \(subject)\n\n\(body)\n")
            }
        }
    }

    @Test func bothPathsDecideAlikeOnABounceOfTheContact() async throws {
        try await expectAgreement(MailSamples.bounce)
    }

    /// The mail that shows the two apart unless they share one rule: From names the contact, Reply-To does not.
    @Test func anAnswerThatIsToGoElsewhereIsSentByNeither() async throws {
        let mail = "\(Self.from)Reply-To: agent@agency.example\nSubject: Re: Hi\n\n\(Self.yes)\n"
        #expect(try await alone(mail) == .handOff(.differentSender))
        #expect(try await inConversation(mail) == .handOff(.differentSender))
    }

    private func expectAgreement(_ mail: String) async throws {
        let (alone, inConversation) = (try await alone(mail), try await inConversation(mail))
        #expect(alone == inConversation, "\(mail)")
    }

    private func alone(_ mail: String) async throws -> Decision {
        let understanding = ReplyUnderstanding(detector: try Self.detector.get(), ownAddresses: [Self.team])
        let reply = try understanding.understand(.mail(bytes(mail)), receivedAt: Self.now, region: "BR")
        return await ReplyExamination(understanding, classifier: try Self.rules.get()).judge(reply).decision
    }

    private func inConversation(_ mail: String) async throws -> Decision {
        let understanding = ReplyUnderstanding(detector: try Self.detector.get(), ownAddresses: [Self.team])
        let examination = ReplyExamination(
            understanding, classifier: try Self.rules.get(), regions: [Self.team: "BR"], defaultRegion: "US")
        return await examination.examine(try work(bytes(mail))).decision
    }

    private func bytes(_ mail: String) -> [UInt8] { Array(mail.replacing("\n", with: "\r\n").utf8) }

    /// A first reply, with the sender that intake reads from the header.
    private func work(_ source: [UInt8]) throws -> DecisionWork {
        let headers = try MailReader().read(source, receivedAt: Self.now, ownAddresses: [Self.team]).headers
        let reply = PendingReply(
            key: MessageKey(rawValue: 1), messageID: nil, source: source, isWhole: true, linkage: .references,
            from: headers.from?.address, receivedAt: Self.now, isBeforeBaseline: false, attempts: 1)
        return DecisionWork(
            conversation: Conversation(
                id: ConversationID(rawValue: 1), account: AccountID(rawValue: 1), contact: ContactID(rawValue: 1),
                contactAddress: Self.creator, subject: "Hi", state: .awaitingReply, answersSent: 0, generation: 0,
                version: 1, isSuppressed: false, nextFollowUpAt: nil),
            accountAddress: Self.team, accountState: .auto, mailboxes: [AccountID(rawValue: 1)], messages: [reply])
    }
}
