/// A mailbox by its purpose; the world's `MailboxStyle` gives the name it has on the wire.
package enum Folder: Hashable, Sendable {
    case inbox, sent, drafts, junk, trash
    /// Gmail's archive of everything but junk and trash; plain worlds have none.
    case allMail
    /// Any mailbox by its wire name.
    case named(String)

    /// The SPECIAL-USE attribute of RFC 6154 section 2; INBOX has none.
    var specialUse: String? {
        switch self {
        case .sent: "\\Sent"
        case .drafts: "\\Drafts"
        case .junk: "\\Junk"
        case .trash: "\\Trash"
        case .allMail: "\\All"
        case .inbox, .named: nil
        }
    }

    /// The label in `X-GM-LABELS` that means membership of this folder.
    var gmailLabel: String? {
        switch self {
        case .inbox: "\\Inbox"
        case .sent: "\\Sent"
        case .drafts: "\\Draft"
        case .junk: "\\Spam"
        case .trash: "\\Trash"
        case .named(let name): name
        case .allMail: nil
        }
    }
}

/// Which mailboxes every user has, what they are called, and whether they behave as Gmail's do.
package struct MailboxStyle: Hashable, Sendable {
    /// Gmail's ways: one message in several mailboxes, All Mail, thread ids, a Sent copy of every submission.
    package let isGmail: Bool
    /// The mailboxes a new user gets, in the order LIST shows them.
    package let folders: [Folder]
    private let names: [Folder: String]

    /// A style whose special mailboxes have the given wire names; INBOX is always there.
    package init(isGmail: Bool, names: [(Folder, String)]) {
        self.isGmail = isGmail
        let given = names.filter { $0.0 != .inbox }
        folders = [.inbox] + given.map(\.0)
        self.names = Dictionary(given, uniquingKeysWith: { first, _ in first })
    }

    /// INBOX, Sent, Drafts, Junk and Trash, as most servers set them up.
    package static let plain = MailboxStyle(
        isGmail: false, names: [(.sent, "Sent"), (.drafts, "Drafts"), (.junk, "Junk"), (.trash, "Trash")])

    /// Gmail with English names.
    package static let gmail = MailboxStyle(
        isGmail: true,
        names: [
            (.allMail, "[Gmail]/All Mail"), (.drafts, "[Gmail]/Drafts"), (.sent, "[Gmail]/Sent Mail"),
            (.junk, "[Gmail]/Spam"), (.trash, "[Gmail]/Trash"),
        ])

    /// The wire name of a folder in this style; a folder the style lacks keeps its English word, and is not found.
    package func name(of folder: Folder) -> String {
        switch folder {
        case .inbox: "INBOX"
        case .named(let name): Self.canonical(name)
        default: names[folder] ?? "\(folder)"
        }
    }

    /// `INBOX` in any case is INBOX (RFC 3501 section 5.1); every other name is itself.
    static func canonical(_ name: String) -> String {
        name.utf8.count == 5 && name.uppercased() == "INBOX" ? "INBOX" : name
    }
}
