import Testing
import Timing

@testable import Correspondence

/// What counts as outreach by itself, and which texts are the same.
@Suite struct OutreachPolicyTests {
    static let team = EmailAddress("team@agency.test")!
    static let policy = OutreachPolicy(
        .similar, ownAddresses: [team, EmailAddress("anna@agency.test")!], ownDomains: ["agency.test"])

    /// A merge mail, personalised by name, video and a whole sentence.
    static func invitation(_ name: String, _ praise: String) -> String {
        """
        Hi \(name),

        \(praise)

        I work with small brands that make kitchen tools by hand, and we are looking for people who cook on camera
        and would like to try one of our pans for a week or two. There is a fee for each video, and you keep the pan
        whatever you think of it. If that sounds like something for you, just answer this mail and I will tell you
        how it works.

        Best wishes
        Anna Miller
        """
    }

    private static func sketch(_ text: String, _ names: Set<String> = []) throws -> TextSketch {
        try #require(TextSketch(of: text, without: names))
    }

    @Test func aPersonalisedTextIsTheSameText() throws {
        let one = try Self.sketch(Self.invitation("Tiny Kitchen", "I loved your sourdough with olives from last week."))
        let two = try Self.sketch(
            Self.invitation("Marco", "Your channel is the reason why I dared to make fresh pasta at home, thank you!"))
        #expect(
            OutreachPolicy.isSameText(one, "A pan for Tiny Kitchen?", as: two, "A pan for Marco?"))
        #expect(TextSketch(stored: one.stored) == one)
        #expect(one.stored.count == 132)
    }

    @Test func namesAndGreetingsDoNotMatterInAShortText() throws {
        let one = try Self.sketch("Hi Tiny Kitchen,\n\nwould you like to try our product in a video?\n")
        let two = try Self.sketch("Hello!\nwould you like to try our product in a video?\n\nBest\nThe team")
        #expect(OutreachPolicy.isSameText(one, "Hi", as: two, "Hello"))
        let names = Correspondent(address: EmailAddress("bookish.nook@creators.example")!, name: "Lea Nook").nameWords
        let three = try Self.sketch("Would you, Lea, like to try our product in a video, for Bookish Nook?", names)
        let four = try Self.sketch(
            "Would you, Ann, like to try our product in a video, for Tiny Plates?", ["ann", "tiny", "plates"])
        #expect(OutreachPolicy.isSameText(three, "Hi", as: four, "Hi"))
    }

    @Test func privateMailsAreDifferentTexts() throws {
        let texts = [
            "Hi Mum,\n\nshall we come over for lunch on Sunday, around one? I will bring the cake.\n\nLove, Anna",
            "Dear Mr Weber,\n\nthe VAT return for the third quarter is attached; is there anything else that you need?\n\nAnna Miller",
            "Hello,\n\nthe heating in the flat makes noise again. Could somebody have a look this week?\n\nAnna Miller",
            "Hi Jo,\n\nwould Thursday at ten suit you for the interview? We would talk for half an hour.\n\nAnna",
            "Dear all,\n\nhere is our proposal for the spring campaign, as we said on the phone.\n\nAnna Miller",
        ]
        for (index, text) in texts.enumerated() {
            for other in texts[(index + 1)...] {
                #expect(!OutreachPolicy.isSameText(try Self.sketch(text), "Hi", as: try Self.sketch(other), "Hi"))
            }
        }
    }

    @Test func aLongFooterAloneMakesNoSameText() throws {
        let footer = """


            This message and its attachments are meant for the addressee alone and may be confidential; if you got it
            by mistake, please tell us and delete it, because nobody else may read, copy or pass it on in any way.
            """
        let one = try Self.sketch(
            "Hi,\nthe boxes with the samples came this morning and two of them are broken, I have "
                + "sent pictures to the carrier and will ask for a refund before the week is over." + footer)
        let two = try Self.sketch(
            "Hi,\nwould you mind to look after the cat from Friday to Monday? The key lies where it "
                + "always does and the food is in the cupboard below the window of the kitchen." + footer)
        #expect(!OutreachPolicy.isSameText(one, "Samples", as: two, "Cat"))
    }

    @Test func tooFewWordsAreNoText() {
        #expect(TextSketch(of: "Hi Ann,\n\nsee attachment.\n\nBest\nAnna") == nil)
        #expect(TextSketch(of: "") == nil)
        #expect(TextSketch(of: "您好，我们想请您试用我们的产品并拍一个视频。") != nil)
    }

    // MARK: By itself

    private static func mail(
        to: [String] = ["creator@creators.example"], bcc: [String] = [], subject: String = "Hi",
        follows: String? = nil, text: String? = "would you like to try our product in a video?", labels: [String] = [],
        from: EmailAddress = team
    ) -> SentMail {
        var message = IncomingMessage(
            location: MessageLocation(account: AccountID(rawValue: 1), role: .sent, uidValidity: 1, uid: 1),
            inReplyTo: follows.flatMap { MessageID($0) }.map { [$0] } ?? [], from: Correspondent(address: from),
            to: to.map { Correspondent(address: EmailAddress($0)!) }, subject: subject, receivedAt: .epoch)
        message.bcc = bcc.map { Correspondent(address: EmailAddress($0)!) }
        return SentMail(message, text: text.map { SentText(sketch: TextSketch(of: $0)) }, labels: labels)
    }

    @Test func onlyTextsThatMayBeOutreachAreCompared() {
        #expect(Self.policy.reason(for: Self.mail(), after: .none) == nil)
        #expect(Self.policy.reason(for: Self.mail(to: ["jo@agency.test"]), after: .none) == .ownDomain)
        #expect(Self.policy.reason(for: Self.mail(to: ["anna@AGENCY.test"]), after: .none) == .ownDomain)
        #expect(Self.policy.reason(for: Self.mail(), after: .theirs) == .answers)
        #expect(Self.policy.reason(for: Self.mail(subject: "AW: Hi"), after: .none) == .answers)
        #expect(Self.policy.reason(for: Self.mail(), after: .ours(.similar)) == .similar)
        #expect(Self.policy.reason(for: Self.mail(), after: .ours(.answers)) == .answers)
        #expect(Self.policy.reason(for: Self.mail(text: "See attachment."), after: .none) == .tooShort)
        #expect(Self.policy.reason(for: Self.mail(text: nil), after: .none) == .unread)
        let blind = ["a@x.example", "b@x.example", "c@x.example"]
        #expect(Self.policy.reason(for: Self.mail(to: [], bcc: blind), after: .none) == .blind)
        #expect(Self.policy.reason(for: Self.mail(to: ["team@agency.test"], bcc: blind), after: .none) == .blind)
        #expect(
            Self.policy.reason(for: Self.mail(to: ["team@agency.test"], bcc: ["a@x.example"]), after: .none)
                == .ownDomain)
    }

    @Test func marksDecideWhereTheyAreSet() throws {
        let anna = try #require(EmailAddress("anna@agency.test"))
        var policy = Self.policy
        policy.rule = .marked([.label("Outreach"), .subject("collab with"), .from(anna)])
        #expect(policy.reason(for: Self.mail(), after: .none) == .unmarked)
        #expect(policy.reason(for: Self.mail(labels: ["outreach"]), after: .none) == .marked)
        #expect(policy.reason(for: Self.mail(subject: "A  Collab with you?"), after: .none) == .marked)
        #expect(policy.reason(for: Self.mail(from: anna), after: .none) == .marked)
        #expect(policy.reason(for: Self.mail(from: anna), after: .theirs) == .answers)
        policy.rule = .all
        #expect(policy.reason(for: Self.mail(text: nil), after: .theirs) == .all)
    }
}
