import ArgumentParser
import Correspondence
import Operations
import Settings

/// `mosaic accounts take-over`.
struct TakeOverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take-over",
        abstract: "Go on with an account in whose mailbox another installation's mark lies.",
        discussion: """
            Two installations that know nothing of each other would both answer, so both stop. Make sure that the other one is \
            gone or does not use this mailbox any more. This puts a new mark into Sent, which keeps the other one stopped.
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: "The account's mail address.")
    var address: EmailAddress

    func run() async throws {
        let settings = try await store.settings.load().settings
        guard let account = settings.accounts.first(where: { $0.address == address }) else {
            throw CommandFailure("\(address) is no account of the settings.")
        }
        try await store.intervene { acts in
            let outcome: Result<Acknowledgement, any Error> = await Installation.withAccess(
                settings, settings.database
            ) { access in
                do { return .success(try await acts.takeOver(account, access: access)) } catch {
                    return .failure(error)
                }
            }
            return try outcome.get()
        }
    }
}
