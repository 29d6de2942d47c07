import Correspondence
import PostOffice

/// One creator of the demo: their replies, and what a careful person would do about them.
struct DemoCreator: Sendable {
    /// The expected result at the end of the demo.
    struct Expectation: Sendable {
        /// Answers of ours in the creator's mailbox.
        let mails: Int
        let state: ConversationState
        /// Whether the newest reply must be unread, for a person; nil: either.
        let isUnread: Bool?
    }

    let person: Person
    let style: ReplyStyle
    /// The story in a few words, for the table.
    let summary: String
    let answers: [Answer]
    let expectation: Expectation
    /// The verdict of a capable model on the first answer.
    let intent: Intent

    struct Answer: Sendable {
        /// The mail it answers: 1 is the outreach, 2 our first answer, and so on.
        let mail: Int
        let action: CreatorScript.Action
    }

    var script: CreatorScript {
        var script = CreatorScript()
        for answer in answers { script.answer(mail: answer.mail, after: .milliseconds(800), with: answer.action) }
        return script
    }
}

extension DemoCreator {
    /// Three team mailboxes, four creators each.
    static let teams = ["ava@team.example", "ben@team.example", "cleo@team.example"]
    static let teamNames = ["Ava Stone", "Ben Field", "Cleo Marsh"]

    static let cast: [DemoCreator] = [
        DemoCreator(
            "Tiny Kitchen", .gmail, "says yes, then is silent", intent: .interested,
            says: [1: "Yes, I'm interested! I'd love to collaborate, tell me more."],
            expect: .init(mails: 3, state: .sequenceFinished, isUnread: false)),
        DemoCreator(
            "Skincare Diary", .phone, "says yes, gives a number when asked", intent: .interested,
            says: [1: "Hi! Sounds great, count me in!", 2: "Sure, my WhatsApp is +55 11 91234-5678"],
            expect: .init(mails: 1, state: .withPerson, isUnread: true)),
        DemoCreator(
            "Daily Fits", .outlook, "gives a number at once", intent: .contactProvided,
            says: [1: "Love this! Text me on WhatsApp: +44 7911 123456"],
            expect: .init(mails: 0, state: .withPerson, isUnread: true)),
        DemoCreator(
            "Gadget Corner", .appleMail, "declines", intent: .notInterested,
            says: [1: "Thanks for reaching out, but I'm not interested."],
            expect: .init(mails: 0, state: .completed, isUnread: false)),
        DemoCreator(
            "Bookish Nook", .gmail, "asks a question", intent: .clarification,
            says: [1: "Hi, how much do you pay per video?"],
            expect: .init(mails: 0, state: .withPerson, isUnread: true)),
        DemoCreator(
            "Slow Travels", actions: [1: .outOfOffice("I am out of the office and will answer when I am back.")],
            "is out of office", intent: .autoReply,
            expect: .init(mails: 0, state: .awaitingReply, isUnread: nil)),
        DemoCreator(
            "Plant Parent",
            actions: [1: .bounce(status: "5.1.1", diagnostic: "550 5.1.1 The email account does not exist")],
            "has a dead address", intent: .bounce,
            expect: .init(mails: 0, state: .stopped, isUnread: nil)),
        DemoCreator(
            "Fit Fuel", .phone, "wants no more mail", intent: .unsubscribe,
            says: [1: "Please remove me from your list and stop emailing me."],
            expect: .init(mails: 0, state: .stopped, isUnread: false)),
        DemoCreator(
            "Cocina Diaria", .gmail, "says yes in Spanish, then is silent", intent: .interested,
            says: [1: "¡Hola! Sí, me interesa mucho, cuéntame más."],
            expect: .init(mails: 3, state: .sequenceFinished, isUnread: false)),
        DemoCreator(
            "Home Studio", .bottomPosting, "says yes, answers the second stage", intent: .interested,
            says: [
                1: "Yes please, I would love to work with you!", 3: "Sorry, busy week. Let me check with my manager.",
            ],
            expect: .init(mails: 2, state: .withPerson, isUnread: true)),
        DemoCreator(
            "Street Bites", .outlook, "gives a postal address", intent: .contactProvided,
            says: [1: "Great, please ship it to:\n\n221B Baker Street\nLondon NW1 6XE\nUnited Kingdom"],
            expect: .init(mails: 0, state: .withPerson, isUnread: true)),
        DemoCreator(
            "Sneaker Lab", .appleMail, "is hard to read", intent: .clarification,
            says: [1: "Hmm. Depends on what my week looks like, ask me again some time."],
            expect: .init(mails: 0, state: .withPerson, isUnread: true)),
    ]

    private init(
        _ name: String, _ style: ReplyStyle, _ summary: String, intent: Intent, says texts: [Int: String],
        expect expectation: Expectation
    ) {
        self.init(name, style, texts.mapValues { .reply($0) }, summary, intent, expectation)
    }

    private init(
        _ name: String, actions: [Int: CreatorScript.Action], _ summary: String, intent: Intent,
        expect expectation: Expectation
    ) {
        self.init(name, .gmail, actions, summary, intent, expectation)
    }

    private init(
        _ name: String, _ style: ReplyStyle, _ actions: [Int: CreatorScript.Action], _ summary: String,
        _ intent: Intent, _ expectation: Expectation
    ) {
        let handle = name.lowercased().filter { !$0.isWhitespace }
        person = Person(name, "\(handle)@creators.example")
        self.style = style
        self.summary = summary
        answers = actions.sorted { $0.key < $1.key }.map { Answer(mail: $0.key, action: $0.value) }
        self.expectation = expectation
        self.intent = intent
    }
}
