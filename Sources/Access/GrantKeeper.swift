package import Correspondence
package import OAuth
package import Settings
package import Storage
package import Timing

/// Stored permissions, and the one way in which their tokens are renewed.
///
/// A provider may accept a refresh token only once and end the permission when it is used again. So a renewal holds the lease
/// `token:<address>`, reads the row again under it, and stores the result before anybody uses it. Every other caller that
/// needs a token meanwhile waits for that row.
package struct GrantKeeper: Sendable {
    /// A token that expires sooner is renewed: a login and a mail must fit into the rest.
    static let margin = Duration.seconds(120)
    /// Longer than a renewal with all its tries can take.
    static let leaseTime = Duration.seconds(90)
    /// How long to wait for another keeper's renewal.
    static let patience = Duration.seconds(60)

    let store: Store
    let seal: TokenSeal
    let endpoints: [TokenProvider: TokenEndpoint]
    let clock: any WallClock
    /// Names this keeper among all processes.
    private let holder: String

    /// - Parameter holder: different for each keeper that runs at the same time.
    package init(
        store: Store, seal: TokenSeal, endpoints: [TokenProvider: TokenEndpoint], clock: any WallClock,
        holder: String = "token-\(UInt64.random(in: .min ... .max))"
    ) {
        self.store = store
        self.seal = seal
        self.endpoints = endpoints
        self.clock = clock
        self.holder = holder
    }

    /// An access token that is valid for at least two more minutes.
    ///
    /// - Parameter refused: a token that a server refused, however long it should be valid.
    func accessToken(
        of account: EmailAddress, at provider: TokenProvider, not refused: String?
    ) async throws(TokenFailure) -> String {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let held = try await held(account, provider)
            if let token = usable(held, not: refused) { return token }
            if let lease = try await answered({
                try await store.leases.acquire(name(account), holder: holder, for: Self.leaseTime)
            }) {
                let result = await renewed(account, provider, not: refused, under: lease)
                // A lease that cannot be given back expires.
                try? await store.leases.release([lease])
                return try result.get()
            }
            guard ContinuousClock.now < deadline, !Task.isCancelled else {
                throw TokenFailure(
                    "Another process has been renewing the token of \(account) for a minute.", isPassing: true)
            }
            // Ends early only by cancellation, which the guard above notices in the next round.
            try? await Task.sleep(for: .milliseconds(200))
        }
    }

    struct Held {
        let row: SealedGrant
        let grant: OpenGrant
    }

    private func held(_ account: EmailAddress, _ provider: TokenProvider) async throws(TokenFailure) -> Held {
        guard let row = try await answered({ try await store.tokens.grant(of: account) }),
            row.provider == provider.rawValue
        else {
            throw TokenFailure("\(account) is not connected yet. \(Self.connectAgain(account, provider))")
        }
        if row.state == .ended {
            throw TokenFailure("\(row.failure ?? "The permission has ended.") \(Self.connectAgain(account, provider))")
        }
        guard let grant = OpenGrant(row, provider, seal) else {
            let reason =
                row.keyID == seal.keyID
                ? "The stored tokens of \(account) were changed from outside."
                : "The tokens of \(account) were stored with another APP_SECRET_KEY: set that one again, or connect anew."
            throw TokenFailure("\(reason) \(Self.connectAgain(account, provider))")
        }
        return Held(row: row, grant: grant)
    }

    private func usable(_ held: Held, not refused: String?) -> String? {
        held.grant.accessToken != refused && held.row.expiresAt > clock.now + Self.margin ? held.grant.accessToken : nil
    }

    /// Asks the provider, unless somebody did so between our look and our lease.
    private func renewed(
        _ account: EmailAddress, _ provider: TokenProvider, not refused: String?, under lease: Lease
    ) async -> Result<String, TokenFailure> {
        do throws(TokenFailure) {
            let held = try await held(account, provider)
            if let token = usable(held, not: refused) { return .success(token) }
            guard let endpoint = endpoints[provider] else {
                throw TokenFailure("No app of \(provider.rawValue) is set: set \(provider.settingsPrefix)_CLIENT_ID.")
            }
            let answer: TokenGrant
            do throws(OAuthFailure) { answer = try await endpoint.refresh(held.grant.refreshToken) } catch {
                return .success(try await survived(error, held, provider, not: refused, under: lease))
            }
            return .success(try await keep(answer, in: held, provider, endpoint.provider, under: lease))
        } catch {
            return .failure(error)
        }
    }

    /// Stores the new tokens. Otherwise they would be lost, and the old ones may be spent: so this is retried for a while.
    private func keep(
        _ answer: TokenGrant, in old: Held, _ provider: TokenProvider, _ oauth: OAuthProvider, under lease: Lease
    ) async throws(TokenFailure) -> String {
        let account = old.row.account
        let grant = OpenGrant(
            refreshToken: answer.refreshToken ?? old.grant.refreshToken, accessToken: answer.accessToken)
        let scope = answer.scopes.isEmpty ? old.row.scope : answer.scopes.sorted().joined(separator: " ")
        let new = try await answered { [clock, seal] in
            try grant.sealed(for: account, provider, seal, scope: scope, expiresAt: clock.now + answer.lifetime)
        }
        var isStored = false
        for attempt in 1... {
            do throws(TokenFailure) {
                isStored = try await answered { try await store.tokens.replace(old.row, with: new, under: lease) }
                break
            } catch {
                guard attempt < 6 else { throw error }
                // A cancelled task tries again at once: tokens that are not stored now are lost.
                try? await Task.sleep(for: .seconds(attempt))
            }
        }
        let missing = answer.missingScopes(for: oauth)
        guard missing.isEmpty else {
            throw TokenFailure(Self.lacks(missing, account, provider))
        }
        // Connected again meanwhile: the new permission counts, and the next look finds it.
        guard isStored else {
            throw TokenFailure("The permission of \(account) changed while it was renewed.", isPassing: true)
        }
        return answer.accessToken
    }

    /// The consequence of a refused renewal.
    private func survived(
        _ failure: OAuthFailure, _ held: Held, _ provider: TokenProvider, not refused: String?, under lease: Lease
    ) async throws(TokenFailure) -> String {
        let account = held.row.account
        guard failure.kind == .permissionGone else {
            // Renewed early, so that the provider may be unavailable for a while.
            let isGood = held.grant.accessToken != refused && held.row.expiresAt > clock.now
            guard failure.isPassing, isGood else {
                throw TokenFailure("\(account): \(failure)", isPassing: failure.isPassing)
            }
            return held.grant.accessToken
        }
        let isEnded = try await answered {
            try await store.tokens.end(held.row, because: failure.description, under: lease)
        }
        guard isEnded else {
            throw TokenFailure("The permission of \(account) changed while it was renewed.", isPassing: true)
        }
        throw TokenFailure("\(failure) \(Self.connectAgain(account, provider))")
    }

    /// Stores a permission that a person has just granted.
    package func connect(
        _ answer: TokenGrant, of account: EmailAddress, at provider: TokenProvider, _ oauth: OAuthProvider
    ) async throws(TokenFailure) {
        let missing = answer.missingScopes(for: oauth)
        guard missing.isEmpty else { throw TokenFailure(Self.lacks(missing, account, provider)) }
        guard let refreshToken = answer.refreshToken else {
            throw TokenFailure(
                "\(oauth.name.shown) gave no refresh token, so nothing would work after an hour. Remove Mosaic's access in "
                    + "the account's security settings, and connect again.")
        }
        try await answered {
            let grant = OpenGrant(refreshToken: refreshToken, accessToken: answer.accessToken)
            let scope = answer.scopes.sorted().joined(separator: " ")
            try await store.tokens.connect(
                grant.sealed(for: account, provider, seal, scope: scope, expiresAt: clock.now + answer.lifetime))
        }
    }

    private func name(_ account: EmailAddress) -> String { "token:\(account.key)" }

    /// A database that does not answer is no reason to give up.
    private func answered<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws(TokenFailure) -> Value {
        do { return try await body() } catch {
            throw TokenFailure("The stored permission cannot be read or written: \(error)", isPassing: true)
        }
    }

    private static func connectAgain(_ account: EmailAddress, _ provider: TokenProvider) -> String {
        "Run: mosaic accounts connect \(provider.rawValue) \(account)"
    }

    private static func lacks(_ scopes: [String], _ account: EmailAddress, _ provider: TokenProvider) -> String {
        "The permission for \(account) does not cover mail (\(scopes.joined(separator: " ")) is missing): its box was "
            + "unticked, or the app does not ask for it. \(connectAgain(account, provider)), and leave all boxes ticked."
    }
}
