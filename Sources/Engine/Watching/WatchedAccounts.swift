import Correspondence
import Storage
import Synchronization
import Timing

/// The accounts that this process watches now, and by that may send from.
final class WatchedAccounts: Sendable {
    private let watches = Mutex<[AccountID: AccountWatch]>([:])

    func insert(_ watch: AccountWatch, for account: AccountID) {
        watches.withLock { $0[account] = watch }
    }

    func remove(_ account: AccountID) {
        watches.withLock { $0[account] = nil }
    }

    subscript(account: AccountID) -> AccountWatch? {
        watches.withLock { $0[account] }
    }

    var accounts: [AccountID] {
        watches.withLock { $0.keys.sorted() }
    }

    /// Makes the watchers look for actions that were just planned.
    func poke(_ account: AccountID) {
        self[account]?.poke()
    }
}

/// The right to watch an account, and the way to make its mailboxes be read again.
struct AccountWatch: Sendable {
    let lease: Lease
    private let mailboxes: [any MailboxWatch]

    init(lease: Lease, mailboxes: [any MailboxWatch]) {
        self.lease = lease
        self.mailboxes = mailboxes
    }

    /// Returns once everything that lies in the mailboxes now has been taken in.
    func sync(within limit: Duration) async throws {
        try await withDeadline(limit, for: "reading Inbox and Sent again") {
            try await withThrowingTaskGroup { group in
                for mailbox in mailboxes { group.addTask { try await mailbox.sync() } }
                try await group.waitForAll()
            }
        }
    }

    func poke() {
        for mailbox in mailboxes { mailbox.poke() }
    }
}

/// A mailbox that somebody reads: an IMAP connection, or a simulated one.
protocol MailboxWatch: Sendable {
    /// Returns once everything now in the mailbox is in the database; throws when it cannot be read.
    func sync() async throws
    /// Makes its reader look again soon.
    func poke()
}
