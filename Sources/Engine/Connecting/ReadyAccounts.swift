import Correspondence
import Storage
import Synchronization
import Timing

/// The accounts that this process has at hand: their mailboxes are read where they have any, and mail may be sent.
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

    /// Makes the watcher of this mailbox look for actions that were just planned.
    func poke(_ id: AccountID, _ role: MailboxRole) {
        self[id]?.poke(role)
    }
}

/// The rights to an account, and the way to make its mailboxes be read again. One without an inbox has none to read.
struct ReadyAccount: Sendable {
    let rights: AccountRights
    /// The inbox first: what is moved out of it meanwhile is found where it went.
    private let mailboxes: [any MailboxWatch]

    init(rights: AccountRights, mailboxes: [any MailboxWatch]) {
        self.rights = rights
        self.mailboxes = mailboxes
    }

    /// Returns once everything that lies in the mailboxes now has been taken in.
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
    /// With it whatever its reader looks into besides.
    case everything
}

/// A mailbox that somebody reads: an IMAP connection, or a simulated one.
protocol MailboxWatch: Sendable {
    /// Returns once everything now there is in the database; throws when it cannot be read.
    func sync(_ reach: SyncReach) async throws
    /// Makes its reader see soon what is to be done in the mailbox of this role, if it is that.
    func poke(_ role: MailboxRole)
}
