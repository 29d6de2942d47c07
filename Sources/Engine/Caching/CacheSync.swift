import Correspondence
import Events
import Logging
import Observability
import Storage
import Timing

/// Keeps the cache in step with the database. Nothing waits for it: a slow or dead cache delays only itself.
struct CacheSync: Sendable {
    let parts: EngineParts
    let cache: any FollowUpCache

    /// The interval of full synchronisations, a safety net for anything missed.
    static let fullInterval = Duration.seconds(900)
    /// How often to check whether the cache was flushed.
    static let checkInterval = Duration.seconds(5)
    /// How long changes are gathered.
    static let gathering = Duration.milliseconds(250)
    static let capacity = 100_000
    /// How long a mail is shown as being sent: longer than most sends take.
    static let sendingShown = Duration.seconds(60)

    /// Returns when the task is cancelled.
    func run() async {
        var isFailing = false
        var nextFull = Timestamp.distantPast
        while !Task.isCancelled {
            do {
                let isIntact = try await cache.isIntact()
                if parts.clock.now >= nextFull || !isIntact {
                    try await synchronise()
                    nextFull = parts.clock.now + Self.fullInterval
                    parts.notices.dispatcher.raise()
                }
                try await applyChanges()
                if isFailing { parts.log.event(.cacheRecovered, [:]) }
                isFailing = false
            } catch {
                guard !Task.isCancelled else { return }
                if !isFailing {
                    parts.log.event(
                        .cacheFailed, ["error": "\(error)", "meanwhile": "the database alone is used"])
                }
                isFailing = true
                nextFull = .distantPast
            }
            // Changes in the meantime are written together; both waits end early by cancellation, which the loop checks.
            try? await Task.sleep(for: Self.gathering)
            await parts.notices.cache.wait(for: Self.checkInterval - Self.gathering)
        }
    }

    private func synchronise() async throws {
        let due = try await parts.store.conversations.due(limit: Self.capacity)
        try await cache.replaceAll(due)
        try await showUsage(of: nil)
        parts.log.event(.cacheSynchronised, ["followups": due.count])
    }

    private func applyChanges() async throws {
        for mail in parts.notices.begunMails.takeAll() {
            try await cache.showSending(mail, for: Self.sendingShown)
        }
        let conversations = parts.notices.changedConversations.takeAll()
        let accounts = parts.notices.usedAccounts.takeAll()
        do {
            if !conversations.isEmpty {
                let times = try await parts.store.conversations.times(of: conversations)
                try await cache.update(conversations, by: times)
                for (conversation, times) in times {
                    if let span = times.debounce { try await cache.showDebounce(of: conversation, for: span) }
                }
            }
            if !accounts.isEmpty { try await showUsage(of: accounts) }
        } catch {
            for conversation in conversations { parts.notices.changedConversations.insert(conversation) }
            for account in accounts { parts.notices.usedAccounts.insert(account) }
            throw error
        }
    }

    private func showUsage(of accounts: Set<AccountID>?) async throws {
        for (account, sent) in try await parts.store.outbox.sentLastDay(of: accounts) {
            try await cache.showUsage(of: account, sent: sent)
        }
    }
}
