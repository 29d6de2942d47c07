import Correspondence
import Database
import Storage
import Synchronization

/// Writes decisions: the first one at once, and together all that come while it is being written. Nobody waits for a timer, so
/// a single decision takes no longer.
final class DecisionWriting: Sendable {
    private typealias Waiter = CheckedContinuation<Result<DecisionCommit, any Error>, Never>

    private struct State {
        var waiting: [(decided: DecidedConversation, waiter: Waiter)] = []
        var isWriting = false
    }

    /// Decisions of one transaction.
    private static let most = 64

    private let store: Store
    private let state = Mutex(State())

    init(_ store: Store) { self.store = store }

    /// Returns once the decision is written; throws when it was not.
    func commit(_ decided: DecidedConversation) async throws -> DecisionCommit {
        try await withCheckedContinuation { (waiter: Waiter) in
            let isFirst = state.withLock { state in
                state.waiting.append((decided, waiter))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            // A task of its own, because it also writes what others bring; it ends when nothing waits.
            if isFirst { Task { await writeAll() } }
        }.get()
    }

    private func writeAll() async {
        while true {
            let batch = state.withLock { state in
                let batch = Array(state.waiting.prefix(Self.most))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isWriting = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            for (place, result) in zip(batch, await results(of: batch.map(\.decided))) {
                place.waiter.resume(returning: result)
            }
        }
    }

    private func results(of decided: [DecidedConversation]) async -> [Result<DecisionCommit, any Error>] {
        do {
            return try await store.conversations.commit(decided).map { .success($0) }
        } catch let error as StorageError where error.concernsOneRow && decided.count > 1 {
            // One of them cannot be stored as it is: the others must not wait for it.
            var results: [Result<DecisionCommit, any Error>] = []
            for one in decided { results += await self.results(of: [one]) }
            return results
        } catch {
            return decided.map { _ in .failure(error) }
        }
    }
}
