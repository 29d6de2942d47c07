import Correspondence
import Delivery
import Events
import Logging
import Observability
import Settings
import Storage
import Synchronization
import Timing

/// Sends mails as they become due: one at a time for each account, at most a set number at once.
struct Dispatcher: Sendable {
    let parts: EngineParts
    let sender: MailSender

    /// Longer than any send can take before its final dot.
    static let leaseTime = Duration.seconds(300)

    /// Returns when the task is cancelled and every send has come to an end.
    func run() async {
        let busy = BusyAccounts()
        await WorkLoop(
            slots: WorkerSlots(parts.settings.maxConcurrentWorkers), news: parts.notices.dispatcher,
            claim: { limit in try await claim(limit, busy) },
            timeToNext: { try await parts.store.outbox.timeToNextDue(of: busy.idle(of: parts.ready.accounts)) },
            perform: { claim in
                await sender.send(claim)
                busy.remove(claim.account)
                parts.notices.dispatcher.raise()
            },
            failed: { error in
                parts.log.event(.dispatcherDatabaseFailed, ["error": "\(error)", "do": "trying again"])
            }
        ).run()
    }

    private func claim(_ limit: Int, _ busy: BusyAccounts) async throws -> [MailClaim] {
        let claims = try await parts.store.outbox.claimDue(
            of: busy.idle(of: parts.ready.accounts), limit: limit, lease: Self.leaseTime, policy: parts.sendPolicy)
        for claim in claims { busy.insert(claim.account) }
        return claims
    }
}

/// Accounts with a send under way: the next one waits, so that spacing and caps see it.
final class BusyAccounts: Sendable {
    private let accounts = Mutex<Set<AccountID>>([])

    func insert(_ account: AccountID) {
        accounts.withLock { _ = $0.insert(account) }
    }

    func remove(_ account: AccountID) {
        accounts.withLock { _ = $0.remove(account) }
    }

    func idle(of all: [AccountID]) -> [AccountID] {
        accounts.withLock { busy in all.filter { !busy.contains($0) } }
    }
}
