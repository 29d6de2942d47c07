import ArgumentParser
import Correspondence
import Curl
import Dashboard
import Logging
import Observability
import Operations
import Outreach
import Settings
import Storage

/// `mosaic desk`.
struct DeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Open Mosaic in a browser, over the same database.",
        discussion: """
            What waits for you, follow-ups, accounts, campaigns and the log. It sends nothing itself: `mosaic run` does, in another \
            process, and opens the desk by itself where PORT or WEB_ADDRESS is set.

              mosaic desk                    at http://127.0.0.1:8000
              mosaic desk --port 9000

            The first time it prints a link by which you choose a name and a password. Others reach it through a reverse proxy; see \
            docs/DESK.md.
            """)

    @OptionGroup var settings: SettingsOptions
    @Option(help: ArgumentHelp("Listen on this port instead of PORT.", valueName: "port"))
    var port: Int?

    func run() async throws {
        let file = settings.env
        let environment = settings.environment
        var web = try await SettingsLoader.web(environment: environment, file: file)
        if let port { web.port = port }
        let log = ApplicationLog(path: nil, showsOnTerminal: true).logger("mosaic", level: .info)
        let redis = try await SettingsLoader.redis(environment: environment, file: file)
        let cache = try redis.map { try Installation.cache($0) }
        let options = web
        let autonomy = try await SettingsLoader.autonomy(environment: environment, file: file)
        let defaults = try await SettingsLoader.campaignDefaults(environment: environment, file: file)
        let never = try await SettingsLoader.neverAnswer(environment: environment, file: file)
        // Faults in other settings keep nobody from the desk.
        let whole = try? await settings.load().settings
        let source = await settings.source()
        let transport = CurlTransport()
        let result: Result<Void, any Error>
        do {
            try await settings.database().withStore { store in
                let connecting = whole.flatMap { Installation.connecting($0, options, store, transport) }
                let trial = whole.map { settings in
                    AccountTrial(
                        settings,
                        access: Installation.access(
                            Installation.tokens(settings.oauth, store, transport), transport))
                }
                let desk = try await Desk.open(
                    options, store: store, acts: Interventions(store, cache: cache), heartbeat: nil,
                    transport: transport, never: never,
                    connecting: connecting, trial: trial, settings: source, autonomy: autonomy,
                    defaults: defaults, log: log)
                try await Shutdown.run(desk, log: log)
            }
            result = .success(())
        } catch { result = .failure(error) }
        await transport.shutdown()
        try result.get()
    }
}

extension Desk {
    /// The desk according to the settings, with the admin that they name.
    ///
    /// - Parameter transport: verifies with providers that posts in their name are theirs.
    static func open(
        _ web: WebSettings, store: Store, acts: Interventions, heartbeat: Heartbeat?, transport: CurlTransport,
        never: NeverAnswer = NeverAnswer(), connecting: BrowserConnecting? = nil, trial: AccountTrial? = nil,
        settings: SettingsSource? = nil,
        autonomy: AutonomyRules = AutonomyRules(), defaults: CampaignDefaults = CampaignDefaults(), log: Logger
    ) async throws -> Desk {
        let doorkeeper = Doorkeeper(store)
        if let admin = web.admin, try await !store.users.exist() {
            _ = try await doorkeeper.add(
                admin.name, password: admin.password.revealed, role: .admin, onlyFirst: true)
        }
        var options = DeskOptions(web)
        options.autonomy = autonomy
        options.pacing = Pacing(by: defaults)
        return try Desk(
            options, store: store, acts: acts, heartbeat: heartbeat, doorkeeper: doorkeeper,
            connecting: connecting, hook: try Installation.hook(web, store, transport), trial: trial,
            settings: settings, log: log, isForbidden: never.covers, announce: { Terminal.standard.print($0) })
    }
}

extension DeskOptions {
    init(_ web: WebSettings) {
        self.init(
            address: web.address, port: web.port, hosts: web.hosts, proxies: web.proxies,
            uploads: web.uploads, alertHosts: web.alertHosts, publicHost: web.publicHost)
    }
}
