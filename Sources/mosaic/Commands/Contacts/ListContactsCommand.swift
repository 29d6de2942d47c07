import ArgumentParser
import Correspondence
import Operations
import Storage
import Text
import Timing

/// `mosaic contacts list`.
struct ListContactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List people, those met last first.",
        discussion: """
              mosaic contacts list --search ada     those whose addresses begin so
            """)

    @OptionGroup var store: StoreOptions
    @Option(name: .long, help: ArgumentHelp("Only addresses that begin so.", valueName: "text"))
    var search: String?
    @OptionGroup var limit: ListLimit

    func run() async throws {
        let rows = limit.rows(asJSON: store.output.json) ?? Int.max - 1
        let found = try await store.withStore { opened in
            if let search { return try await opened.contacts.list(startingWith: search, limit: rows + 1) }
            return try await opened.contacts.latest(limit: rows + 1)
        }
        let people = Array(found.prefix(rows))
        store.output.print(people.json) { terminal in
            guard !people.isEmpty else { return "There is none." }
            var table = Table(["address", .optional("name", 1), "known since", "mail"])
            let now = SystemWallClock().now
            for person in people {
                table.add([
                    person.address.text, (person.name ?? "").shownOnOneLine(limit: 40),
                    person.createdAt.shown(relativeTo: now), person.suppressedReason.map { "none: \($0)" } ?? "may go",
                ])
            }
            return "\(table)" + (found.count > rows ? "\n\n" + terminal.yellow("More follow: --limit 0 for all.") : "")
        }
    }
}
