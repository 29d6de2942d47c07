import ArgumentParser
import Correspondence
import Operations
import Settings

/// `mosaic accounts take-over`.
struct TakeOverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "take-over",
        abstract: "Use a mailbox that another installation has used.",
        discussion: """
            Two installations on one mailbox would both answer, so both stop when they notice each other. Make sure that the \
            other one is gone, or no longer uses this mailbox. This puts a new mark into Sent, which keeps the other one \
            stopped.
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: "The account's mail address.")
    var address: EmailAddress

    func run() async throws {
        let settings = try await store.settings.load().settings
        guard let account = settings.accounts.first(where: { $0.address == address }) else {
            throw CommandFailure("\(address) is not an account in the settings.")
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
