/// The statements that a session has prepared, by text and parameter types; the least recently used is replaced.
struct PreparedStatements {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    /// What to send for a statement: its name, whether it must be prepared first, and a name to deallocate before that.
    struct Plan: Equatable {
        let name: String
        let mustPrepare: Bool
        let evicted: String?
    }

    private struct Entry {
        let name: String
        var lastUse: UInt64
    }

    private let capacity: Int
    private var entries: [Key: Entry] = [:]
    private var uses: UInt64 = 0
    private var names: UInt64 = 0

    init(capacity: Int = 200) { self.capacity = capacity }

    /// Starts over after the server's list and ours diverged, with names that were never used.
    init(continuing old: PreparedStatements) {
        capacity = old.capacity
        names = old.names
    }

    /// Plans the use of a statement. Its name counts as prepared from here on; `forget` it when preparing fails.
    mutating func plan(_ key: Key) -> Plan {
        uses += 1
        if let entry = entries[key] {
            entries[key]?.lastUse = uses
            return Plan(name: entry.name, mustPrepare: false, evicted: nil)
        }
        let evicted = entries.count < capacity ? nil : evictOldest()
        names += 1
        let name = "m\(names)"
        entries[key] = Entry(name: name, lastUse: uses)
        return Plan(name: name, mustPrepare: true, evicted: evicted)
    }

    mutating func forget(_ name: String) {
        if let key = entries.first(where: { $0.value.name == name })?.key { entries[key] = nil }
    }

    private mutating func evictOldest() -> String? {
        // A scan of at most `capacity` entries, only when a new text arrives at a full cache.
        guard let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return nil }
        entries[oldest.key] = nil
        return oldest.value.name
    }
}
