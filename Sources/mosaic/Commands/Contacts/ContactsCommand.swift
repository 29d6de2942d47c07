import ArgumentParser
import Correspondence
import Operations

/// `mosaic contacts`.
struct ContactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contacts",
        abstract: "Never write to a contact again, or let mail go to one that was barred by mistake.",
        discussion: """
              mosaic contacts bar them@example.com
              mosaic contacts unbar them@example.com --reason "the provider refused us, not them"

            Whether and why a contact is barred: mosaic explain them@example.com
            """,
        subcommands: [BarContactCommand.self, UnbarContactCommand.self])
}

/// `mosaic contacts unbar`.
struct UnbarContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unbar",
        abstract: "Let mail go to a contact again.",
        discussion: """
            For an address that was barred by a bounce or a refusal which was none of its own. Its stopped conversations are \
            yours from then on; nothing is sent by this. Who asked for no more mail stays barred, unless you are sure that this \
            was misunderstood.
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: "The contact's mail address.")
    var address: EmailAddress
    @Option(help: "Why it was a mistake; it is kept.")
    var reason: String
    @Flag(help: "Also when it was taken for an opt-out.")
    var optOutWasMisunderstood = false

    func run() async throws {
        try await store.intervene {
            try await $0.unbar(address, reason: reason, evenAfterOptOut: optOutWasMisunderstood)
        }
    }
}
