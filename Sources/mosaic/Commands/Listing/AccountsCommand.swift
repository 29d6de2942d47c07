import ArgumentParser
import Correspondence
import Operations
import Settings
import Storage
import Timing

/// `mosaic accounts`.
struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts",
        abstract: "List, test, pause and steer the watched mailboxes.",
        discussion: """
              mosaic accounts                                  whether each mailbox is watched
              mosaic accounts stats                            what each has sent, and when it may send again
              mosaic accounts test                             log in to IMAP and SMTP
              mosaic accounts connect google me@example.com    let Mosaic read and send by OAuth
              mosaic accounts state me@example.com draft       into Drafts, do not send
              mosaic accounts pause me@example.com --for 2h    send nothing for 2 hours
              mosaic accounts resume me@example.com            send again, whatever held it back
              mosaic accounts limits reset me@example.com      let its daily limit count anew
              mosaic accounts stop-sending                     nothing leaves any account
              mosaic accounts resume-sending
            """,
        subcommands: [
            List.self, AccountStatsCommand.self, Test.self, State.self, Pause.self, Resume.self, StopSending.self,
            ResumeSending.self, LimitsCommand.self,
            TakeOverCommand.self, ConnectCommand.self,
        ],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts, and whether each is watched.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            let configured = try? await store.settings.load().settings.accounts.map(\.address)
            let options = store.settings
            let rules = try? await SettingsLoader.autonomy(environment: options.environment, file: options.env)
            let overview = try await store.withStore {
                try await AccountsOverview(
                    of: $0, configured: configured.map { Set($0) }, rules: rules ?? AutonomyRules())
            }
            store.output.print(overview.json) { overview.text($0, now: SystemWallClock().now) }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Log in to IMAP and SMTP, and look for Sent and Drafts.",
            discussion: "Sends and changes nothing. The exit status is 1 when something is wrong.")

        @OptionGroup var settings: SettingsOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Test this account alone.")
        var address: EmailAddress?

        func run() async throws {
            let loaded = try await settings.load().settings
            let accounts = loaded.accounts.filter { address == nil || $0.address == address }
            guard !accounts.isEmpty else {
                throw CommandFailure("\(address?.text ?? "That") is not an account in the settings.")
            }
            let findings = await Installation.withAccess(loaded, loaded.database) { access in
                await Checkup.run(Checkup.accounts(accounts, of: loaded, access: access))
            }
            output.print(findings.json) { findings.report($0) }
            guard findings.areGood else { throw ExitCode.failure }
        }
    }

    struct State: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set what Mosaic may do with an account.",
            discussion: """
                observe: read and decide, send nothing
                draft:   put each mail into Drafts for a person to send
                auto:    send
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "The account's mail address.")
        var address: EmailAddress
        @Argument(help: "observe, draft or auto.")
        var state: AccountState

        func run() async throws {
            try await store.intervene { try await $0.setState(state, of: address) }
        }
    }

    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send nothing from an account for a while.",
            discussion: "Replies are still read and decided; what becomes due waits.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The account's mail address.")
        var address: EmailAddress
        @Option(name: .customLong("for"), help: ArgumentHelp("How long: 30m, 2h, 3d.", valueName: "span"))
        var span: Span

        func run() async throws {
            try await store.intervene { try await $0.pause(address, for: span.duration) }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let an account send at once, whatever held it back.",
            discussion: """
                That may be your own pause, a server that refused or throttled it, bounced mails, or a daily limit that was \
                reached. Mails that bounced before do not count any more.
                """)

        @OptionGroup var store: StoreOptions
        @Argument(help: "The account's mail address.")
        var address: EmailAddress

        func run() async throws {
            try await store.intervene { try await $0.resume(address) }
        }
    }

    struct StopSending: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Send nothing from any account until resume-sending.",
            discussion: "Replies are still read and decided; what becomes due waits.")

        @OptionGroup var store: StoreOptions
        @Option(help: "Why; `mosaic accounts` shows it.")
        var reason = "by a person"

        func run() async throws {
            try await store.intervene { try await $0.stopSending(reason: reason) }
        }
    }

    struct ResumeSending: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let all accounts send again.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            try await store.intervene { try await $0.resumeSending() }
        }
    }
}
