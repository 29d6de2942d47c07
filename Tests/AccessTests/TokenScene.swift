import Access
import Correspondence
import Curl
import Database
import Engine
import OAuth
import PostOffice
import Settings
import Storage
import Timing

/// A provider, a database and an account that is connected; each on its own.
struct TokenScene: Sendable {
    static let ann = EmailAddress("ann@mosaic.test")!
    static let scope = "https://mail.google.com/"
    static let origin = TokenOrigin.grant(.google, ann)
    static let key = Secret("0123456789abcdef0123456789abcdef")

    let provider: HTTPCounter<OAuthDesk>
    let store: Store
    let transport: CurlTransport
    let settings: OAuthSettings

    static func with(_ body: (TokenScene) async throws -> Void) async throws {
        let provider = try await HTTPCounter.open(OAuthDesk())
        let database = try await SQLiteDatabase.open(path: ":memory:", clock: SystemWallClock())
        try await Migrator(database, Migration.embedded(for: database.dialect)).migrate()
        let app = OAuthSettings.App(
            id: "mosaic-app", secret: Secret("app-secret"), baseURL: provider.baseURL)
        let scene = TokenScene(
            provider: provider, store: Store(database: database), transport: CurlTransport(),
            settings: OAuthSettings(apps: [.google: app, .microsoft: app], secretKey: key))
        do { try await body(scene) } catch {
            await scene.close()
            throw error
        }
        await scene.close()
    }

    private func close() async {
        await transport.shutdown()
        await store.close()
        await provider.close()
    }

    /// A keeper as each process has one.
    func keeper(key: Secret = key) -> GrantKeeper {
        GrantKeeper(
            store: store, seal: TokenSeal(key), endpoints: settings.endpoints(transport), clock: SystemWallClock())
    }

    func tokens() -> Tokens { Tokens(grants: keeper()) }

    /// Connects `ann` with an access token that is over already, so that the first login renews it.
    func connect() async throws {
        let refresh = provider.change { $0.grant(Self.ann.text, scope: Self.scope) }
        let grant = TokenGrant(
            accessToken: "stale", refreshToken: refresh, lifetime: .seconds(-1), scopes: [Self.scope])
        try await keeper().connect(grant, of: Self.ann, at: .google, .google())
    }

    /// The refresh tokens that came to the provider, in order.
    var sent: [String] { provider.state.forms.compactMap { $0["refresh_token"] } }
}

/// The failure that `body` ends with; nil when it ends well.
func failure(of body: () async throws -> Void) async -> TokenFailure? {
    do {
        try await body()
        return nil
    } catch { return error as? TokenFailure ?? TokenFailure("another error: \(error)") }
}
