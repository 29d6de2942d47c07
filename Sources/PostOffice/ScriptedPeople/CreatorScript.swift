/// A scripted person's behaviour: answers to mails, and mails of their own.
package struct CreatorScript: Sendable {
    /// One thing to write.
    package enum Action: Sendable {
        /// An answer with this text, in the person's own style.
        case reply(String)
        /// An answer in another style or with poorer threading.
        case replyAs(String, style: ReplyStyle, threading: ReplyThreading)
        /// The absence notice of the person's mail server.
        case outOfOffice(String)
        /// The mail comes back: a delivery status notification with this enhanced status code.
        case bounce(status: String, diagnostic: String)
        /// Any bytes, made from the mail in question.
        case letter(@Sendable (AcceptedMail) -> [UInt8])
    }

    struct Answer: Sendable {
        let number: Int
        let sender: String?
        let delay: Duration
        let action: Action
    }

    struct OwnMail: Sendable {
        let start: Duration
        let recipient: Person
        let subject: String
        let text: String
    }

    private(set) var answers: [Answer] = []
    private(set) var ownMails: [OwnMail] = []

    package init() {}

    /// Answers a mail some time after it came.
    ///
    /// - Parameters:
    ///   - number: which mail, counted from 1, of those from `sender` (nil: of all that the person gets).
    package mutating func answer(
        mail number: Int = 1, from sender: String? = nil, after delay: Duration, with action: Action
    ) {
        answers.append(Answer(number: number, sender: sender?.lowercased(), delay: delay, action: action))
    }

    /// Writes a new mail some time after the start.
    package mutating func write(to recipient: Person, at start: Duration, subject: String, text: String) {
        ownMails.append(OwnMail(start: start, recipient: recipient, subject: subject, text: text))
    }
}
