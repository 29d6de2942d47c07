import Correspondence
import Events
import Logging
import Observability
import Storage
import Synchronization
import Timing

/// The watchers' reports on their accounts. A change is written at once; unchanged reports once a minute, for all accounts in one
/// statement, so that idling costs nothing.
final class HealthBoard: Sendable {
    private struct Seen {
        var health: AccountHealth
        var detail: String?
        /// The time of the last full look that is not written yet.
        var checkedAt: ContinuousClock.Instant?
    }

    static let interval = Duration.seconds(60)

    private let seen = Mutex<[AccountID: Seen]>([:])

    /// - Parameter checked: whether the whole mailbox has just been seen.
    func report(
        _ health: AccountHealth, detail: String? = nil, checked: Bool = false, of account: AccountID, in store: Store
    ) async throws {
        let isNews = seen.withLock { seen in
            let before = seen[account]
            seen[account] = Seen(
                health: health, detail: detail, checkedAt: checked ? .now : before?.checkedAt)
            return before?.health != health || before?.detail != detail
        }
        guard isNews else { return }
        do {
            try await store.accounts.report(health, detail: detail, checked: checked, of: account)
        } catch {
            // The next look reports it again.
            seen.withLock { $0[account] = nil }
            throw error
        }
    }

    /// Returns when the task is cancelled.
    func run(_ parts: EngineParts) async {
        while !Task.isCancelled {
            // Ends early only by cancellation, which the loop checks itself.
            try? await Task.sleep(for: Self.interval)
            guard !Task.isCancelled else { return }
            do { try await parts.store.accounts.report(takeChecks()) } catch {
                parts.log.event(.watcherReportFailed, ["account": "all", "error": "\(error)"])
            }
        }
    }

    private func takeChecks() -> [AccountID: HealthReport] {
        let now = ContinuousClock.now
        return seen.withLock { seen in
            var reports: [AccountID: HealthReport] = [:]
            for (account, one) in seen {
                guard let checkedAt = one.checkedAt else { continue }
                reports[account] = HealthReport(one.health, detail: one.detail, checkedAgo: now - checkedAt)
                seen[account]?.checkedAt = nil
            }
            return reports
        }
    }
}
