/// An error of the post office, with a sentence that says what to do next.
package enum PostOfficeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody of that address has mailboxes here.
    case noSuchUser(String)
    /// The user has no mailbox of that name.
    case noSuchMailbox(String, user: String)
    /// A loopback port could not be bound.
    case cannotListen(String)

    package var description: String {
        switch self {
        case .noSuchUser(let address):
            "no user \(address) in this post office: add it with MailWorld.addUser before using it"
        case .noSuchMailbox(let name, let user):
            "\(user) has no mailbox \(name): use a Folder that the world's MailboxStyle names, or create it first"
        case .cannotListen(let reason):
            "cannot listen on 127.0.0.1 (\(reason)): check that loopback is up and file descriptors are left"
        }
    }
}
