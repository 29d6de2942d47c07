import Correspondence

extension SettingsReading {
    /// The apps, and the key that seals tokens. An account that needs something missing causes a fault.
    mutating func oauthSettings(for accounts: [AccountSettings]) -> OAuthSettings {
        var settings = OAuthSettings()
        settings.secretKey = secretKey()
        if let tenant = variables["MICROSOFT_OAUTH_TENANT"] {
            if tenant.utf8.allSatisfy(\.isTenantCharacter) {
                settings.microsoftTenant = tenant
            } else {
                fault(
                    "\(variables.shown("MICROSOFT_OAUTH_TENANT")) is no tenant: set it to common, organizations, consumers, "
                        + "or your organisation's id or domain.")
            }
        }
        for provider in TokenProvider.allCases {
            settings.apps[provider] = app(of: provider)
            let users = accounts.filter { $0.connects(to: provider) }
            guard let user = users.first else { continue }
            if settings.apps[provider] == nil {
                fault(
                    "\(provider.settingsPrefix)_CLIENT_ID is missing, while \(user.address) is to be opened by OAuth: "
                        + "register an app as docs/providers/\(provider.rawValue).md tells, and set its id.")
            }
            if settings.secretKey == nil, variables["APP_SECRET_KEY"] == nil {
                fault(
                    "APP_SECRET_KEY is missing, while \(user.address) is to be opened by OAuth: set it to what "
                        + "`openssl rand -hex 32` prints, and keep it; stored tokens cannot be read without it.")
            }
        }
        return settings
    }

    private mutating func secretKey() -> Secret? {
        guard let key = variables.exactly(["APP_SECRET_KEY"])?.value else { return nil }
        guard key.utf8.count >= 32 else {
            fault("APP_SECRET_KEY is shorter than 32 characters: set it to what `openssl rand -hex 32` prints.")
            return nil
        }
        return Secret(key)
    }

    private mutating func app(of provider: TokenProvider) -> OAuthSettings.App? {
        let prefix = provider.settingsPrefix
        let isGoogle = provider == .google
        let ids = ["\(prefix)_CLIENT_ID"] + (isGoogle ? ["GMAIL_CLIENT_ID"] : [])
        let secrets = ["\(prefix)_CLIENT_SECRET"] + (isGoogle ? ["GMAIL_CLIENT_SECRET"] : [])
        guard let id = variables.first(of: ids)?.value else { return nil }
        var baseURL = variables["\(prefix)_URL"]
        while baseURL?.hasSuffix("/") == true { baseURL?.removeLast() }
        if let url = baseURL, !url.hasPrefix("https://"), !Self.isOnLoopback(url) {
            fault(
                "\(variables.shown("\(prefix)_URL")) would send tokens unencrypted: begin it with https://, or unset it."
            )
        }
        return OAuthSettings.App(
            id: id, secret: variables.exactly(secrets).map { Secret($0.value) }, baseURL: baseURL)
    }

    /// How an account logs in when no server has its own password; nil, with a fault, where nothing says it.
    mutating func proof(of address: EmailAddress, _ names: AccountNames) -> LoginProof? {
        let password = variables.exactly(names.passwordNames)
        let provider = optional([names.name("OAUTH")], expecting: .tokenProvider) {
            TokenProvider(rawValue: $0.lowercased())
        }
        let command = variables.exactly([names.name("TOKEN_COMMAND")])
        let ways = [password?.name, provider.map { _ in names.name("OAUTH") }, command?.name].compactMap(\.self)
        if ways.count > 1 {
            fault(
                "\(ways.joined(separator: " and ")) are both set: \(address) logs in one way only; remove the others.")
            return nil
        }
        if let provider { return .token(.grant(provider, address)) }
        if let command { return .token(.command(Secret(command.value))) }
        if let password { return .password(Secret(password.value)) }
        if variables[names.name("OAUTH")] == nil {
            fault(
                "\(names.name("PASSWORD")) is missing: set the password, as a rule an app password, of \(address); or "
                    + "\(names.name("OAUTH")) to google or microsoft.")
        }
        return nil
    }
}

extension AccountSettings {
    /// Whether one of its servers is accessed by a permission of this provider.
    package func connects(to provider: TokenProvider) -> Bool {
        tokenOrigins.contains { origin in
            if case .grant(provider, _) = origin { true } else { false }
        }
    }

    /// The source of the tokens that it needs.
    package var tokenOrigins: [TokenOrigin] {
        let logins = [inbox?.login, outlet?.login].compactMap { login in
            if case .token(let origin)? = login?.proof { origin } else { TokenOrigin?.none }
        }
        guard case .gmail(let gmail)? = outlet else { return logins }
        return logins + [gmail.tokens]
    }
}

extension TokenProvider {
    /// The prefix of its settings' names.
    package var settingsPrefix: String { "\(rawValue.uppercased())_OAUTH" }
}

extension UInt8 {
    fileprivate var isTenantCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
