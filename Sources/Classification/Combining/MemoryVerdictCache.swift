package import Correspondence
import Synchronization

/// The newest `capacity` verdicts in memory; the least recently used goes first.
package final class MemoryVerdictCache: VerdictCache {
    private let state: Mutex<RecentlyUsed>

    package init(capacity: Int = 4_096) {
        state = Mutex(RecentlyUsed(capacity: max(1, capacity)))
    }

    package func verdict(for key: VerdictKey) async -> IntentVerdict? {
        state.withLock { $0.use(key) }
    }

    package func store(_ verdict: IntentVerdict, for key: VerdictKey) async {
        state.withLock { $0.insert(verdict, for: key) }
    }
}

/// Ages are counters; the queue may hold outdated ages of a key, which are skipped.
private struct RecentlyUsed {
    let capacity: Int
    private var entries: [VerdictKey: (verdict: IntentVerdict, age: UInt64)] = [:]
    private var queue: [(key: VerdictKey, age: UInt64)] = []
    private var head = 0
    private var clock: UInt64 = 0

    init(capacity: Int) { self.capacity = capacity }

    mutating func use(_ key: VerdictKey) -> IntentVerdict? {
        guard let verdict = entries[key]?.verdict else { return nil }
        touch(key, verdict)
        return verdict
    }

    mutating func insert(_ verdict: IntentVerdict, for key: VerdictKey) {
        touch(key, verdict)
        while entries.count > capacity { dropOldest() }
    }

    private mutating func touch(_ key: VerdictKey, _ verdict: IntentVerdict) {
        clock += 1
        entries[key] = (verdict, clock)
        queue.append((key, clock))
        if queue.count - head > 4 * capacity + 16 { compact() }
    }

    private mutating func dropOldest() {
        let oldest = queue[head]
        head += 1
        if entries[oldest.key]?.age == oldest.age { entries[oldest.key] = nil }
        if head > capacity { compact() }
    }

    private mutating func compact() {
        queue = queue[head...].filter { entries[$0.key]?.age == $0.age }
        head = 0
    }
}
