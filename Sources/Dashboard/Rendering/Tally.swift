import Synchronization

/// Sums over many rows, for which no page waits long: each is kept, and counted again in the background.
///
/// Counting takes at most a tenth of the time (``DeskOptions/countRest``): a sum that took 2 ms is counted again 20 ms later, one that took 500 ms after 5 s. So
/// small installations see current numbers, and large ones cost their database little. Only one sum is counted at a time, however
/// many ask.
final class Tally<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    /// The number of sums kept; beyond it, sums that nobody waits for are dropped.
    static var most: Int { 1_000 }

    private struct Entry {
        var value: Value?
        var failure: (any Error)?
        var isAwaited = true
        /// Until when the sum is current.
        var isGoodUntil = ContinuousClock.now
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var waiting: [Key] = []
        var isCounting = false
    }

    private let patience: Duration
    private let rest: Int
    private let count: @Sendable (Key) async throws -> Value
    private let state = Mutex(State())

    /// - Parameters:
    ///   - patience: how long a page waits for a sum that was never counted, or not for long.
    ///   - rest: how many times as long as counting took a sum is kept.
    init(patience: Duration, rest: Int = 9, _ count: @escaping @Sendable (Key) async throws -> Value) {
        self.patience = patience
        self.rest = rest
        self.count = count
    }

    /// The newest sums there are, without those that were never counted.
    ///
    /// - Throws: the error that prevented a count for which there is no older sum.
    func values(of keys: [Key]) async throws -> [Key: Value] {
        if ask(for: keys) {
            // It also serves others who ask meanwhile, so it does not end with this request.
            Task { await countAll() }
        }
        let end = ContinuousClock.now + patience
        while isAnyAwaited(keys), .now < end { try await Task.sleep(for: .milliseconds(2)) }
        return try state.withLock { state in
            try keys.reduce(into: [:]) { found, key in
                guard let entry = state.entries[key] else { return }
                if entry.value == nil, let failure = entry.failure { throw failure }
                found[key] = entry.value
            }
        }
    }

    func value(of key: Key) async throws -> Value? { try await values(of: [key])[key] }

    /// - Returns: whether the caller has to begin a count.
    private func ask(for keys: [Key]) -> Bool {
        state.withLock { state in
            if state.entries.count > Self.most { state.entries = state.entries.filter { $0.value.isAwaited } }
            for key in keys {
                if let entry = state.entries[key], entry.isAwaited || entry.isGoodUntil > .now { continue }
                state.entries[key, default: Entry()].isAwaited = true
                state.waiting.append(key)
            }
            guard !state.isCounting, !state.waiting.isEmpty else { return false }
            state.isCounting = true
            return true
        }
    }

    private func isAnyAwaited(_ keys: [Key]) -> Bool {
        state.withLock { state in keys.contains { state.entries[$0]?.isAwaited == true } }
    }

    private func countAll() async {
        while let key = next() {
            let begin = ContinuousClock.now
            let result: Result<Value, any Error>
            do { result = .success(try await count(key)) } catch { result = .failure(error) }
            settle(key, result, took: ContinuousClock.now - begin)
        }
    }

    private func next() -> Key? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isCounting = false
                return nil
            }
            return state.waiting.removeFirst()
        }
    }

    private func settle(_ key: Key, _ result: Result<Value, any Error>, took: Duration) {
        state.withLock { state in
            guard var entry = state.entries[key] else { return }
            entry.isAwaited = false
            switch result {
            case .success(let value):
                entry.value = value
                entry.failure = nil
                entry.isGoodUntil = .now + took * rest
            case .failure(let error): entry.failure = error
            }
            state.entries[key] = entry
        }
    }
}
