import ArgumentParser
import Correspondence
import Operations
import Outreach
import Settings
import Storage

/// `mosaic explain`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell the whole story of a conversation, or why nothing is being sent.",
        discussion: """
            What was written, how it was understood, what was decided and why, what was sent when and what the server \
            said, which flags were set and read back, who took over. Times are in your zone (TZ); JSON is in UTC.

              mosaic explain 3                        a conversation, by its ID
              mosaic explain creator@example.com      all conversations with somebody
              mosaic explain '<id@mail.example.com>'  what a Message-ID belongs to
              mosaic explain 3 --json

            Every gate that keeps a mail from leaving, with the instant at which it opens:

              mosaic explain --campaign spring        its hours and limits, and its accounts
              mosaic explain --lead 17                its planned mail, or what it waits for
              mosaic explain --account me@example.com
            """)

    @OptionGroup var store: StoreOptions
    @Argument(help: ArgumentHelp("A conversation's ID, a mail address or a Message-ID.", valueName: "id"))
    var subject: ExplainSubject?
    @Option(name: .long, help: "The gates of this campaign.")
    var campaign: String?
    @Option(name: .long, help: "The gates of this lead, as `mosaic leads` lists it.")
    var lead: LeadID?
    @Option(name: .long, help: "The gates of this account.")
    var account: EmailAddress?

    func validate() throws {
        let named = [subject != nil, campaign != nil, lead != nil, account != nil]
        guard named.count(where: { $0 }) == 1 else {
            throw ValidationError("Say what to explain: a conversation, an address, --campaign, --lead or --account.")
        }
    }

    func run() async throws {
        guard let subject else { return try await tellGates() }
        let explanation = try await store.withStore { opened in
            try await Explanation.of(subject, in: opened, policy: store.settings.sendPolicy)
        }
        store.output.print(explanation.json) { explanation.text($0) }
    }

    private func tellGates() async throws {
        let report = try await store.withStore { opened in
            let policy = store.settings.sendPolicy
            if let campaign { return try await GateReport.of(campaign: campaign, in: opened, policy: policy) }
            if let lead { return try await GateReport.of(lead: lead, in: opened, policy: policy) }
            guard let account else { throw CommandFailure("Nothing was named.") }
            return try await GateReport.of(account: account, in: opened, policy: policy)
        }
        store.output.print(report.json) { report.text($0) }
    }
}
