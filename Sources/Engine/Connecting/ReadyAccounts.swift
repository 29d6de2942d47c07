import Correspondence
import Storage
import Synchronization
import Timing

/// The accounts that are ready in this process: their mailboxes, if any, are read, and mail may be sent.
final class ReadyAccounts: Sendable {
    private let ready = Mutex<[AccountID: ReadyAccount]>([:])

    func insert(_ account: ReadyAccount, for id: AccountID) {
        ready.withLock { $0[id] = account }
    }

    func remove(_ id: AccountID) {
        ready.withLock { $0[id] = nil }
    }

    subscript(id: AccountID) -> ReadyAccount? {
        ready.withLock { $0[id] }
    }

    var accounts: [AccountID] {
        ready.withLock { $0.keys.sorted() }
    }

    /// Makes the watcher of this mailbox look for tasks that were just planned.
    func poke(_ id: AccountID, _ role: MailboxRole) {
        self[id]?.poke(role)
    }
}

/// The rights to an account, and the way to have its mailboxes read again. An account without an inbox has none to read.
struct ReadyAccount: Sendable {
    let rights: AccountRights
    /// The inbox first: mail moved out of it meanwhile is found at its new place.
    private let mailboxes: [any MailboxWatch]

    init(rights: AccountRights, mailboxes: [any MailboxWatch]) {
        self.rights = rights
        self.mailboxes = mailboxes
    }

    /// Returns once everything that is in the mailboxes now has been taken in.
    func sync(within limit: Duration) async throws {
        guard !mailboxes.isEmpty else { return }
        try await withDeadline(limit, for: "reading the mailboxes again") {
            for mailbox in mailboxes { try await mailbox.sync(.everything) }
        }
    }

    func poke(_ role: MailboxRole) {
        for mailbox in mailboxes { mailbox.poke(role) }
    }
}

/// How much must have been read.
enum SyncReach: Sendable {
    /// The mailbox itself.
    case mailbox
    /// The mailbox, and the other mailboxes that its reader looks into.
    case everything
}

/// A mailbox that somebody reads: an IMAP connection, or a simulated one.
protocol MailboxWatch: Sendable {
    /// Returns once everything that is there now is in the database; throws when it cannot be read.
    func sync(_ reach: SyncReach) async throws
    /// Makes its reader check for tasks soon, if this is the mailbox of the role.
    func poke(_ role: MailboxRole)
}
