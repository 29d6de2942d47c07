import Correspondence
import Synchronization
import Timing

/// Signals between services that there is new work in the database. A lost signal costs a few seconds, never work.
struct Noticeboard: Sendable {
    let decisions = Wakeup()
    let dispatcher = Wakeup()
    let cache = Wakeup()
    /// Conversations whose due time changed since the cache last looked.
    let changedConversations = PendingSet<ConversationID>()
    /// Mails whose sending began since the cache last looked.
    let begunMails = PendingSet<MailID>()

    /// Accounts that sent since the cache last looked.
    let usedAccounts = PendingSet<AccountID>()

    func sendingBegan(_ mail: MailID) {
        begunMails.insert(mail)
        cache.raise()
    }

    func changed(_ conversation: ConversationID) {
        changedConversations.insert(conversation)
        cache.raise()
    }

    func sent(from account: AccountID) {
        usedAccounts.insert(account)
        cache.raise()
    }
}

/// Changes that the cache has yet to show; bounded, because the next full synchronisation makes up for anything
/// forgotten.
final class PendingSet<Key: Hashable & Sendable>: Sendable {
    private let keys = Mutex<Set<Key>>([])

    func insert(_ key: Key) {
        keys.withLock { keys in
            if keys.count < 10_000 { keys.insert(key) }
        }
    }

    func takeAll() -> Set<Key> {
        keys.withLock { keys in
            defer { keys = [] }
            return keys
        }
    }
}
