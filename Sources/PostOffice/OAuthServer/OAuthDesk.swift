import Crypto
package import Timing

/// The treatment of the next request to the token endpoint instead of, or in addition to, the ordinary answer.
package enum OAuthFault: Hashable, Sendable {
    /// This answer and no effect, such as 400 `invalid_grant`.
    case error(status: Int, code: String, description: String)
    /// Closes the connection and does nothing.
    case drop
    /// Does all of it, then closes the connection without the answer.
    case answerLost
    /// Waits, then answers as usual.
    case delay(Duration)
}

/// A provider's authorisation server: it consents to everything at once (`/authorize`), issues and renews tokens (`/token`), supports
/// the device flow (`/devicecode`), and tells mail servers the owner of a token (`/introspect`, RFC 7662).
///
/// Refresh tokens are valid once: a second use ends the permission with all its tokens, as RFC 9700 section 4.14.2 recommends.
package struct OAuthDesk: HTTPDesk {
    package struct Permission: Sendable, Hashable {
        package let user: String
        package let scope: String
        var isRevoked = false
    }

    struct Code: Sendable {
        let permission: Int
        let challenge: String
        let redirect: String
    }

    struct AccessToken: Sendable {
        let permission: Int
        let until: Timestamp
    }

    package var clientID: String
    package var clientSecret: String?
    package var lifetime = Duration.seconds(3_600)
    /// Whether each renewal replaces the refresh token.
    package var rotates = true
    /// The granted part of the requested scopes; nil: all of it.
    package var grantedScope: String?
    /// Whether the person at `/authorize` and at the device's page says no.
    package var declines = false
    /// The host of the app's redirect address; its port does not matter.
    package var redirectHost = "127.0.0.1"
    /// Questions of the device flow that are answered with `authorization_pending` first.
    package var pendingPolls = 0
    /// Faults of `/token`, first to last, one a request.
    package var script: [OAuthFault] = []
    /// Renewals that gave tokens.
    package private(set) var renewals = 0
    /// Refresh tokens that came a second time.
    package private(set) var reuses = 0
    /// Each request to `/token` in full, for inspection by tests.
    package private(set) var forms: [[String: String]] = []

    var permissions: [Permission] = []
    var codes: [String: Code] = [:]
    var deviceUsers: [String: String] = [:]
    private var refreshTokens: [String: Int] = [:]
    private var spent: [String: Int] = [:]
    private var accessTokens: [String: AccessToken] = [:]
    private var minted = 0

    package init(clientID: String = "mosaic-app", clientSecret: String? = "app-secret") {
        self.clientID = clientID
        self.clientSecret = clientSecret
    }

    /// Gives a permission without any browser; the refresh token for it.
    package mutating func grant(_ user: String, scope: String) -> String {
        permissions.append(Permission(user: user, scope: scope))
        return freshRefreshToken(permissions.count - 1)
    }

    /// Ends every permission, as its owner can in the account's settings.
    package mutating func revokeAll() {
        for index in permissions.indices { permissions[index].isRevoked = true }
    }

    /// Ends every access token early; refresh tokens stay valid.
    package mutating func expireAccessTokens() { accessTokens = [:] }

    /// The present owner of a token.
    package func user(of token: String, now: Timestamp) -> String? {
        guard let known = accessTokens[token], known.until > now, !permissions[known.permission].isRevoked else {
            return nil
        }
        return permissions[known.permission].user
    }

    package mutating func steps(for request: WebRequest, now: Timestamp) -> [WireStep] {
        switch (request.method, request.path) {
        case ("GET", "/authorize"): return authorize(request)
        case ("POST", "/token"): return token(request, now)
        case ("POST", "/devicecode"): return device(request)
        case (_, "/introspect"): return introspect(request, now)
        default: return reply(404, #"{"error":"not_found"}"#, to: request)
        }
    }

    // MARK: Tokens

    private mutating func token(_ request: WebRequest, _ now: Timestamp) -> [WireStep] {
        let form = request.form
        forms.append(form)
        let fault = script.isEmpty ? nil : script.removeFirst()
        switch fault {
        case .error(let status, let code, let description):
            return reply(status, #"{"error":"\#(code)","error_description":"\#(description)"}"#, to: request)
        case .drop: return [.close]
        case .answerLost:
            _ = tokens(form, now)
            return [.close]
        case .delay(let span):
            let (status, body) = tokens(form, now)
            return [.pause(span)] + reply(status, body, to: request)
        case nil:
            let (status, body) = tokens(form, now)
            return reply(status, body, to: request)
        }
    }

    private mutating func tokens(_ form: [String: String], _ now: Timestamp) -> (Int, String) {
        guard form["client_id"] == clientID, clientSecret == nil || form["client_secret"] == clientSecret else {
            return refusal("invalid_client", "The OAuth client was not found.", status: 401)
        }
        switch form["grant_type"] {
        case "refresh_token": return renew(form["refresh_token"] ?? "", now)
        case "authorization_code": return redeem(form, now)
        case "urn:ietf:params:oauth:grant-type:device_code": return poll(form["device_code"] ?? "", now)
        default: return refusal("unsupported_grant_type", "No such grant.")
        }
    }

    private mutating func renew(_ token: String, _ now: Timestamp) -> (Int, String) {
        if let permission = spent[token] {
            reuses += 1
            permissions[permission].isRevoked = true
        }
        guard let permission = refreshTokens[token], !permissions[permission].isRevoked else {
            return refusal("invalid_grant", "Token has been expired or revoked.")
        }
        renewals += 1
        guard rotates else { return answer(permission, now, refresh: nil) }
        refreshTokens[token] = nil
        spent[token] = permission
        return answer(permission, now, refresh: freshRefreshToken(permission))
    }

    private mutating func redeem(_ form: [String: String], _ now: Timestamp) -> (Int, String) {
        guard let code = codes.removeValue(forKey: form["code"] ?? ""), code.redirect == form["redirect_uri"],
            code.challenge == Self.challenge(form["code_verifier"] ?? "")
        else { return refusal("invalid_grant", "Malformed auth code.") }
        return answer(code.permission, now, refresh: freshRefreshToken(code.permission))
    }

    /// BASE64URL(SHA256(verifier)), RFC 7636 section 4.6.
    static func challenge(_ verifier: String) -> String {
        let hash = Base64.encode(Array(SHA256.hash(data: Array(verifier.utf8))))
        return String(decoding: hash, as: UTF8.self).replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    private mutating func poll(_ code: String, _ now: Timestamp) -> (Int, String) {
        guard let user = deviceUsers[code] else { return refusal("expired_token", "The code has expired.") }
        if pendingPolls > 0 {
            pendingPolls -= 1
            return refusal("authorization_pending", "The user has not decided yet.")
        }
        deviceUsers[code] = nil
        if declines { return refusal("access_denied", "The user said no.") }
        permissions.append(Permission(user: user, scope: grantedScope ?? "mail"))
        return answer(permissions.count - 1, now, refresh: freshRefreshToken(permissions.count - 1))
    }

    private mutating func answer(_ permission: Int, _ now: Timestamp, refresh: String?) -> (Int, String) {
        minted += 1
        let token = "access-\(minted)-of-\(permission)"
        accessTokens[token] = AccessToken(permission: permission, until: now + lifetime)
        let rest = refresh.map { #","refresh_token":"\#($0)""# } ?? ""
        let scope = grantedScope ?? permissions[permission].scope
        return (
            200,
            #"{"access_token":"\#(token)","token_type":"Bearer","expires_in":\#(lifetime.components.seconds),"#
                + #""scope":"\#(scope)"\#(rest)}"#
        )
    }

    private mutating func freshRefreshToken(_ permission: Int) -> String {
        minted += 1
        let token = "refresh-\(minted)-of-\(permission)"
        refreshTokens[token] = permission
        return token
    }

    private func refusal(_ code: String, _ description: String, status: Int = 400) -> (Int, String) {
        (status, #"{"error":"\#(code)","error_description":"\#(description)"}"#)
    }

    func reply(_ status: Int, _ json: String, to request: WebRequest) -> [WireStep] {
        HTTPResponse(status, json: Array(json.utf8)).steps(keepsAlive: request.keepsAlive)
    }
}
