import ArgumentParser
import Correspondence
import Operations
import Storage
import Text
import Timing

extension SuppressionReason: ExpressibleByArgument {}

/// `mosaic suppressions`.
struct SuppressionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suppressions",
        abstract: "Whom no mail goes to: list, add, import and export.",
        discussion: """
              mosaic suppressions
              mosaic suppressions add them@example.com
              mosaic suppressions import list.csv       an address in each row, as other programs export them
              mosaic suppressions export > list.csv

            It holds for every campaign and for answers. `mosaic contacts unbar` lifts one that was a mistake; whole domains \
            stand in NEVER_ANSWER.
            """,
        subcommands: [List.self, Add.self, Import.self, Export.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List whom no mail goes to.")

        @OptionGroup var store: StoreOptions
        @OptionGroup var limit: ListLimit

        func run() async throws {
            let rows = limit.rows(asJSON: store.output.json) ?? Int.max - 1
            let found = try await store.withStore { try await $0.contacts.suppressed(limit: rows + 1) }
            store.output.print(Array(found.prefix(rows)).json) { terminal in
                guard !found.isEmpty else { return "There is none." }
                var table = Table(["address", "reason", "since"])
                for one in found.prefix(rows) { table.add([one.address.text, one.reason.rawValue, one.since.shown]) }
                let more = found.count > rows ? "\n\n" + terminal.yellow("More follow: --limit 0 shows all.") : ""
                return "\(table)\(more)"
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Never write to these again.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "Mail addresses, also of people who were never written to.")
        var addresses: [EmailAddress]

        func run() async throws {
            let added = try await store.withStore { try await $0.contacts.suppress(addresses, reason: .manual) }
            store.output.print(["added": added, "given": addresses.count] as JSON) { _ in
                "\(added) of \(addresses.count) were not on the list before."
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Never write to anybody again whom a file names.",
            discussion: "An address on each line, or in the first cell of a row that holds one. - is standard input.")

        @OptionGroup var store: StoreOptions
        @Argument(help: ArgumentHelp("The file.", valueName: "file.csv"))
        var file: String
        @Option(name: .long, help: "Why, for all of them.")
        var reason: SuppressionReason = .optOut

        func run() async throws {
            let bytes = try InputText.bytes(of: file)
            let report = try await store.withStore { try await SuppressionList.take(bytes, reason: reason, into: $0) }
            let json: JSON = ["addresses": report.addresses, "added": report.added, "faulty_lines": report.faulty]
            store.output.print(json) { terminal in
                let odd = report.faulty.map(String.init).joined(separator: ", ")
                return "\(report.addresses) addresses: \(report.added) were not on the list before."
                    + (report.faulty.isEmpty ? "" : "\n" + terminal.yellow("No address in lines \(odd)."))
            }
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Write the list as CSV.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            try await store.withStore { opened in
                try await SuppressionList.write(from: opened, to: { try RawOutput.write($0) })
            }
        }
    }
}
