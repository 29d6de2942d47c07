/// Which of the mails we sent count as outreach, so that a reply to them may be answered.
package enum OutreachRule: Sendable, Hashable {
    /// Mail that looks like outreach, because the same text went to several people.
    case similar
    /// Every mail in Sent.
    case all
    /// Mail that carries one of these marks; never empty.
    case marked([Mark])

    /// A mark by which a person says outreach can be recognised.
    package enum Mark: Sendable, Hashable {
        /// A label or a mailbox that the mail lies in.
        case label(String)
        /// Words that its subject contains, whatever their letter case.
        case subject(String)
        /// The address of ours that it was sent from.
        case from(EmailAddress)
    }
}

extension OutreachRule: CustomStringConvertible {
    /// As settings write it.
    package var description: String {
        switch self {
        case .similar: "similar"
        case .all: "all"
        case .marked(let marks): marks.map(\.description).joined(separator: ", ")
        }
    }
}

extension OutreachRule.Mark: CustomStringConvertible {
    package var description: String {
        switch self {
        case .label(let name): "label:\(name)"
        case .subject(let words): "subject:\(words)"
        case .from(let address): "from:\(address)"
        }
    }

    /// Whether a mail of ours carries it.
    package func marks(_ mail: SentMail) -> Bool {
        switch self {
        case .label(let name):
            return mail.labels.contains { $0.lowercased() == name.lowercased() }
        case .subject(let words):
            func folded(_ text: String) -> String {
                text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            return folded(mail.message.subject).contains(folded(words))
        case .from(let address): return mail.message.from?.address == address
        }
    }
}
