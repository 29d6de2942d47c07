package import Correspondence
import Events
import HTTPTypes
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
package import Observability
package import Operations
import ServiceLifecycle
package import Storage
import Text
package import Timing

/// The desk: Mosaic in a browser, over the same operations as the commands.
package struct Desk: Service {
    let parts: DeskParts
    private let announce: @Sendable (String) -> Void

    /// - Parameters:
    ///   - acts: carries out people's wishes.
    ///   - isForbidden: whether the settings forbid mail to an address.
    ///   - hook: takes in reports that a provider posts.
    ///   - announce: shows a sentence to the person who starts the desk. It may hold the link that makes the first admin, which
    ///     belongs in no log.
    ///   - connecting: connects accounts to their providers; nil where the settings do not allow it.
    ///   - trial: tries the servers of accounts; nil where the settings cannot be read.
    ///   - settings: the settings in force, for admins.
    ///   - heartbeat: the heartbeat of the engine in this process; nil where it runs in another.
    package init(
        _ options: DeskOptions, store: Store, acts: Interventions, heartbeat: Heartbeat? = nil,
        doorkeeper: Doorkeeper? = nil, connecting: BrowserConnecting? = nil, hook: ReportHook? = nil,
        trial: AccountTrial? = nil, settings: SettingsSource? = nil,
        clock: any WallClock = SystemWallClock(), log: Logger,
        isForbidden: @escaping @Sendable (EmailAddress) -> Bool = { _ in false },
        announce: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        self.announce = announce
        let uploads = UploadFolder(options.uploads)
        parts = DeskParts(
            options: options, store: store, acts: acts, doorkeeper: doorkeeper ?? Doorkeeper(store),
            invitation: Invitation(key: Base64.encoded([UInt8].fresh(count: 24), as: .url)),
            health: DeskHealth(store, heartbeat: heartbeat, clock: clock), hook: hook, feed: LiveFeed(store),
            pages: try Pages(),
            uploads: uploads, receiver: UploadReceiver(uploads), jobs: UploadJobs(store, uploads, isForbidden),
            campaignCounts: Tally(patience: options.countPatience, rest: options.countRest) {
                try await store.campaigns.counts(of: $0)
            },
            outlooks: Tally(patience: options.countPatience, rest: options.countRest) {
                try await WholeCampaign.of($0, in: store).outlook(in: store)
            },
            forecasts: Tally(patience: options.countPatience, rest: options.countRest) {
                try await CampaignCheck.of(
                    WholeCampaign.of($0.campaign, in: store), in: store, depth: .first(ForecastRoutes.mostLeads))
            },
            variantResults: Tally(patience: options.countPatience, rest: options.countRest) {
                try await store.campaigns.results(of: $0)
            },
            jobTotals: Tally(patience: options.countPatience, rest: options.countRest) {
                try await store.jobs.totals(of: $0)
            },
            reportSums: Tally(patience: options.countPatience, rest: options.countRest) {
                try await $0.report(of: store).sums()
            },
            connecting: connecting, trial: trial, settings: settings,
            clock: clock,
            log: log)
    }

    /// Serves until shutdown or cancellation.
    package func run() async throws {
        try await refuseAnOpenDoor()
        try await withThrowingTaskGroup { group in
            group.addTask { await parts.health.run() }
            group.addTask { await parts.feed.run() }
            group.addTask { await parts.jobs.run() }
            group.addTask { await parts.uploads.sweepDaily() }
            defer { group.cancelAll() }
            try await application().run()
        }
    }

    /// A desk whose first user could be anybody must be reachable from this machine only.
    private func refuseAnOpenDoor() async throws {
        guard !parts.options.isLocal, try await !parts.store.users.exist() else { return }
        throw OperationFailure(
            .notReady,
            "WEB_ADDRESS=\(parts.options.address) lets others reach the desk, and nobody has a login yet: set "
                + "ADMIN_USERNAME and ADMIN_PASSWORD, or run `mosaic users add NAME --admin` first.")
    }

    func application() -> Application<RouterResponder<DeskContext>> {
        var quiet = parts.log
        quiet.logLevel = .error
        return Application(
            router: router(),
            server: .http1(
                configuration: .init(
                    idleTimeout: .milliseconds(Int64(parts.options.patience.inSeconds * 1_000)),
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: 8_192, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100))),
            configuration: .init(
                address: .hostname(parts.options.address, port: parts.options.port),
                availableConnectionsDelegate: MaximumAvailableConnections(LiveFeed.mostListeners + 256)),
            onServerRunning: { channel in await opened(channel.localAddress?.port ?? parts.options.port) },
            logger: quiet)
    }

    func router() -> Router<DeskContext> {
        let router = Router(context: DeskContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: HeaderRules(options: parts.options))
        router.add(middleware: Failures(pages: parts.pages, log: parts.log))
        router.add(middleware: LoginCheck(doorkeeper: parts.doorkeeper))
        // Checked again, now that the user is known.
        router.add(middleware: Failures(pages: parts.pages, log: parts.log))
        AssetRoutes().add(to: router)
        HealthRoutes(parts: parts).add(to: router)
        HookRoutes(parts: parts).add(to: router)
        LoginRoutes(parts: parts).add(to: router)
        OptOutRoutes(parts: parts).add(to: router)
        WaitingRoutes(parts: parts).add(to: router)
        PlanRoutes(parts: parts).add(to: router)
        LeadRoutes(parts: parts).add(to: router)
        JobRoutes(parts: parts).add(to: router)
        AccountRoutes(parts: parts).add(to: router)
        AccountTestRoutes(parts: parts).add(to: router)
        ConnectRoutes(parts: parts).add(to: router)
        UploadRoutes(parts: parts).add(to: router)
        WritingRoutes(parts: parts).add(to: router)
        CheckRoutes(parts: parts).add(to: router)
        CampaignRoutes(parts: parts).add(to: router)
        ForecastRoutes(parts: parts).add(to: router)
        TemplateRoutes(parts: parts).add(to: router)
        PeopleRoutes(parts: parts).add(to: router)
        ReportRoutes(parts: parts).add(to: router)
        LogRoutes(parts: parts).add(to: router)
        AlertRoutes(parts: parts).add(to: router)
        UserRoutes(parts: parts).add(to: router)
        SettingsRoutes(parts: parts).add(to: router)
        InterfaceRoutes(parts: parts).add(to: router)
        return router
    }

    /// Announces its address, and how the first person gets in.
    private func opened(_ port: Int) async {
        let url =
            "http://\(parts.options.address.contains(":") ? "[\(parts.options.address)]" : parts.options.address):\(port)"
        // Without an answer the login page is the better guess.
        let hasUsers = (try? await parts.store.users.exist()) ?? true
        parts.log.event(
            .deskOpened, ["url": url, "do": hasUsers ? "log in" : "make the first login by the link that was shown"])
        if !hasUsers {
            announce("Nobody can log in to the desk yet. Make the first login, once: \(url)\(parts.invitation.path)")
        }
    }
}

extension Desk: CustomStringConvertible {
    package var description: String { "desk" }
}
