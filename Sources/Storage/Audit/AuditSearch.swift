package import Correspondence
import Database
package import Events
package import Timing

/// The lines of the audit that somebody looks for; without a condition, all of them.
package struct AuditSearch: Sendable, Hashable {
    /// Any of these; nil for every event.
    package var events: Set<Event>?
    /// The account that a line, or its conversation, belongs to.
    package var account: EmailAddress?
    /// A part of the detail, in any case of letters, or the whole address of the line's correspondent.
    package var text: String

    package init(events: Set<Event>? = nil, account: EmailAddress? = nil, text: String = "") {
        self.events = events
        self.account = account
        self.text = text
    }

    /// Whether every line is meant.
    package var isEmpty: Bool { self == AuditSearch() }
}

/// Lines of the audit, the newest first, and how far they were looked for.
package struct AuditPage: Sendable, Hashable {
    package let lines: [EventRecord]
    /// Older lines than this one were not looked at; nil: there are none.
    package let before: Int64?
    /// The instant of the oldest line that was looked at.
    package let reached: Timestamp?

    package static let nothing = AuditPage(lines: [], before: nil, reached: nil)
}

extension Audit {
    /// Lines that are looked at by one statement.
    private static let window: Int64 = 500
    /// Statements of one search: it looks at 10,000 lines at most, however many there are and however rare the right ones.
    private static let mostWindows = 20

    /// The newest lines before line `id` that `search` means. Where they are rare, the page is not full, and the search goes on at
    /// its ``AuditPage/before``.
    package func page(_ search: AuditSearch, before id: Int64 = .max, limit: Int) async throws -> AuditPage {
        try await database.read { session in
            let condition = try await session.condition(of: search)
            var keys: [AuditKey] = []
            var place: Int64? = id
            for _ in 0..<Self.mostWindows {
                guard let end = place, keys.count < limit else { break }
                let window = try await session.first(
                    """
                    SELECT MIN(id) AS low, COUNT(*) AS count
                    FROM (SELECT id FROM events WHERE id < \(end) ORDER BY id DESC LIMIT \(Self.window)) AS looked
                    """)
                guard let low = try window?.optionalInt64("low") else {
                    place = nil
                    break
                }
                let rest = limit - keys.count
                let found = try await session.keys(
                    """
                    SELECT e.id FROM events e WHERE e.id >= \(low) AND e.id < \(end) \(condition)
                    ORDER BY e.id DESC LIMIT \(rest)
                    """, as: AuditKey.self)
                keys += found
                let isLast = try window?.int64("count") ?? 0 < Self.window
                place = found.count == rest ? found.last?.rawValue : isLast ? nil : low
            }
            let lines = try await session.events("e.id \(in: keys) ORDER BY e.id DESC")
            let reached = try await session.first("SELECT MIN(at) AS at FROM events WHERE id = \(place)")
            return AuditPage(lines: lines, before: place, reached: try reached?.optionalTimestamp("at"))
        }
    }

    /// The key that the first line at `instant` or later has, or would have: keys grow with time. It is found by halving, which
    /// takes as many steps for a million lines as for a thousand.
    package func key(at instant: Timestamp) async throws -> Int64 {
        try await database.read { session in
            let ends = try await session.first(
                "SELECT (SELECT MIN(id) FROM events) AS low, (SELECT MAX(id) FROM events) AS high")
            var low = try ends?.optionalInt64("low") ?? 1
            var high = (try ends?.optionalInt64("high") ?? 0) + 1
            while low < high {
                let middle = low + (high - low) / 2
                let row = try await session.first(
                    "SELECT id, at FROM events WHERE id <= \(middle) ORDER BY id DESC LIMIT 1")
                guard let row, try row.timestamp("at") >= instant else {
                    low = middle + 1
                    continue
                }
                high = try row.int64("id")
            }
            return low
        }
    }
}

/// The number of a line.
private struct AuditKey: RawRepresentable, Sendable {
    let rawValue: Int64
}

extension SQLSession {
    /// What stands behind the keys of a window over `events e`.
    fileprivate func condition(of search: AuditSearch) async throws -> SQL {
        var condition: SQL = ""
        if let events = search.events {
            condition = "AND e.name \(in: events.map(\.rawValue).sorted())"
        }
        if let account = search.account {
            let key = try await first("SELECT id FROM accounts WHERE address = \(account.key)")?.int64("id")
            condition = """
                \(condition) AND COALESCE(e.account_id, (SELECT t.account_id FROM email_threads t WHERE t.id = e.thread_id))
                    = \(key)
                """
        }
        guard !search.text.isEmpty else { return condition }
        let conversations = try await conversations(with: search.text)
        let told: SQL = SQL.contains("lower(e.detail)", search.text.lowercased().storable)
        return "\(condition) AND (\(told) OR e.thread_id \(in: conversations))"
    }

    /// A person has few.
    private func conversations(with address: String) async throws -> [ConversationID] {
        guard let address = EmailAddress(address) else { return [] }
        return try await keys(
            """
            SELECT t.id FROM contacts c JOIN email_threads t ON t.contact_id = c.id
            WHERE c.address = \(address.key) ORDER BY t.id DESC LIMIT 500
            """, as: ConversationID.self)
    }
}
