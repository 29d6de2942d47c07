package import OAuth
package import Settings
import Synchronization

/// Provides access tokens for logins, from a command or from a stored permission that is renewed.
///
/// However many callers ask at once, and in however many processes, a permission is renewed only once.
package final class Tokens: Sendable {
    private let grants: GrantKeeper?
    private let missing: String
    private let commands: TokenCommand
    private let shared = SharedWork()
    /// The last token of each origin that a server refused.
    private let refused = Mutex<[TokenOrigin: String]>([:])

    /// - Parameters:
    ///   - grants: nil where there is no key or no database: then only commands provide tokens.
    ///   - missing: why there are no `grants`, as a sentence.
    ///   - commands: runs the commands.
    package init(
        grants: GrantKeeper? = nil, missing: String = "There is no APP_SECRET_KEY, or no database.",
        commands: TokenCommand = TokenCommand()
    ) {
        self.grants = grants
        self.missing = missing
        self.commands = commands
    }

    package func token(for origin: TokenOrigin) async throws(TokenFailure) -> String {
        let refused = refused.withLock { $0[origin] }
        let token = try await shared.result(for: origin) { await self.fetch(origin) }.get()
        // Fetched for a caller that asked before it was refused.
        guard token == refused else { return token }
        return try await shared.result(for: origin) { await self.fetch(origin) }.get()
    }

    /// A server refused this token: the next one is different, if the provider issues another.
    package func reject(_ token: String, of origin: TokenOrigin) {
        refused.withLock { $0[origin] = token }
    }

    /// The tokens of one origin, for callers that need no others.
    package func source(_ origin: TokenOrigin) -> BearerTokens {
        BearerTokens(
            current: { () async throws(TokenFailure) in try await self.token(for: origin) },
            reject: { self.reject($0, of: origin) })
    }

    private func fetch(_ origin: TokenOrigin) async -> Result<String, TokenFailure> {
        do throws(TokenFailure) {
            switch origin {
            case .command(let command):
                return .success(try await commands.token(command))
            case .grant(let provider, let account):
                guard let grants else {
                    throw TokenFailure(
                        "No permission of \(account) can be read. \(missing) Afterwards, unless it is connected already, run: "
                            + "mosaic accounts connect \(provider.rawValue) \(account)")
                }
                let refused = refused.withLock { $0[origin] }
                return .success(try await grants.accessToken(of: account, at: provider, not: refused))
            }
        } catch {
            return .failure(error)
        }
    }
}
