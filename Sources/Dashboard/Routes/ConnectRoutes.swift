import Correspondence
import HTTPTypes
import Hummingbird
import Operations
import Storage
import Synchronization
import Text

/// Connects an account to its provider; for admins only.
///
/// The provider sends the browser back with a code. It is valid only for the login that asked, once, within ten minutes: another
/// browser, or an injected code, is refused.
struct ConnectRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.post("/accounts/connect") { request, context in
            let visitor = try admin(context)
            let form = try await Form(request, visitor, patience: parts.options.patience)
            guard let account = EmailAddress(form["account"]) else {
                throw OperationFailure(.unusable, "Choose an account.")
            }
            let pending = try connecting().begin(account)
            parts.connections.add(pending, of: visitor.token)
            // A link, not a redirect: our policy lets forms go only to our own pages.
            let model: JSON = [
                "title": "Connect \(account)", "place": "/accounts", "account": account, "url": pending.url,
                "provider": pending.providerName, "command": "mosaic accounts connect",
            ]
            return parts.pages.response("connect", model, for: visitor)
        }
        router.get(RouterPath(BrowserConnecting.path)) { request, context in
            let visitor = try admin(context)
            guard let pending = parts.connections.take(of: visitor.token) else {
                throw OperationFailure(
                    .refused, "Nobody asked for this here within ten minutes: begin again on the page Accounts.")
            }
            let connecting = try connecting()
            let query = request.uri.query ?? ""
            _ = try await ActingPerson.$name.withValue(visitor.user.name) {
                try await connecting.finish(pending, query: query)
            }
            return Response.redirect(to: "/accounts?done=connected")
        }
    }

    private func connecting() throws -> BrowserConnecting {
        guard let connecting = parts.connecting else {
            throw OperationFailure(
                .notReady,
                "Accounts are connected here where PUBLIC_URL, APP_SECRET_KEY and an app are set; see docs/DESK.md.")
        }
        return connecting
    }

    private func admin(_ context: DeskContext) throws -> Visitor {
        let visitor = try context.user()
        guard visitor.isAdmin else { throw HTTPError(.notFound) }
        return visitor
    }
}

/// Connections in progress, one for each login, in memory only: each is valid once, for a short while.
final class PendingConnections: Sendable {
    private static let longest = Duration.seconds(600)
    private static let most = 100

    private let state = Mutex<[String: PendingConnection]>([:])

    func add(_ connection: PendingConnection, of token: String) {
        state.withLock { all in
            all = all.filter { Self.isGood($0.value) }
            guard all.count < Self.most else { return }
            all[token] = connection
        }
    }

    func take(of token: String) -> PendingConnection? {
        state.withLock { $0.removeValue(forKey: token) }.flatMap { Self.isGood($0) ? $0 : nil }
    }

    private static func isGood(_ connection: PendingConnection) -> Bool {
        connection.begunAt.duration(to: .now) < longest
    }
}
