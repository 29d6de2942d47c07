import ArgumentParser
import Correspondence
import Settings
import Storage
import Text
import Timing

/// `mosaic accounts`.
struct AccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts",
        abstract: "List, test, pause and steer the watched mailboxes.",
        discussion: """
              mosaic accounts                                  how each mailbox is
              mosaic accounts test                             log in to IMAP and SMTP
              mosaic accounts state me@example.com draft       into Drafts, do not send
              mosaic accounts pause me@example.com --for 2h    send nothing for 2 hours
              mosaic accounts resume me@example.com
              mosaic accounts resume-sending                   after Mosaic stopped itself
            """,
        subcommands: [List.self, Test.self, State.self, Pause.self, Resume.self, ResumeSending.self],
        defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts and how they are.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            let (accounts, sent, stop) = try await store.withStore { store in
                (
                    try await store.accounts.all(), try await store.outbox.sentLastDay(),
                    try await store.instance.sendingStop()
                )
            }
            let now = SystemWallClock().now
            let json: JSON = [
                "accounts": accounts.map { $0.json(sent: sent[$0.address] ?? 0) },
                "sending_stopped_at": stop?.since, "sending_stopped_reason": stop?.reason,
            ]
            store.output.print(json) { terminal in
                guard !accounts.isEmpty else { return "No account is known yet: start `mosaic run` once." }
                var table = Table(["account", "may", "health", "last look", "sent in 24 h", "note"])
                for account in accounts {
                    table.add([
                        account.address.text, account.state.rawValue, account.health.shown(terminal),
                        account.lastCheckedAt?.shown(relativeTo: now) ?? "never",
                        "\(sent[account.address] ?? 0) of \(account.dailyLimit)", account.note(now),
                    ])
                }
                let stopped = stop.map {
                    "\n\n" + terminal.red("All sending is stopped since \($0.since.shown) UTC: \($0.reason).")
                        + "\nWhen that is mended: mosaic accounts resume-sending"
                }
                return "\(table)\(stopped ?? "")"
            }
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
            let findings = await Checkup.run(accounts.flatMap { AccountCheck($0, loaded).parts })
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
            try await store.steer(address, done: "\(address) may now: \(state.rawValue).") {
                try await $0.accounts.setState(state, of: $1)
            }
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
            let end = SystemWallClock().now + span.duration
            try await store.steer(address, done: "\(address) sends nothing until \(end.shown) UTC.") {
                try await $0.accounts.pause($1, until: end, reason: "by a person")
            }
        }
    }

    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End an account's pause.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The account's mail address.")
        var address: EmailAddress

        func run() async throws {
            try await store.steer(address, done: "\(address) may send again.") {
                try await $0.accounts.pause($1, until: nil, reason: nil)
            }
        }
    }

    struct ResumeSending: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Let all accounts send again.",
            discussion: """
                Mosaic stops all sending by itself when too many mails fail for good, or too many leave at once. Look at the \
                reason first: mosaic accounts
                """)

        @OptionGroup var store: StoreOptions

        func run() async throws {
            try await store.withStore { try await $0.instance.resumeSending() }
            store.output.print(["done": true]) { _ in "All accounts may send again." }
        }
    }
}

extension StoreOptions {
    /// Changes one account, which must be known.
    fileprivate func steer(
        _ address: EmailAddress, done: String, _ act: (Store, AccountID) async throws -> Void
    ) async throws {
        try await withStore { store in
            guard let account = try await store.accounts.all().first(where: { $0.address == address }) else {
                throw CommandFailure("\(address) is not known to the database: see `mosaic accounts`.")
            }
            try await act(store, account.id)
        }
        output.print(["done": true, "account": address]) { _ in done }
    }
}

extension AccountRecord {
    fileprivate func json(sent: Int) -> JSON {
        [
            "id": id, "address": address, "state": state, "health": health.rawValue, "health_detail": healthDetail,
            "last_checked_at": lastCheckedAt, "paused_until": pausedUntil, "pause_reason": pauseReason,
            "daily_limit": dailyLimit, "sent_last_24h": sent,
        ]
    }

    fileprivate func note(_ now: Timestamp) -> String {
        if let pausedUntil, pausedUntil > now { return "paused until \(pausedUntil.shown)" }
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
