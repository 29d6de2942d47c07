import Correspondence
import Events
import Logging
import Observability
import Storage
import Synchronization
import Timing

/// The rights of this process to its accounts, renewed together: one small transaction for any number of accounts.
final class KeptRights: Sendable {
    private struct Holding {
        let rights: AccountRights
        let lost: AsyncStream<Void>.Continuation
        /// Until when they certainly hold, on this machine's monotonic clock.
        var until: ContinuousClock.Instant
    }

    private let held = Mutex<[AccountID: Holding]>([:])

    /// Keeps the rights of an account for as long as the task lives. Throws ``LeaseLost`` when they are gone.
    func keep(_ rights: AccountRights, of account: AccountID) async throws {
        let (stream, lost) = AsyncStream.makeStream(of: Void.self)
        held.withLock {
            $0[account] = Holding(rights: rights, lost: lost, until: .now + AccountWatcher.leaseTime)
        }
        defer { held.withLock { $0[account] = nil } }
        for await _ in stream {}
        try Task.checkCancellation()
        throw LeaseLost()
    }

    /// Returns when the task is cancelled.
    func run(_ parts: EngineParts) async {
        var pause = AccountWatcher.leaseTime / 3
        while !Task.isCancelled {
            // Ends early only by cancellation, which the loop checks itself.
            try? await Task.sleep(for: pause)
            guard !Task.isCancelled else { return }
            do {
                try await prolong(in: parts.store)
                pause = AccountWatcher.leaseTime / 3
            } catch {
                guard !Task.isCancelled else { return }
                parts.log.event(.watcherRightsNotProlonged, ["error": "\(error)", "do": "trying again"])
                giveUpWhatIsOver()
                pause = .seconds(2)
            }
        }
    }

    private func prolong(in store: Store) async throws {
        let before = ContinuousClock.now
        let holdings = held.withLock { $0 }
        let prolonged = try await store.leases.prolong(
            holdings.values.flatMap(\.rights.leases), for: AccountWatcher.leaseTime)
        for (account, holding) in holdings {
            guard prolonged.isSuperset(of: holding.rights.leases) else {
                holding.lost.finish()
                continue
            }
            held.withLock { held in
                if held[account]?.rights == holding.rights { held[account]?.until = before + AccountWatcher.leaseTime }
            }
        }
    }

    /// One missed renewal ends no watch; expiry of the lease does.
    private func giveUpWhatIsOver() {
        let now = ContinuousClock.now
        for holding in held.withLock({ $0.values.filter { $0.until <= now } }) { holding.lost.finish() }
    }
}
