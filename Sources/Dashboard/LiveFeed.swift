import Storage
import Synchronization

/// Tells open pages that something has happened. One look at the audit a second serves all of them, and there is none while nobody
/// listens.
final class LiveFeed: Sendable {
    static let mostListeners = 256
    static let interval = Duration.seconds(1)

    private struct State {
        var listeners: [Int: AsyncStream<Int64>.Continuation] = [:]
        var nextKey = 0
        var last: Int64 = 0
    }

    private let store: Store
    private let state = Mutex(State())

    init(_ store: Store) {
        self.store = store
    }

    /// Looks until cancelled.
    func run() async {
        while !Task.isCancelled {
            // A page that hears nothing for a while catches up with the next line.
            if state.withLock({ !$0.listeners.isEmpty }), let newest = try? await store.audit.latest(limit: 1).first {
                tell(newest.id)
            }
            // Ends with the task.
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// The number of the newest line of the audit, whenever it has grown; a slow listener gets only the last one. Nil when too many
    /// listen.
    func listen() -> AsyncStream<Int64>? {
        let (stream, continuation) = AsyncStream.makeStream(of: Int64.self, bufferingPolicy: .bufferingNewest(1))
        let key: Int? = state.withLock { state in
            guard state.listeners.count < Self.mostListeners else { return nil }
            state.nextKey += 1
            state.listeners[state.nextKey] = continuation
            return state.nextKey
        }
        guard let key else { return nil }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: key) }
        }
        return stream
    }

    private func tell(_ id: Int64) {
        let listeners = state.withLock { state -> [AsyncStream<Int64>.Continuation] in
            let isFirst = state.last == 0
            guard id > state.last else { return [] }
            state.last = id
            return isFirst ? [] : Array(state.listeners.values)
        }
        for listener in listeners { listener.yield(id) }
    }
}
