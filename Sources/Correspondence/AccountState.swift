/// The freedom of an account with decided mail.
package enum AccountState: String, CaseIterable, Sendable, Codable {
    /// Reads and decides; opens no connection to send.
    case observe
    /// Puts the mail into Drafts for a person to send.
    case draft
    /// Sends.
    case auto
}

extension AccountState {
    /// Whether an interested reply can be answered: with a mail, or with a draft for a person.
    package func canAnswer(through outlet: Outlet) -> Bool {
        switch self {
        case .observe: false
        case .draft: true
        case .auto: outlet != .nothing
        }
    }
}

/// The last report of an account's watcher.
package enum AccountHealth: String, CaseIterable, Sendable, Codable {
    case unknown, connecting, watching, failing
}

/// How mail leaves an account. It says nothing of reading: an account may be watched without an outlet, and may send without
/// an inbox.
package enum Outlet: String, CaseIterable, Sendable, Codable {
    /// Nothing is sent from it; it is only watched.
    case nothing = "none"
    case smtp
    /// Amazon SES, over its web interface.
    case ses
    /// Gmail, over its web interface.
    case gmail = "gmail_api"
}
