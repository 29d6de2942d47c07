import Correspondence
import Operations
import Storage
import Timing

/// The numbers for `/metrics` from the database, none of them by reading all rows.
struct DeskNumbers: Sendable {
    let accounts: AccountsOverview
    let openHandoffs: Int
    let oldestHandoff: Duration?
    let due: Int
    let isEngineRunning: Bool

    /// The count stops here.
    static let most = 1_000

    init(of store: Store) async throws {
        accounts = try await AccountsOverview(of: store)
        let handoffs = try await store.handoffs.waiting(limit: Self.most)
        let now = try await store.currentTime()
        openHandoffs = handoffs.count
        oldestHandoff = handoffs.first.map { now - $0 }
        due = try await store.outbox.list(in: MailState.open, limit: Self.most).count { $0.dueAt <= now }
        isEngineRunning = try await store.leases.isAnyAccountHeld()
    }
}
