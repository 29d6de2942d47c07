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
        let watch = self[account]
        watch?.inbox.poke()
        watch?.sent?.poke()
    }
}

/// The right to watch an account, and its open mailboxes.
struct AccountWatch: Sendable {
    let lease: Lease
    let inbox: MailboxLink
    /// Nil when the account has no mailbox for sent mail.
    let sent: MailboxLink?

    /// Returns once everything that lies in Inbox and Sent now has been taken in.
    func sync(within limit: Duration) async throws {
        try await withDeadline(limit, for: "reading Inbox and Sent again") {
            try await withThrowingTaskGroup { group in
                if let sent { group.addTask { try await sent.sync() } }
                group.addTask { try await inbox.sync() }
                try await group.waitForAll()
            }
        }
    }
}
