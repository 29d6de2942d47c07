package import Outreach
package import Storage

extension ReplyKind {
    /// What people did, for people.
    package var words: String {
        switch self {
        case .interested: "interested"
        case .contact: "gave a number or an address"
        case .refused: "said no"
        case .optedOut: "want no more mail"
        case .automatic: "an automatic reply alone"
        case .forPerson: "waits for a person"
        case .other: "something else, which is settled"
        }
    }

    /// Whether they want more.
    package var isPositive: Bool { self == .interested || self == .contact }
}

extension MailHarm {
    /// The harm that a mail did, for people.
    package var words: String {
        switch self {
        case .bounce: "no such address"
        case .complaint: "reported as spam"
        case .optOut: "want no more mail"
        }
    }
}
