import ArgumentParser
import Operations
import Settings

/// `mosaic explain`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell the whole story of a conversation from what is stored.",
        discussion: """
            What was written, how it was understood, what was decided and why, what was sent when and what the server \
            said, which flags were set and read back, who took over. Times are in your zone (TZ); JSON is in UTC.

              mosaic explain 3                        a conversation, by its ID
              mosaic explain creator@example.com      all conversations with somebody
              mosaic explain '<id@mail.example.com>'  what a Message-ID belongs to
              mosaic explain 3 --json
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: ArgumentHelp("A conversation's ID, a mail address or a Message-ID.", valueName: "id"))
    var subject: ExplainSubject

    func run() async throws {
        let explanation = try await store.withStore { opened in
            try await Explanation.of(subject, in: opened) { accounts in
                try await SettingsLoader.sendPolicy(
                    environment: store.settings.environment, file: store.settings.env, accounts: accounts)
            }
        }
        store.output.print(explanation.json) { explanation.text($0) }
    }
}
