import Crypto
import HTTPTypes
import Hummingbird
import Operations
import Text

/// Identifies the sender of a request, and refuses requests that another site could have made their browser send.
struct LoginCheck: RouterMiddleware {
    typealias Context = DeskContext

    let doorkeeper: Doorkeeper

    /// The path to which a provider posts.
    static let hook = "/hooks/ses"

    /// Reachable without a login.
    static let open: Set<String> = [
        "/login", "/welcome", "/health", "/health/live", "/health/ready", hook,
    ]

    func handle(
        _ input: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let token = input.cookies[Self.cookie(isSecure: context.isSecure)]?.value,
            let user = try await doorkeeper.user(holding: token)
        {
            context.visitor = Visitor(user: user, token: token, formToken: Self.formToken(of: token))
        }
        let path = input.uri.path
        // A mail program sends it, which has none of our pages open: having the link is enough.
        let isOptOut = path.hasPrefix(DeskOptions.optOutPath)
        // A provider's post comes from no page of ours either, and carries nobody's login.
        if path == Self.hook {
            context.visitor = nil
        } else if ![.get, .head].contains(input.method), !isOptOut {
            try refuseForeign(input)
        }
        let isOpen = isOptOut || Self.open.contains(path) || path.hasPrefix("/assets/") || path == "/metrics"
        guard isOpen || context.visitor != nil else { return try Self.askForLogin(input) }
        return try await next(input, context)
    }

    /// With TLS, a prefix that only a site with TLS can set.
    static func cookie(isSecure: Bool) -> String { isSecure ? "__Host-mosaic" : "mosaic" }

    /// That of a browser in which somebody has logged in before.
    static func browserCookie(isSecure: Bool) -> String { cookie(isSecure: isSecure) + "-browser" }

    /// Only our own pages know it: it is derived from the token, which the browser shows to no page.
    static func formToken(of token: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("form".utf8), using: SymmetricKey(data: Array(token.utf8)))
        return Base64.encoded(Array(code), as: .url)
    }

    /// Browsers say where a request that changes something comes from.
    private func refuseForeign(_ request: Request) throws {
        let isOurs: Bool
        if let site = request.headers[.fetchSite] {
            isOurs = site == "same-origin"
        } else if let origin = request.headers[.origin], let host = request.head.authority {
            isOurs = origin == "http://\(host)" || origin == "https://\(host)"
        } else {
            isOurs = false
        }
        guard isOurs else {
            throw OperationFailure(
                .refused, "This request does not come from the desk's own pages: nothing was changed.")
        }
    }

    private static func askForLogin(_ request: Request) throws -> Response {
        guard request.method == .get, !request.uri.path.hasPrefix("/api/"), request.uri.path != "/live" else {
            throw HTTPError(.unauthorized, message: "Log in first.")
        }
        return .redirect(to: "/login")
    }
}
