import Correspondence
import Delivery
import Logging
import Settings
import Storage
import Synchronization
import Timing

/// Sends stages as they become due: one at a time for each account, at most so many at once.
struct Dispatcher: Sendable {
    let parts: EngineParts
    let sender: FollowUpSender

    /// Longer than any send can take before its final dot.
    static let leaseTime = Duration.seconds(300)
    static let safetyPoll = Duration.seconds(5)

    /// Returns when the task is cancelled and every send has come to an end.
    func run() async {
        await withDiscardingTaskGroup { group in
            let slots = WorkerSlots(parts.settings.maxConcurrentWorkers)
            let busy = BusyAccounts()
            while !Task.isCancelled {
                do {
                    let limit = await slots.free()
                    let idle = busy.idle(of: parts.watched.accounts)
                    for claim in try await parts.store.claimDue(of: idle, limit: limit, lease: Self.leaseTime) {
                        slots.take()
                        busy.insert(claim.account)
                        group.addTask {
                            await sender.send(claim)
                            busy.remove(claim.account)
                            slots.give()
                            parts.signals.dispatcher.raise()
                        }
                    }
                    await waitForWork(busy)
                } catch {
                    await pause(after: error)
                }
            }
        }
    }

    /// Sleeps until the next stage is due; a planned one, an ended send or the safety poll ends the sleep early.
    private func waitForWork(_ busy: BusyAccounts) async {
        do {
            let next = try await parts.store.timeToNextDue(of: busy.idle(of: parts.watched.accounts))
            let wake = min(Self.safetyPoll, max(next ?? Self.safetyPoll, .milliseconds(20)))
            await parts.signals.dispatcher.wait(for: wake)
        } catch {
            await pause(after: error)
        }
    }

    private func pause(after error: any Error) async {
        guard !Task.isCancelled else { return }
        parts.log.event(.error, "dispatcher.database_failed", ["error": "\(error)", "do": "trying again"])
        await parts.signals.dispatcher.wait(for: .seconds(2))
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
