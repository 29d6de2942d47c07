import Classification
import ContactDetection
import Correspondence
import Curl
import Delivery
import Engine
import GmailAPI
import Logging
import OAuth
import Outreach
import Redis
import SES
import Settings
import Storage
import Timing

/// Mosaic as `mosaic run` builds it from its settings, with delays of seconds.
struct Mosaic: Sendable {
    let store: Store
    let parts: EngineParts
    let log: LogBook
    private let senders: [AccountID: SendingAccount]
    private let transport: CurlTransport
    private let process: ProcessIdentity
    private let reports: [any ReportSource]

    /// Compiled once: it takes longer than most of these tests.
    private static let rules = Result { try RulesClassifier() }

    /// - Parameters:
    ///   - process: another one than this where a test runs two.
    ///   - installation: the name in the mailboxes; nil leaves no mark there.
    ///   - home: where the database lies, as far as anybody can tell.
    static func open(
        _ settings: MosaicSettings, on location: BackingLocation, process: ProcessIdentity = .current,
        installation: String? = nil, home: String? = nil
    ) async throws -> Mosaic {
        try await open(settings, over: location.store(), process: process, installation: installation, home: home)
    }

    /// The same over a database that is open already.
    static func open(
        _ settings: MosaicSettings, over store: Store, process: ProcessIdentity = .current, installation: String? = nil,
        home: String? = nil
    ) async throws -> Mosaic {
        let transport = CurlTransport(afterDotGrace: .seconds(2))
        let log = LogBook()
        let key = try await store.instance.secret(orElse: Array("only for tests".utf8))
        let cache = try settings.redisURL.map { RedisFollowUpCache(RedisClient(try RedisURL($0.revealed))) }
        let parts = EngineParts(
            settings: settings, store: store, cache: cache, detector: try ContactDetector(),
            classifier: ClassifierChain(rules: try rules.get(), reader: nil, model: nil, cache: MemoryVerdictCache()),
            mint: MessageIDMint(key: key, instance: "mosaic"),
            optOutLinks: settings.web?.publicURL.map { OptOutLinks(at: $0, OptOutSeal(secret: key)) },
            clock: SystemWallClock(), log: log.logger)
        if let installation { _ = try await store.instance.installation(orElse: installation, at: home) }
        _ = try await store.sequences.register(settings.sequence)
        var senders: [AccountID: SendingAccount] = [:]
        for account in settings.accounts {
            let id = try await store.accounts.register(
                account: account.address, displayName: account.name, dailyLimit: account.dailyLimit)
            senders[id] = SendingAccount(settings: account, mailer: account.mailer(transport))
        }
        return Mosaic(
            store: store, parts: parts, log: log, senders: senders, transport: transport, process: process,
            reports: settings.accounts.compactMap { $0.reports(transport) })
    }

    /// Runs the engine for as long as `body` takes, and ends it in order.
    func running<Result: Sendable>(_ body: (MosaicEngine) async throws -> Result) async throws -> Result {
        let engine = MosaicEngine(parts: parts, senders: senders, process: process, reports: reports)
        return try await withThrowingTaskGroup { group in
            group.addTask { try await engine.run() }
            defer { group.cancelAll() }
            return try await body(engine)
        }
    }

    /// Runs the engine until it ends by itself.
    func runToItsEnd(campaigns: Set<CampaignID>? = nil, batch: Int? = nil) async throws {
        let scope = RunScope(campaigns: campaigns, batch: batch, endsByItself: true)
        try await MosaicEngine(parts: parts, senders: senders, process: process, reports: reports, scope: scope).run()
    }

    /// The same, once every account is watched.
    func watching<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await running { engine in
            _ = try await eventually("all accounts watched") {
                engine.watchedAccounts.count == senders.count ? true : nil
            }
            return try await body()
        }
    }

    func close() async {
        await transport.shutdown()
        await store.close()
    }
}

extension AccountSettings {
    fileprivate func mailer(_ transport: CurlTransport) -> (any Mailer)? {
        switch outlet {
        case .smtp(let login): Self.smtp(login, transport)
        case .ses(let settings): Self.ses(settings, transport)
        case .gmail(let settings):
            GmailMailer(
                client: GmailClient(baseURL: settings.baseURL, transport: transport), address: settings.address,
                tokens: BearerTokens(current: { () async throws(TokenFailure) in "token" }))
        case nil: nil
        }
    }

    fileprivate func reports(_ transport: CurlTransport) -> (any ReportSource)? {
        guard case .ses(let settings)? = outlet, let url = settings.eventsQueue else { return nil }
        let queue = EventQueue(
            url: url, region: settings.region, chain: Self.chain(settings, transport), transport: transport,
            now: Self.now)
        return SESReports(name: url, queue: queue, region: settings.region, wait: .zero)
    }

    @Sendable private static func now() -> Int64 { SystemWallClock().now.secondsSince1970 }

    private static func chain(_ settings: SESSettings, _ transport: CurlTransport) -> CredentialChain {
        CredentialChain(environment: settings.environment.mapValues(\.revealed), transport: transport, now: now)
    }

    private static func ses(_ settings: SESSettings, _ transport: CurlTransport) -> SESMailer {
        SESMailer(
            client: SESClient(
                region: settings.region, baseURL: settings.baseURL, chain: chain(settings, transport),
                transport: transport, now: now))
    }

    private static func smtp(_ login: ServerLogin, _ transport: CurlTransport) -> SMTPMailer {
        let security: SMTPServer.Security =
            switch login.server.security {
            case .tls: .tls
            case .startTLS: .startTLS
            case .none: .none
            }
        return SMTPMailer(
            server: SMTPServer(
                host: login.server.host, port: UInt16(clamping: login.server.port), security: security,
                username: login.user, password: Password(login.password?.revealed ?? ""),
                caFile: login.additionalRoots?.file),
            transport: transport)
    }
}
