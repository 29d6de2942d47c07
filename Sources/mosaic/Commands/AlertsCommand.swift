import Alerting
import ArgumentParser
import Correspondence
import Curl
import Operations
import Settings
import Storage
import Text
import Timing

extension AlertForm: ExpressibleByArgument {}

/// `mosaic alerts`.
struct AlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Be told when something wants a person.",
        discussion: """
              mosaic alerts add slack https://hooks.slack.com/services/…
              mosaic alerts add webhook https://example.com/mosaic     signed as Standard Webhooks have it
              mosaic alerts add mail ops@example.com                   from an account of ours, or ALERT_SMTP_SERVER
              mosaic alerts test 1
              mosaic alerts                                            who is told, and whether it arrives

            Told are: handoffs that were opened or wait for a day, accounts that fail, campaigns that paused themselves, a stop of \
            all sending, and mails of which nobody knows whether they left. `mosaic run` tells them, what comes close together in \
            one message. URLs of private networks need their host in ALERT_HOSTS.
            """,
        subcommands: [List.self, Add.self, Test.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List who is told.")

        @OptionGroup var store: StoreOptions

        func run() async throws {
            let list = try await store.withStore { try await AlertList(of: $0) }
            store.output.print(list.json) { terminal in
                guard !list.targets.isEmpty else { return "Nobody is told: mosaic alerts add --help" }
                var table = Table(["id", "form", "address", "state"])
                for target in list.targets {
                    let state =
                        target.disabledAt.map { "given up \($0.shown): \(target.failure ?? "")" }
                        ?? target.failingSince.map { "fails since \($0.shown): \(target.failure ?? "")" }
                        ?? "no failure known"
                    table.add([
                        "\(target.id)", AlertForm(of: target).rawValue,
                        AlertAddress.shown(target).shownOnOneLine(limit: 60),
                        state.shownOnOneLine(limit: 80),
                    ])
                }
                let rest = "\(list.pending) alerts wait, \(list.dead) were given up."
                return "\(table)\n\n\(terminal.dim(rest))"
            }
        }
    }

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell somebody from now on.",
            discussion: "The secret that a webhook is signed with is printed once.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "webhook, slack, discord, teams or mail.")
        var form: AlertForm
        @Argument(help: "The URL that takes the messages; for mail an address.")
        var url: String

        func run() async throws {
            let trusted = try await store.alertHosts()
            try await store.intervene { try await $0.addAlerts(form, to: url, trusted: trusted) }
        }
    }

    struct Test: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Send a test at once, and say whether it arrived.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The receiver, as `mosaic alerts` lists it.")
        var id: AlertTargetID

        func run() async throws {
            let transport = CurlTransport()
            let result: Result<Acknowledgement, any Error>
            do { result = .success(try await test(through: transport)) } catch { result = .failure(error) }
            await transport.shutdown()
            let done = try result.get()
            store.output.print(done.json) { _ in done.sentence }
        }

        private func test(through transport: CurlTransport) async throws -> Acknowledgement {
            let trusted = try await store.alertHosts()
            // Webhooks need none of the other settings.
            let settings = try? await store.settings.load().settings
            return try await store.withStore { opened in
                let post = Installation.alertPost(settings, trusted: trusted, opened, transport)
                return try await Interventions(opened).testAlerts(id, through: post)
            }
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Tell somebody nothing any more.")

        @OptionGroup var store: StoreOptions
        @Argument(help: "The receiver, as `mosaic alerts` lists it.")
        var id: AlertTargetID

        func run() async throws { try await store.intervene { try await $0.removeAlerts(id) } }
    }
}

extension StoreOptions {
    fileprivate func alertHosts() async throws -> Set<String> {
        try await SettingsLoader.alertHosts(environment: settings.environment, file: settings.env)
    }
}
