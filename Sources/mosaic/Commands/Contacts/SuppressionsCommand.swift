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
        abstract: "People who get no mail: list, add, import and export.",
        discussion: """
              mosaic suppressions
              mosaic suppressions add them@example.com
              mosaic suppressions add @agency.example    everybody there, and below it
              mosaic suppressions remove @agency.example
              mosaic suppressions import list.csv       an address or a domain in each row, as other programs export them
              mosaic suppressions export > list.csv

            It holds for every campaign and for answers. `mosaic contacts unbar` lifts one that was a mistake. Whom the settings \
            forbid, with their domains, stands in NEVER_ANSWER.
            """,
        subcommands: [List.self, Add.self, Remove.self, Import.self, Export.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the people who get no mail.")

        @OptionGroup var store: StoreOptions
        @OptionGroup var limit: ListLimit

        func run() async throws {
            let rows = limit.rows(asJSON: store.output.json) ?? Int.max - 1
            let (domains, found) = try await store.withStore {
                (try await $0.contacts.suppressedDomains(), try await $0.contacts.suppressed(limit: rows + 1))
            }
            store.output.print(.array(domains.map(\.json) + found.prefix(rows).map(\.json))) { terminal in
                guard !found.isEmpty || !domains.isEmpty else { return "There is none." }
                var table = Table(["address", "reason", "since"])
                for one in domains { table.add(["\(one.domain)", "everybody there", one.since.shown]) }
                for one in found.prefix(rows) { table.add([one.address.text, one.reason.rawValue, one.since.shown]) }
                let more = found.count > rows ? "\n\n" + terminal.yellow("More follow: --limit 0 shows all.") : ""
                return "\(table)\(more)"
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Never write to these again.")

        @OptionGroup var store: StoreOptions
        @Argument(
            help: "Mail addresses, also of people who were never written to, and domains such as @agency.example.")
        var entries: [SuppressionEntry]
        @Option(name: .long, help: "Why, for the addresses.")
        var reason: SuppressionReason = .manual
        @Flag(name: .long, help: "Also a domain where people of all kinds have their addresses, such as gmail.com.")
        var force = false

        func run() async throws {
            let added = try await store.withStore {
                try await SuppressionList.add(entries, reason: reason, isForced: force, to: $0)
            }
            store.output.print(["added": added, "given": entries.count] as JSON) { _ in
                "\(added) of \(entries.count) were not on the list before."
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let mail go to a domain again.",
            discussion: "An address is lifted by `mosaic contacts unbar`, which asks for the reason.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The domain, as `mosaic suppressions` lists it.")
        var domain: MailDomain

        func run() async throws {
            let done = try await store.withStore { try await SuppressionList.remove(domain, from: $0) }
            store.output.print(done.json) { _ in done.sentence }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Never write again to anybody named in a file.",
            discussion: """
                An address on each line, or in the first cell of a row that holds one; or a domain, in the first cell or with an \
                @ in front. - is standard input.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: ArgumentHelp("The file.", valueName: "file.csv"))
        var file: String
        @Option(name: .long, help: "Why, for all of them.")
        var reason: SuppressionReason = .optOut
        @Flag(name: .long, help: "Also domains where people of all kinds have their addresses, such as gmail.com.")
        var force = false

        func run() async throws {
            let bytes = try InputText.bytes(of: file)
            let report = try await store.withStore {
                try await SuppressionList.take(bytes, reason: reason, isForced: force, into: $0)
            }
            let json: JSON = [
                "addresses": report.addresses, "domains": report.domains, "added": report.added,
                "faulty_lines": report.faulty, "refused": report.refused,
            ]
            store.output.print(json) { terminal in
                let odd = report.faulty.map(String.init).joined(separator: ", ")
                let lines = [
                    "\(report.addresses) addresses and \(report.domains) domains: \(report.added) were not on the list before."
                ]
                let odds = report.faulty.isEmpty ? [] : ["Neither address nor domain in lines \(odd)."]
                return (lines + (odds + report.refused).map { terminal.yellow($0) }).joined(separator: "\n")
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
