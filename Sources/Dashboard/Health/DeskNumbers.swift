import Correspondence
import Operations
import Storage
import Timing

/// What `/metrics` shows of the database, none of it by reading all rows.
struct DeskNumbers: Sendable {
    let accounts: AccountsOverview
    let openHandoffs: Int
    let oldestHandoff: Duration?
    let due: Int
    let isEngineRunning: Bool

    /// More than these are not counted.
    static let most = 1_000

    init(of store: Store) async throws {
        accounts = try await AccountsOverview(of: store)
        let handoffs = try await store.handoffs.waiting(limit: Self.most)
        let now = try await store.currentTime()
        openHandoffs = handoffs.count
        oldestHandoff = handoffs.first.map { now - $0 }
        due = try await store.outbox.list(in: MailState.open, limit: Self.most).count { $0.dueAt <= now }
        isEngineRunning = try await store.leases.isAnyHeld()
    }
}
