package import Curl
import Text

/// A provider's token endpoint, used in an app's name (RFC 6749, RFC 7636, RFC 8628).
package struct TokenEndpoint: Sendable {
    package let provider: OAuthProvider
    package let client: OAuthClient
    private let transport: CurlTransport
    private let timeout: Duration

    /// - Parameter timeout: for one request.
    package init(
        _ provider: OAuthProvider, client: OAuthClient, transport: CurlTransport, timeout: Duration = .seconds(20)
    ) {
        self.provider = provider
        self.client = client
        self.transport = transport
        self.timeout = timeout
    }

    /// A new access token for a refresh token, and perhaps a new refresh token (RFC 6749 section 6).
    ///
    /// Providers may accept a refresh token only once. So the receiver of a new one must store it before anything else, and nobody
    /// may use the same one at the same time.
    package func refresh(_ refreshToken: String) async throws(OAuthFailure) -> TokenGrant {
        try await grant([("grant_type", "refresh_token"), ("refresh_token", refreshToken)], hiding: [refreshToken])
    }

    /// The first tokens, for the code that came with the redirect (RFC 6749 section 4.1.3).
    package func exchange(
        _ code: String, for request: AuthorizationRequest
    ) async throws(OAuthFailure) -> TokenGrant {
        try await redeem(
            [
                ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", request.redirectURL),
                ("code_verifier", request.verifier),
            ], hiding: [code, request.verifier])
    }

    /// Begins the device flow: the person enters a code on another screen (RFC 8628 section 3.1).
    package func beginDevice() async throws(OAuthFailure) -> DeviceAuthorization {
        guard let url = provider.deviceURL else {
            throw OAuthFailure(.other, words: "it offers no device code for mail", provider: provider.name)
        }
        let json = try await post(
            url, [("client_id", client.id), ("scope", provider.scopes.joined(separator: " "))], hiding: [])
        guard let authorization = DeviceAuthorization(json) else { throw malformed }
        return authorization
    }

    /// One question whether the person has agreed (RFC 8628 section 3.4); throws `.pending` until then.
    package func poll(_ authorization: DeviceAuthorization) async throws(OAuthFailure) -> TokenGrant {
        try await redeem(
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", authorization.deviceCode),
            ], hiding: [authorization.deviceCode])
    }

    /// RFC 6749 section 5.2 has one error for a code and for a permission that is gone.
    private func redeem(
        _ parameters: [(String, String)], hiding secrets: [String]
    ) async throws(OAuthFailure) -> TokenGrant {
        do throws(OAuthFailure) { return try await grant(parameters, hiding: secrets) } catch {
            throw error.kind == .permissionGone
                ? OAuthFailure(.expired, words: error.words, provider: provider.name) : error
        }
    }

    private func grant(
        _ parameters: [(String, String)], hiding secrets: [String]
    ) async throws(OAuthFailure) -> TokenGrant {
        var parameters = parameters + [("client_id", client.id)]
        if let secret = client.secret { parameters.append(("client_secret", secret)) }
        let json = try await post(provider.tokenURL, parameters, hiding: secrets + [client.secret].compactMap(\.self))
        guard let accessToken = json["access_token"]?.text, Self.isToken(accessToken),
            json["token_type"]?.text.map({ $0.lowercased() == "bearer" }) ?? true
        else { throw malformed }
        let scopes = (json["scope"]?.text ?? "").split(separator: " ").map(String.init)
        return TokenGrant(
            accessToken: accessToken, refreshToken: json["refresh_token"]?.text,
            lifetime: .seconds(json["expires_in"]?.seconds ?? 3_600), scopes: Set(scopes))
    }

    /// The characters allowed in a header or a SASL message: RFC 6750 section 2.1.
    package static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }

    private func post(
        _ url: String, _ parameters: [(String, String)], hiding secrets: [String]
    ) async throws(OAuthFailure) -> JSON {
        let request = HTTPRequest(
            method: "POST", url: url,
            headers: ["Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"],
            body: Array(FormEncoding.encoded(parameters).utf8), timeout: timeout, maxResponseBytes: 1 << 20)
        let response: HTTPResponse
        do throws(CurlError) { response = try await transport.perform(request) } catch {
            throw OAuthFailure(.unavailable, words: error.message, provider: provider.name)
        }
        let json = try? JSON(reading: response.body)
        if response.status == 200, let json { return json }
        throw failure(response, json, hiding: secrets)
    }

    private func failure(_ response: HTTPResponse, _ json: JSON?, hiding secrets: [String]) -> OAuthFailure {
        let isLater = response.status >= 500 || response.status == 429
        guard let code = json?["error"]?.text, !isLater else {
            let kind: OAuthFailure.Kind = isLater ? .unavailable : .other
            return OAuthFailure(kind, words: "status \(response.status)", provider: provider.name)
        }
        let words = secrets.reduce(json?["error_description"]?.text ?? "") { $0.replacing($1, with: "‹hidden›") }
        return OAuthFailure(code: code, words: words, provider: provider.name)
    }

    private var malformed: OAuthFailure {
        OAuthFailure(.other, words: "its answer holds no usable token", provider: provider.name)
    }
}

extension JSON {
    /// Some servers write numbers as text.
    var seconds: Int64? {
        switch self {
        case .int(let number): number
        case .string(let text): Int64(text)
        default: nil
        }
    }
}
