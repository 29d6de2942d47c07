import ArgumentParser
import Correspondence
import Operations

/// `mosaic contacts`.
struct ContactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contacts",
        abstract:
            "List people, export those you can call, erase somebody, bar somebody or lift a bar that was a mistake.",
        discussion: """
              mosaic contacts list --search them
              mosaic contacts export > contacts.csv
              mosaic contacts erase them@example.com --dry-run
              mosaic contacts bar them@example.com
              mosaic contacts unbar them@example.com --reason "the provider refused us, not them"

            Whether and why a contact is barred: mosaic explain them@example.com
            """,
        subcommands: [
            ListContactsCommand.self, ExportContactsCommand.self, EraseContactCommand.self, BarContactCommand.self,
            UnbarContactCommand.self,
        ])
}

/// `mosaic contacts unbar`.
struct UnbarContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unbar",
        abstract: "Lift the bar on a contact.",
        discussion: """
            For an address that was barred by a bounce or a refusal which was none of its own. Its stopped conversations are \
            yours from then on; nothing is sent by this. Who asked for no more mail stays barred, unless you are sure that this \
            was misunderstood; who was erased, too.
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: "The contact's mail address.")
    var address: EmailAddress
    @Option(help: "Why it was a mistake; it is kept.")
    var reason: String
    @Flag(help: "Even if they seem to have opted out.")
    var optOutWasMisunderstood = false

    func run() async throws {
        try await store.intervene {
            try await $0.unbar(address, reason: reason, evenAfterOptOut: optOutWasMisunderstood)
        }
    }
}
