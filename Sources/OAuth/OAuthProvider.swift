/// The issuer of tokens, and the scopes and parameters for it.
package struct OAuthProvider: Sendable, Hashable {
    package enum Name: String, Sendable, Hashable, CaseIterable {
        case google, microsoft

        /// The name for people.
        package var shown: String {
            switch self {
            case .google: "Google"
            case .microsoft: "Microsoft"
            }
        }
    }

    package let name: Name
    /// Where browsers on the machine of a program that waits for them come back to, up to its port.
    private let loopback: (host: String, path: String)
    let authorizationURL: String
    let tokenURL: String
    /// The address of the device flow (RFC 8628); nil: it cannot grant access to mail.
    let deviceURL: String?
    /// The scopes requested when an account is connected.
    package let scopes: [String]
    /// The scopes without which no mail can be read or sent. People can untick some of the requested scopes.
    let neededScopes: Set<String>
    /// Parameters of the authorisation request that this provider needs beyond RFC 6749.
    let authorizationExtras: [(String, String)]

    /// `https://mail.google.com/` is the one scope for IMAP and SMTP. Google issues a refresh token only for
    /// `access_type=offline`, and again only with `prompt=consent`; its device flow offers no mail scope.
    ///
    /// - Parameter base: another server that has `/authorize` and `/token`, for tests.
    package static func google(base: String? = nil) -> OAuthProvider {
        OAuthProvider(
            name: .google, loopback: ("127.0.0.1", "/"),
            authorizationURL: base.map { $0 + "/authorize" } ?? "https://accounts.google.com/o/oauth2/v2/auth",
            tokenURL: base.map { $0 + "/token" } ?? "https://oauth2.googleapis.com/token", deviceURL: nil,
            scopes: ["https://mail.google.com/"], neededScopes: ["https://mail.google.com/"],
            authorizationExtras: [("access_type", "offline"), ("prompt", "consent")])
    }

    /// - Parameters:
    ///   - tenant: `common`, `organizations`, `consumers`, or the id or domain of one organisation.
    ///   - base: another server that has `/authorize`, `/token` and `/devicecode`, for tests.
    package static func microsoft(tenant: String = "common", base: String? = nil) -> OAuthProvider {
        let base = base ?? "https://login.microsoftonline.com/\(tenant)/oauth2/v2.0"
        let mail = ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send"]
        return OAuthProvider(
            name: .microsoft, loopback: ("localhost", ""), authorizationURL: base + "/authorize",
            tokenURL: base + "/token", deviceURL: base + "/devicecode", scopes: mail + ["offline_access"],
            neededScopes: Set(mail),
            authorizationExtras: [("prompt", "select_account")])
    }

    /// The redirect address of a program that waits at a port of this machine. Google takes the number, as RFC 8252 section 8.3 advises.
    /// Microsoft compares with what is registered and ignores the port of `http://localhost` alone; its portal registers no
    /// `http://127.0.0.1`.
    package func loopbackURL(port: UInt16) -> String { "http://\(loopback.host):\(port)\(loopback.path)" }

    package static func == (left: OAuthProvider, right: OAuthProvider) -> Bool {
        left.name == right.name && left.tokenURL == right.tokenURL
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(tokenURL) }
}

/// The app, as registered with the provider, to which people grant permissions.
package struct OAuthClient: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    package let id: String
    /// That of Google's desktop apps is not secret; Microsoft's public clients have none.
    let secret: String?

    package init(id: String, secret: String?) {
        self.id = id
        self.secret = secret
    }

    package var description: String { "OAuthClient(\(id))" }
    package var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}
