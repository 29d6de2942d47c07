import Timing

/// The state of a small mail world: users, their mailboxes, and every mail that was accepted.
///
/// A pure, synchronous value: the same calls always give the same world. The servers are thin shells over it, and a
/// simulation drives it without any socket. Addresses compare without regard to case.
package struct MailWorld: Sendable {
    package let style: MailboxStyle
    /// Whether a submission leaves a copy in the sender's Sent, as Gmail's does. Other clients APPEND one themselves.
    package var filesSubmissionsInSent: Bool
    /// Recipients RCPT TO refuses with 550 5.1.1; lower-case addresses.
    package var refusedRecipients: Set<String> = []
    /// The owner of an OAuth access token, asked at each login with one; nil: such logins are not offered.
    package var userOfToken: (@Sendable (String) -> String?)?
    /// Whether OAUTHBEARER is offered beside XOAUTH2; Outlook offers only the latter.
    package var offersOAuthBearer = true
    /// Every accepted mail, oldest first.
    package private(set) var accepted: [AcceptedMail] = []

    var users: [String: MailUser] = [:]
    /// Users whose mailboxes changed since this was last emptied: their sessions must be woken.
    var touched: Set<String> = []
    private var nextUIDValidity: UInt32
    private var nextGmailID: UInt64 = 1_800_000_000_000_000_001

    /// - Parameter firstUIDValidity: the first mailbox's; each further one counts up.
    package init(style: MailboxStyle = .plain, filesSubmissionsInSent: Bool? = nil, firstUIDValidity: UInt32 = 1) {
        self.style = style
        self.filesSubmissionsInSent = filesSubmissionsInSent ?? style.isGmail
        nextUIDValidity = max(firstUIDValidity, 1)
    }

    /// Mails for recipients without a mailbox here, oldest first.
    package var outsideWorld: [AcceptedMail] { accepted.filter { $0.destination == .outside } }

    /// Adds a user with the style's mailboxes; an existing one only gets the password.
    package mutating func addUser(_ address: String, password: String) {
        let key = address.lowercased()
        guard users[key] == nil else {
            users[key]?.password = password
            return
        }
        let mailboxes = style.folders.map { folder in
            UserMailbox(folder: folder, name: style.name(of: folder), uidValidity: takeUIDValidity())
        }
        users[key] = MailUser(address: address, password: password, mailboxes: mailboxes)
    }

    /// The user these credentials belong to; nil when the name or the password is wrong.
    package func authenticate(_ name: String, password: String) -> String? {
        guard let user = users[name.lowercased()], user.password == password else { return nil }
        return user.address
    }

    /// The user a mail to `recipient` reaches: the exact address, else the one before a `+detail` (RFC 5233).
    package func user(receiving recipient: String) -> String? {
        let key = recipient.lowercased()
        if let user = users[key] { return user.address }
        guard let at = key.lastIndex(of: "@"), let plus = key[..<at].firstIndex(of: "+") else { return nil }
        return users[String(key[..<plus] + key[at...])]?.address
    }

    mutating func record(_ mail: (Int) -> AcceptedMail) {
        accepted.append(mail(accepted.count))
    }

    mutating func takeUIDValidity() -> UInt32 {
        defer { nextUIDValidity &+= 1 }
        return nextUIDValidity
    }

    mutating func takeGmailID() -> UInt64 {
        defer { nextGmailID += 1 }
        return nextGmailID
    }
}
