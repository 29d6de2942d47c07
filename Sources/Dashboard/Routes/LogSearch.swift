import Correspondence
import Events
import Hummingbird
import Operations
import Storage
import Text
import Timing

/// What the form of the log asks for.
struct LogSearch {
    /// How grave lines are at least.
    enum Gravity: String, CaseIterable {
        case warning, error

        fileprivate var levels: Set<Event.Level> { self == .error ? [.error] : [.warning, .error] }
        fileprivate var name: String { self == .error ? "errors" : "warnings and errors" }
    }

    /// Events that stand in the audit, by name.
    private static let events = Event.allCases.filter(\.isAudited).sorted { $0.rawValue < $1.rawValue }

    private let gravity: Gravity?
    private let event: Event?
    private let account: String
    private let text: String
    /// The last day, `2026-11-30`; empty for today.
    private let day: String
    /// The offset of the viewer's clock from UTC, in minutes.
    private let offset: Int

    init(_ query: [String: String]) {
        gravity = Gravity(rawValue: query["level"] ?? "")
        event = Event(rawValue: query["event"] ?? "")
        account = query["account"]?.trimmed ?? ""
        text = String((query["q"]?.trimmed ?? "").prefix(200))
        day = query["at"]?.trimmed ?? ""
        offset = max(-1_440, min(1_440, Int(query["offset"] ?? "") ?? 0))
    }

    /// Whether anything was asked for.
    var isEmpty: Bool { gravity == nil && event == nil && account.isEmpty && text.isEmpty && day.isEmpty }

    /// - Throws: where no account can be called so.
    func wanted() throws -> AuditSearch {
        var wanted = AuditSearch(text: text)
        if let gravity {
            wanted.events = Set(Self.events.filter { $0.level.map { gravity.levels.contains($0) } ?? false })
        }
        if let event { wanted.events = wanted.events?.intersection([event]) ?? [event] }
        if !account.isEmpty {
            guard let address = EmailAddress(account) else {
                throw OperationFailure(.unusable, "Write the whole address of an account, such as team@example.com.")
            }
            wanted.account = address
        }
        return wanted
    }

    /// The first instant behind the last day; nil where no day was named.
    func end() throws -> Timestamp? {
        if day.isEmpty { return nil }
        guard let midnight = ReportRange.midnight(day) else {
            throw OperationFailure(.unusable, "Write the day as 2026-11-30.")
        }
        return midnight + .seconds(86_400 - offset * 60)
    }

    /// For the form and for the links to further pages.
    var model: JSON {
        let asked = [
            ("level", gravity?.rawValue ?? ""), ("event", event?.rawValue ?? ""), ("account", account), ("q", text),
            ("at", day), ("offset", day.isEmpty ? "" : "\(offset)"),
        ].filter { !$0.1.isEmpty }
        return [
            "levels": Gravity.allCases.map {
                ["value": $0.rawValue, "name": $0.name, "is_set": $0 == gravity] as JSON
            },
            "kinds": Self.events.map { ["value": $0.rawValue, "is_set": $0 == event] as JSON },
            "sought_account": account, "sought": text, "day": day, "offset": offset, "is_search": !isEmpty,
            "query": asked.map { "\($0.0)=\($0.1.formQuery)&" }.joined(),
        ]
    }
}

extension LogSearch {
    /// The lines that it means, before line `place` or, without one, from its last day back.
    func page(before place: Int64?, of store: Store) async throws -> AuditPage {
        let wanted = try wanted()
        var end = place
        if end == nil, let instant = try self.end() { end = try await store.audit.key(at: instant) }
        return try await store.audit.page(wanted, before: end ?? .max, limit: LogRoutes.page)
    }
}

extension InterfaceRoute {
    static let log = reading(
        "/log",
        """
        The audit, the newest first: level=warning or error, event=NAME, account=ADDRESS, q=TEXT and at=DAY for some of \
        it. Where before is a number, older lines were not looked at: before=NUMBER goes on there.
        """, like: "mosaic logs"
    ) { request, _, parts in
        let search = LogSearch(Form.parsed(request.uri.query ?? ""))
        let found = try await search.page(before: JobRoutes.number("before", in: request), of: parts.store)
        return ["events": found.lines.json, "before": found.before]
    }
}
