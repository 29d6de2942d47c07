/// Where one copy of a message lies: for Gmail, where flags are shared by all copies.
struct MessagePlace: Hashable, Sendable {
    let mailbox: Int
    let uid: UInt32
}

/// A person with mailboxes here.
struct MailUser: Sendable {
    let address: String
    var password: String
    var mailboxes: [UserMailbox]
    /// Copies by X-GM-MSGID; kept for Gmail worlds only.
    var places: [UInt64: Set<MessagePlace>] = [:]
    /// X-GM-THRID by Message-ID.
    var threads: [String: UInt64] = [:]

    func mailboxIndex(named name: String) -> Int? {
        let name = MailboxStyle.canonical(name)
        return mailboxes.firstIndex { $0.name == name }
    }

    /// The labels of a message as Gmail shows them inside `mailbox`: every other mailbox that holds a copy.
    func gmailLabels(of message: StoredMessage, in mailbox: Int) -> [String] {
        let holding = (places[message.gmailMessageID] ?? []).map(\.mailbox).filter { $0 != mailbox }
        return Set(holding).sorted().compactMap { mailboxes[$0].folder.gmailLabel }
    }
}
