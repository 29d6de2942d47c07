/// The caps that hold for every mail of the installation; of several limits the smallest wins.
package struct SendPolicy: Hashable, Sendable {
    /// What protects one contact from too much mail of one purpose.
    package struct ContactCaps: Hashable, Sendable {
        /// Mails of the purpose to one contact within ``SendPolicy/memory``, over all accounts and conversations.
        var perContact: Int
        /// Time between automatic mails to one contact from different conversations.
        package var pauseBetweenConversations: Duration

        package init(perContact: Int, pauseBetweenConversations: Duration) {
            self.perContact = perContact
            self.pauseBetweenConversations = pauseBetweenConversations
        }
    }

    /// How long automatic mail to a contact is remembered.
    package static let memory = Duration.seconds(30 * 86_400)
    /// The span of an account's daily limit: any 24 h.
    package static let day = Duration.seconds(86_400)
    /// The span over which a burst is counted.
    package static let burstSpan = Duration.seconds(60)

    /// Time between two mails of one account.
    package var spacing: Duration
    /// Mails of the whole installation in any minute; mails beyond that wait.
    package var burstPerMinute: Int
    /// An account waits when at least this many of its mails in 24 h bounced, and more than ``bouncesPerHundred`` of them: its
    /// provider would soon hold that against it. Fewer are chance.
    var leastBounces = 5
    var bouncesPerHundred = 10
    package var answers = ContactCaps(perContact: 3, pauseBetweenConversations: .seconds(20 * 3_600))
    package var outreach = ContactCaps(perContact: 10, pauseBetweenConversations: .seconds(20 * 3_600))
    /// How long outreach leaves somebody alone who is talking with a person, or with Mosaic, in another conversation.
    package var quietAfterTalk = Duration.seconds(30 * 86_400)
    /// People who get no automatic mail, whatever the database says of them.
    package var neverAnswer: NeverAnswer

    package init(
        spacing: Duration = .zero, burstPerMinute: Int = SendPolicy.burstPerMinute(accounts: 1),
        neverAnswer: NeverAnswer = NeverAnswer()
    ) {
        self.spacing = spacing
        self.burstPerMinute = burstPerMinute
        self.neverAnswer = neverAnswer
    }

    package func caps(for purpose: Purpose) -> ContactCaps {
        switch purpose {
        case .answer: answers
        case .outreach: outreach
        }
    }

    /// The burst limit without a setting: a fault must not empty thousands of accounts in a minute, and many accounts together
    /// may send more than few.
    package static func burstPerMinute(accounts: Int) -> Int { max(300, 20 * accounts) }
}
