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
              mosaic accounts                                  how each mailbox is
              mosaic accounts test                             log in to IMAP and SMTP
              mosaic accounts connect google me@example.com    let Mosaic read and send by OAuth
              mosaic accounts state me@example.com draft       into Drafts, do not send
              mosaic accounts pause me@example.com --for 2h    send nothing for 2 hours
              mosaic accounts resume me@example.com            send again, whatever it waits for
              mosaic accounts stop-sending                     nothing leaves any account
              mosaic accounts resume-sending
            """,
        subcommands: [
            List.self, Test.self, State.self, Pause.self, Resume.self, StopSending.self, ResumeSending.self,
            TakeOverCommand.self, ConnectCommand.self,
        ],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts and how they are.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            let overview = try await store.withStore { try await AccountsOverview(of: $0) }
            store.output.print(overview.json) { overview.text($0, now: SystemWallClock().now) }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Log in to IMAP and SMTP and look for the special folders.",
            discussion: "Sends and changes nothing. The exit status is 1 when something is wrong.")

        @OptionGroup var settings: SettingsOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Test this account alone.")
        var address: EmailAddress?

        func run() async throws {
            let loaded = try await settings.load().settings
            let accounts = loaded.accounts.filter { address == nil || $0.address == address }
            guard !accounts.isEmpty else {
                throw CommandFailure("\(address?.text ?? "That") is no account of the settings.")
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
            abstract: "Let an account send at once, whatever it waits for.",
            discussion: """
                That may be your own pause, a server that refused or throttled it, mails that bounced, or a daily limit that was \
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
        @Option(help: "Why, for everybody who looks at `mosaic accounts`.")
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

extension AccountsOverview {
    fileprivate func text(_ terminal: Terminal, now: Timestamp) -> String {
        guard !accounts.isEmpty else { return "No account is known yet: start `mosaic run` once." }
        var table = Table(["account", "may", "health", "last look", "sent in 24 h", "note"])
        for account in accounts {
            table.add([
                account.address.text, account.state.rawValue, account.health.shown(terminal),
                account.lastCheckedAt?.shown(relativeTo: now) ?? "never",
                "\(sent(from: account.address)) of \(account.dailyLimit)", account.note(now),
            ])
        }
        let stopped = stop.map {
            "\n\n" + terminal.red("All sending is stopped since \($0.since.shown) UTC: \($0.reason).")
                + "\nWhen that is mended: mosaic accounts resume-sending"
        }
        return "\(table)\(stopped ?? "")"
    }
}

extension AccountRecord {
    fileprivate func note(_ now: Timestamp) -> String {
        if rival != nil { return "another installation uses this mailbox: nothing is sent" }
        if let pause, pause.until > now {
            let why = pause.reason.map { ": \($0.shownOnOneLine(limit: 80))" } ?? ""
            return "sends nothing until \(pause.until.shown)\(why)"
        }
        return health == .failing ? (healthDetail ?? "").shownOnOneLine(limit: 60) : ""
    }
}

extension AccountHealth {
    fileprivate func shown(_ terminal: Terminal) -> String {
        switch self {
        case .watching: terminal.green(rawValue)
        case .failing: terminal.red(rawValue)
        case .unknown, .connecting: rawValue
        }
    }
}
