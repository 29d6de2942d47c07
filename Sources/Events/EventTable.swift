/// The catalogue as a Markdown table: the output of `mosaic events` and the content of `docs/EVENTS.md`.
package enum EventTable {
    package static var markdown: String {
        """
        # Events

        What Mosaic writes about its work, printed by `mosaic events`. The names are contracts: they never change.

        A line of the log has an instant, a level, a name and facts (`mosaic logs`). A row of the audit, the table `events`, \
        has a number, an instant, a name and the columns named here (`mosaic explain`). An event has all or some of its \
        facts and columns. Where no level stands, the event is not logged; where no columns stand, it is not audited.

        | event | level | facts of the line | columns of the row | meaning |
        |---|---|---|---|---|
        \(Event.allCases.map(row).joined(separator: "\n"))
        """
    }

    private static func row(_ event: Event) -> String {
        let entry = event.entry
        let level = entry.level?.rawValue ?? "–"
        let columns = entry.columns.map { $0.isEmpty ? "name alone" : code($0.map(\.rawValue)) } ?? "–"
        return "| `\(event.rawValue)` | \(level) | \(code(entry.facts)) | \(columns) | \(entry.meaning) |"
    }

    private static func code(_ names: [String]) -> String {
        names.isEmpty ? "–" : names.map { "`\($0)`" }.joined(separator: " ")
    }
}
