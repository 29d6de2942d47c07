import Synchronization

/// What the cache has still to be told of; bounded, because forgetting something is mended by the next full
/// synchronisation.
final class PendingSet<Key: Hashable & Sendable>: Sendable {
    private let keys = Mutex<Set<Key>>([])

    func insert(_ key: Key) {
        keys.withLock { keys in
            if keys.count < 10_000 { keys.insert(key) }
        }
    }

    func takeAll() -> Set<Key> {
        keys.withLock { keys in
            defer { keys = [] }
            return keys
        }
    }
}
