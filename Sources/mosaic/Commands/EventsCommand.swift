import ArgumentParser
import Events
import Text

/// `mosaic events`.
struct EventsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "List every event of the log and the audit, and what it means.",
        discussion: """
            A table in Markdown: the name, the level and facts of its line in the log, the columns of its row in the audit, \
            and one sentence. The names never change, so alerts may rely on them.

              mosaic events
              mosaic events --json | jq -r '.[] | select(.level == "ERROR") | .event'
            """)

    @OptionGroup var output: OutputOptions

    func run() {
        output.print(JSON.array(Event.allCases.map(\.json))) { _ in EventTable.markdown }
    }
}

extension Event: JSONConvertible {
    var json: JSON {
        [
            "event": rawValue, "level": level?.rawValue, "facts": entry.facts, "audited": isAudited,
            "columns": entry.columns.map { $0.map(\.rawValue) } ?? [], "meaning": entry.meaning,
        ]
    }
}
