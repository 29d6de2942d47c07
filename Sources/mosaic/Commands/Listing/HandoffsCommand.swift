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
        abstract: "List what waits for you, show it, and close it.",
        discussion: """
            Mosaic hands a conversation over with its mail unread and the keyword $MosaicHuman. Answering the mail from the \
            mailbox closes the handoff by itself.

              mosaic handoffs               what waits for you, the oldest first
              mosaic handoffs show 5        all that they wrote
              mosaic handoffs list --all    also what is closed
              mosaic handoffs close 5       done without an answer
              mosaic handoffs close ann@example.com
            """,
        subcommands: [List.self, Show.self, Close.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List handoffs, the oldest open one first.")

        @OptionGroup var store: StoreOptions
        @Flag(name: .long, help: "Also list closed ones, the latest first.")
        var all = false
        @OptionGroup var limit: ListLimit

        func run() async throws {
            // Open handoffs are never cut off unless asked for; closed ones may be endless.
            let rows = all || limit.number != nil ? limit.rows(asJSON: store.output.json) : nil
            let list = try await store.withStore { try await HandoffList(of: $0, alsoClosed: all, limit: rows) }
            store.output.print(list.json) { list.text($0, now: SystemWallClock().now) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show one handoff with all that they wrote.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The handoff's number, or its contact's address.")
        var handoff: NumberOrContact<Entity.Handoff>

        func run() async throws {
            let record = try await store.withStore { try await HandoffRecord.of(handoff.resolved(in: $0), in: $0) }
            store.output.print(record.json) { terminal in
                record.text(terminal, now: SystemWallClock().now, lines: nil)
                    + "\n\n" + terminal.dim("The whole story: mosaic explain \(record.conversation)")
            }
        }
    }

    struct Close: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Close a handoff that needs nothing more.",
            discussion: "The conversation stays with a person; see `mosaic conversations resume`.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The handoff's number, or its contact's address.")
        var handoff: NumberOrContact<Entity.Handoff>

        func run() async throws {
            try await store.intervene { try await $0.close(handoff) }
        }
    }
}
