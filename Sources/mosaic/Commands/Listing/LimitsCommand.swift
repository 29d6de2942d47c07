import ArgumentParser
import Correspondence
import Operations

/// `mosaic accounts limits`.
struct LimitsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "limits",
        abstract: "Let an account's daily limit count anew.",
        discussion: """
              mosaic accounts stats                           what counts, and when the next mail may go
              mosaic accounts limits reset me@example.com
            """,
        subcommands: [Reset.self])

    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let accounts send as if they had sent nothing in the last 24 hours.",
            discussion: """
                The limit of an account (RATE_LIMIT_PER_DAY, GMAIL_ACCOUNT_n_RATE_LIMIT_PER_DAY) counts the mails of the last 24 hours; \
                those before now use up nothing of it any more. What its provider takes is counted as before, since the \
                provider goes on counting, and so are the limits of campaigns. The log of acts keeps who did it.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: ArgumentHelp("The accounts' mail addresses.", valueName: "address"))
        var addresses: [EmailAddress]

        func run() async throws {
            try await store.intervene { try await $0.resetLimits(of: addresses) }
        }
    }
}
