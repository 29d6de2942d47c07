import ArgumentParser
import Correspondence
import Operations
import Storage
import Text
import Timing

/// `mosaic handoffs`.
struct HandoffsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handoffs",
        abstract: "List what waits for a person, and tick it off.",
        discussion: """
            Mosaic hands a conversation over with its mail unread and the keyword $MosaicHuman. Answering the mail from the \
            mailbox closes the handoff by itself.

              mosaic handoffs               what waits for you, the oldest first
              mosaic handoffs list --all    also what is closed
              mosaic handoffs close 5       done without an answer
            """,
        subcommands: [List.self, Close.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List handoffs, the oldest open one first.")

        @OptionGroup var store: StoreOptions
        @Flag(name: .long, help: "Also list closed ones.")
        var all = false
        @Option(name: .long, help: ArgumentHelp("Show at most so many.", valueName: "n"))
        var limit = 50

        func run() async throws {
            let list = try await store.withStore {
                try await HandoffRecord.list(of: $0, alsoClosed: all, limit: limit)
            }
            store.output.print(.array(list.map(\.json))) { _ in
                guard !list.isEmpty else { return "Nothing waits for a person." }
                var table = Table([
                    "ID", "waits since", "contact", "account", "why", "they gave", "they wrote", "conversation",
                ])
                for record in list {
                    table.add([
                        "\(record.id)", record.closedAt == nil ? record.openedAt.shown : "closed", record.contact.text,
                        record.account.text, record.reason, record.given,
                        (record.ownText ?? "").shownOnOneLine(limit: 50),
                        "\(record.thread)",
                    ])
                }
                return "\(table)"
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tick a handoff off.",
            discussion: "The conversation stays with a person; see `mosaic conversations resume`.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The handoff, as `mosaic handoffs` lists it.")
        var id: HandoffID

        func run() async throws {
            try await store.intervene { try await $0.close(id) }
        }
    }
}

extension HandoffRecord {
    /// Numbers and addresses, with the candidates of a number whose country is not known.
    fileprivate var given: String {
        contacts.filter(\.kind.answersTheQuestion).map(\.shownBriefly).joined(separator: "; ")
            .shownOnOneLine(limit: 120)
    }
}
