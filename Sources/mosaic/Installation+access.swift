import Access
import Correspondence
import Curl
import Delivery
import Engine
import FoundationEssentials
import GmailAPI
import IMAP
import OAuth
import Operations
import SES
import Settings
import Storage
import Timing

/// How accounts are reached: mailers, logins, and the sources of their tokens.
extension Installation {
    static func mailer(_ outlet: OutletSettings, _ tokens: Tokens, _ transport: CurlTransport) -> any Mailer {
        switch outlet {
        case .smtp(let login): smtpMailer(login, tokens, transport)
        case .ses(let settings): sesMailer(settings, transport)
        case .gmail(let settings):
            GmailMailer(
                client: GmailClient(baseURL: settings.baseURL, transport: transport), address: settings.address,
                tokens: tokens.source(settings.tokens),
                mailsPerDay: SubmissionPreset.gmail(of: settings.address.text).mailsPerDay)
        }
    }

    private static func smtpMailer(_ login: ServerLogin, _ tokens: Tokens, _ transport: CurlTransport) -> SMTPMailer {
        let security: SMTPServer.Security =
            switch login.server.security {
            case .tls: .tls
            case .startTLS: .startTLS
            case .none: .none
            }
        let source: BearerTokens? = if case .token(let origin) = login.proof { tokens.source(origin) } else { nil }
        let preset = SubmissionPreset.of(login.server, user: login.user)
        var server = SMTPServer(
            host: login.server.host, port: UInt16(clamping: login.server.port), security: security,
            username: login.user, password: Password(login.password?.revealed ?? ""),
            caFile: login.additionalRoots?.file)
        server.restTime = preset.restTime
        server.mailsPerConnection = preset.mailsPerConnection
        return SMTPMailer(
            server: server, tokens: source, transport: transport, mailsPerDay: preset.mailsPerDay,
            mailsPerMinute: preset.mailsPerMinute)
    }

    private static func sesMailer(_ settings: SESSettings, _ transport: CurlTransport) -> SESMailer {
        SESMailer(
            client: SESClient(
                region: settings.region, baseURL: settings.baseURL, chain: credentials(settings, transport),
                transport: transport, now: now),
            configurationSet: settings.configurationSet, sender: settings.sender)
    }

    @Sendable private static func now() -> Int64 { SystemWallClock().now.secondsSince1970 }

    private static func credentials(_ settings: SESSettings, _ transport: CurlTransport) -> CredentialChain {
        CredentialChain(environment: settings.environment.mapValues(\.revealed), transport: transport, now: now)
    }

    /// The sources of providers' reports on mails; accounts that share a queue share its reader.
    static func reports(_ settings: MosaicSettings, _ transport: CurlTransport) -> [any ReportSource] {
        var queues: [String: SESSettings] = [:]
        for account in settings.accounts {
            guard case .ses(let ses)? = account.outlet, let queue = ses.eventsQueue else { continue }
            queues[queue] = ses
        }
        return queues.sorted { $0.key < $1.key }.map { url, ses in
            SESReports(
                name: url,
                queue: EventQueue(
                    url: url, region: ses.region, chain: credentials(ses, transport), transport: transport, now: now),
                region: ses.region)
        }
    }

    /// Takes in posts of a topic at the desk; nil where no topic is named.
    static func hook(_ web: WebSettings, _ store: Store, _ transport: CurlTransport) throws -> ReportHook? {
        guard let name = web.eventsTopic else { return nil }
        guard let topic = SNSTopic(name) else {
            throw SettingsError(faults: ["SES_EVENTS_TOPIC is no topic of SNS: copy the ARN that its console shows."])
        }
        return ReportHook(SNSReports(SNSPost(topic: topic, transport: transport)), store: store)
    }

    /// The source of access tokens.
    ///
    /// - Parameter store: the database with stored permissions.
    static func tokens(
        _ settings: OAuthSettings, _ store: Store, _ transport: CurlTransport, clock: any WallClock = SystemWallClock()
    ) -> Tokens {
        Tokens(
            grants: grantKeeper(settings, store, transport, clock: clock),
            commands: TokenCommand(environment: ProcessInfo.processInfo.environment))
    }

    /// How accounts are connected from the desk; nil where the settings name no address for browsers to come back to, or tokens
    /// could not be stored.
    static func connecting(
        _ settings: MosaicSettings, _ web: WebSettings, _ store: Store, _ transport: CurlTransport
    ) -> BrowserConnecting? {
        guard let url = web.deskURL, let keeper = grantKeeper(settings.oauth, store, transport) else { return nil }
        let accounts: [EmailAddress: TokenProvider] = settings.accounts.reduce(into: [:]) { all, account in
            all[account.address] = TokenProvider.allCases.first(where: account.connects)
        }
        return BrowserConnecting(
            accounts: accounts, endpoints: settings.oauth.endpoints(transport), keeper: keeper, publicURL: url)
    }

    /// Nil without a key to seal tokens.
    ///
    /// - Parameter timeout: for one request to a provider.
    static func grantKeeper(
        _ settings: OAuthSettings, _ store: Store, _ transport: CurlTransport,
        clock: any WallClock = SystemWallClock(), timeout: Duration = .seconds(20)
    ) -> GrantKeeper? {
        settings.secretKey.map { key in
            GrantKeeper(
                store: store, seal: TokenSeal(key), endpoints: settings.endpoints(transport, timeout: timeout),
                clock: clock)
        }
    }
}

extension Installation {
    /// How accounts are reached, for as long as `transport` runs.
    static func access(_ tokens: Tokens, _ transport: CurlTransport) -> AccountAccess {
        AccountAccess(
            logIn: { try await IMAPConnection.logIn($0.login, tokens) }, mailer: { mailer($0, tokens, transport) },
            token: { origin in _ = try await tokens.token(for: origin) })
    }

    /// Provides access to these settings' accounts to `body`, and closes it afterwards.
    ///
    /// - Parameter database: the database with stored permissions; it is opened only for accounts that need one, and neither made
    ///   nor changed. Where it cannot be used, only those accounts cannot be reached.
    static func withAccess<Value: Sendable>(
        _ settings: MosaicSettings, _ database: DatabaseLocation?, _ body: (AccountAccess) async -> Value
    ) async -> Value {
        let transport = CurlTransport()
        // Gives up, with a sentence that says what to do, before a check ends for want of an answer.
        let timeout = Checkup.limit - .seconds(2)
        let commands = TokenCommand(environment: ProcessInfo.processInfo.environment, timeout: timeout)
        let needsStore = settings.accounts.contains { account in
            TokenProvider.allCases.contains(where: account.connects)
        }
        let value: Value
        do {
            guard needsStore, let database else { throw OperationFailure(.notReady, "There is no database.") }
            value = try await database.withStore { store in
                let grants = grantKeeper(settings.oauth, store, transport, timeout: timeout)
                return await body(access(Tokens(grants: grants, commands: commands), transport))
            }
        } catch {
            value = await body(access(Tokens(missing: "\(error)", commands: commands), transport))
        }
        await transport.shutdown()
        return value
    }
}
