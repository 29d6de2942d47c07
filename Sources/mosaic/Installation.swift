import CAllocator
import Classification
import ContactDetection
import Correspondence
import Curl
import Database
import Delivery
import Engine
import Events
import FoundationEssentials
import Logging
import Observability
import Operations
import Redis
import Settings
import Storage
import Timing

/// Everything that `mosaic run` consists of, built from the settings in one place.
struct Installation: Sendable {
    let settings: MosaicSettings
    let store: Store
    let transport: CurlTransport
    let parts: EngineParts
    let senders: [AccountID: SendingAccount]
    let reports: [any ReportSource]

    /// Opens the database, brings its schema up to date and registers the accounts. If any of this fails, throws a sentence that says
    /// what to do.
    static func open(_ settings: MosaicSettings, clock: any WallClock, log: Logger) async throws -> Installation {
        let store = try await openStore(settings.database, clock: clock, connections: connections(settings))
        do {
            // A server that is silent after the final dot must not delay our shutdown: evidence decides then.
            let transport = CurlTransport(afterDotGrace: .seconds(3))
            let secret = try await store.instance.secret(orElse: .fresh(count: 32))
            let mint = MessageIDMint(key: secret, instance: "mosaic")
            let links = settings.web?.optOutURL.map { OptOutLinks(at: $0, OptOutSeal(secret: secret)) }
            let tokens = Self.tokens(settings.oauth, store, transport, clock: clock)
            let parts = EngineParts(
                settings: settings, store: store, cache: try settings.redisURL.map { try cache($0) },
                detector: try ContactDetector(),
                classifier: try classifier(settings, transport, log), mint: mint, optOutLinks: links, tokens: tokens,
                clock: clock, log: log)
            _ = try await store.instance.installation(
                orElse: freshName(), at: await settings.database.home(of: store))
            _ = try await store.sequences.register(settings.sequence)
            var senders: [AccountID: SendingAccount] = [:]
            for account in settings.accounts {
                let way = account.outlet.map { mailer($0, tokens, transport) }
                let id = try await store.accounts.register(
                    account: account.address, displayName: account.name, dailyLimit: account.dailyLimit,
                    state: account.state, hasInbox: account.inbox != nil,
                    outlet: account.outlet.outlet,
                    hasProviderLimit: (way as? any QuotaReporting)?.knowsQuota == true)
                senders[id] = SendingAccount(settings: account, mailer: way)
            }
            // Compiling the rules, if it was necessary, takes several times the memory that they need afterwards.
            allocator_return_free_memory()
            return Installation(
                settings: settings, store: store, transport: transport, parts: parts, senders: senders,
                reports: reports(settings, transport))
        } catch {
            await store.close()
            throw error
        }
    }

    /// Random letters and digits.
    private static func freshName() -> String { String(UInt64.random(in: .min ... .max), radix: 36) }

    /// - Parameters:
    ///   - accounts: that it looks after; nil for all of the settings.
    ///   - scope: what of their work it does, and for how long.
    func engine(of accounts: [EmailAddress]? = nil, scope: RunScope = RunScope()) -> MosaicEngine {
        let meant = senders.filter { accounts?.contains($0.value.settings.address) ?? true }
        return MosaicEngine(parts: parts, senders: meant, process: .current, reports: reports, scope: scope)
    }

    func close() async {
        await transport.shutdown()
        await store.close()
    }

    /// Builds indexes that a migration left for later, beside other traffic; the next start retries any that fail.
    func buildIndexes() async {
        do { try await store.buildIndexes() } catch {
            parts.log.event(.databaseIndexesMissing, ["error": "\(error)"])
        }
    }

    /// Each worker uses one at a time, and so do decisions, the cache and doubts; the watchers of many accounts share some.
    private static func connections(_ settings: MosaicSettings) -> Int {
        min(settings.maxConcurrentWorkers + 6 + settings.accounts.count / 50, 60)
    }

    /// Opens the database and brings its schema up to date.
    ///
    /// - Parameter connections: the most connections to PostgreSQL; two more are reserved for the rights to accounts.
    static func openStore(
        _ location: DatabaseLocation, clock: any WallClock = SystemWallClock(), connections: Int = 10
    ) async throws -> Store {
        let database = try await location.open(clock: clock, connections: connections)
        do {
            let migrator = Migrator(database, Migration.embedded(for: database.dialect))
            try await migrator.migrate()
            return Store(database: database, reserved: location.openReserved(clock: clock))
        } catch {
            await database.close()
            throw error
        }
    }

    /// - Parameter url: Redis's.
    static func cache(_ url: Secret) throws -> any FollowUpCache {
        RedisFollowUpCache(RedisClient(try RedisURL(url.revealed)))
    }

    static func classifier(
        _ settings: MosaicSettings, _ transport: CurlTransport, _ log: Logger
    ) throws -> any IntentClassifier {
        let rules = try KeptRules.classifier(
            in: CacheFolder.path(ProcessInfo.processInfo.environment), adding: settings.rules.named)
        let model = settings.groq.map { groq in
            Self.model(groq, transport) { failure in
                log.event(.modelRefused, ["error": "\(failure)", "meanwhile": "the rules decide"])
            }
        }
        return ClassifierChain(rules: rules, reader: .shipped, model: model, cache: MemoryVerdictCache())
    }

    /// `TLS_CA_FILE` names the authority of the mail servers, and as a file it would exclude every other authority: so the model's
    /// server is verified with the system's.
    ///
    /// - Parameter notice: called once for a wrong key or an unknown model.
    static func model(
        _ groq: GroqSettings, _ transport: CurlTransport, notice: @escaping @Sendable (ModelFailure) -> Void = { _ in }
    ) -> GroqClassifier {
        GroqClassifier(
            GroqConfiguration(
                apiKey: groq.apiKey.revealed, model: groq.model, baseURL: groq.baseURL, offer: groq.offer,
                budget: groq.timeout),
            transport: CurlChatTransport(transport), notice: notice)
    }
}

extension [OwnRules] {
    /// In the classifier's form.
    var named: [(name: String, text: [UInt8])] { map { ($0.file, $0.text) } }
}

extension OutletSettings? {
    /// Its name in the database.
    fileprivate var outlet: Outlet {
        switch self {
        case .smtp: .smtp
        case .ses: .ses
        case .gmail: .gmail
        case nil: .nothing
        }
    }
}
