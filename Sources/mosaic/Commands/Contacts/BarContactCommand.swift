import ArgumentParser
import Correspondence
import Operations

/// `mosaic contacts bar`.
struct BarContactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bar",
        abstract: "Never write to a contact again.",
        discussion: """
            Whatever is planned to it is cancelled, in every campaign, its conversations stop, and what waits for you because of \
            it is closed. `mosaic contacts unbar` takes it back.
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: "The contact's mail address.")
    var address: EmailAddress
    @Option(help: "Why; it is kept.")
    var reason = "a person said so"

    func run() async throws {
        try await store.intervene { try await $0.bar(address, reason: reason) }
    }
}
