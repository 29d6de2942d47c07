import Crypto
import Text

/// One attempt to get a person's permission through a browser: RFC 8252 with PKCE (RFC 7636) and `state`.
package struct AuthorizationRequest: Sendable {
    package let provider: OAuthProvider
    private let client: OAuthClient
    /// The address to which the browser is sent afterwards, such as `http://127.0.0.1:PORT/`.
    package let redirectURL: String
    /// Proves that the code is redeemed by the program that asked for it.
    let verifier: String
    private let state: String
    private let loginHint: String

    /// - Parameters:
    ///   - loginHint: the wanted address, so that the browser does not offer another account first.
    ///   - random: 64 unpredictable octets.
    package init(
        _ provider: OAuthProvider, client: OAuthClient, redirectURL: String, loginHint: String, random: [UInt8]
    ) {
        self.provider = provider
        self.client = client
        self.redirectURL = redirectURL
        self.loginHint = loginHint
        verifier = Base64.encoded(random.prefix(32), as: .url)
        state = Base64.encoded(random.dropFirst(32), as: .url)
    }

    /// The page for the person to open.
    package var url: String {
        let challenge = Base64.encoded(Array(SHA256.hash(data: Array(verifier.utf8))), as: .url)
        return provider.authorizationURL + "?"
            + FormEncoding.encoded(
                [
                    ("client_id", client.id), ("redirect_uri", redirectURL), ("response_type", "code"),
                    ("scope", provider.scopes.joined(separator: " ")), ("state", state),
                    ("code_challenge", challenge), ("code_challenge_method", "S256"), ("login_hint", loginHint),
                ] + provider.authorizationExtras)
    }

    /// The code in the query that the browser brought back. Throws `.denied` where the person said no, and refuses an
    /// answer to another request: somebody could slip in a code for an account of their own (RFC 6749 section 10.12).
    package func code(inQuery query: String) throws(OAuthFailure) -> String {
        guard let answer = FormEncoding.decoded(query), answer["state"] == state else {
            throw OAuthFailure(
                .other, words: "the browser brought the answer to another request", provider: provider.name)
        }
        if let error = answer["error"] {
            throw OAuthFailure(code: error, words: answer["error_description"] ?? "", provider: provider.name)
        }
        guard let code = answer["code"], !code.isEmpty else {
            throw OAuthFailure(.other, words: "the browser brought no code", provider: provider.name)
        }
        return code
    }
}
