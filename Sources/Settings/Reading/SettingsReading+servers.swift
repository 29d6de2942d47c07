import Correspondence

extension SettingsReading {
    /// Where an account's mail is read and where it leaves; nil, with faults, where that is not known.
    mutating func servers(of address: EmailAddress, _ names: AccountNames) -> (imap: ServerLogin, smtp: ServerLogin)? {
        let provider = MailProvider.of(domain: address.domain)
        let imapHost = host(.imap, names)
        let smtpHost = host(.smtp, names)
        if imapHost == nil, let obstacle = MailProvider.obstacle(domain: address.domain) {
            fault("\(address) \(obstacle)")
            return nil
        }
        let imap = login(.imap, of: address, names, provider, host: imapHost)
        // Who names one server only, names that provider's.
        let outgoing = provider ?? imapHost.flatMap(MailProvider.serving)
        let smtp = login(.smtp, of: address, names, outgoing, host: smtpHost)
        guard let imap, let smtp else { return nil }
        lookForMisdirection(of: address, imap, smtp, isGuess: provider == nil, imapHost, smtpHost, names)
        return (imap, smtp)
    }

    private mutating func login(
        _ kind: ServerKind, of address: EmailAddress, _ names: AccountNames, _ provider: MailProvider?, host: String?
    ) -> ServerLogin? {
        let own = host.flatMap(MailProvider.serving) ?? (host == nil ? provider ?? .google : nil)
        let server = server(kind, names, own, host: host)
        let passwords = kind.names(names, "PASSWORD") + names.passwordNames
        guard let password = variables.exactly(passwords) else {
            fault("\(names.name("PASSWORD")) is missing: set the password, as a rule an app password, of \(address).")
            return nil
        }
        let users = kind.names(names, "LOGIN", "USERNAME", "USER") + names.names("LOGIN", "USERNAME", "USER")
        let user = variables.first(of: users)?.value ?? own?.user(address, at: kind) ?? address.text
        return ServerLogin(
            server: server, user: user,
            password: Secret(AppPassword.withoutSpaces(password.value, for: server) ?? password.value),
            additionalRoots: additionalRoots(names: [names.name("TLS_CA_FILE"), "TLS_CA_FILE"]))
    }

    private mutating func host(_ kind: ServerKind, _ names: AccountNames) -> String? {
        optional(kind.names(names, "SERVER", "HOST"), expecting: .host, SettingValue.host)
    }

    /// A server by the account's own variables, else by those for all accounts, else as its provider has it.
    private mutating func server(
        _ kind: ServerKind, _ names: AccountNames, _ provider: MailProvider?, host: String?
    ) -> ServerAddress {
        let known = provider?.server(kind)
        let port = optional(kind.names(names, "PORT"), expecting: .port) { SettingValue.count($0, in: 1...65_535) }
        let security = security(kind, names, port: port)
        let usual = kind.usual(security, known)
        let server = ServerAddress(
            host: host ?? known?.host ?? "", port: port ?? usual.port,
            security: security ?? kind.security(ofPort: port) ?? usual.security)
        if server.security == .none, !server.isLoopback {
            let name = variables.first(of: kind.names(names, "SECURITY"))?.name ?? "SMTP_USE_TLS"
            fault(
                "\(variables.shown(name)) turns encryption off, but \(server.host) is not this machine, so the "
                    + "password would "
                    + "be sent unencrypted: set \(kind.rawValue)_SECURITY to tls or starttls.")
        }
        return server
    }

    private mutating func security(
        _ kind: ServerKind, _ names: AccountNames, port: Int?
    ) -> ServerAddress.Security? {
        let security = optional(kind.names(names, "SECURITY"), expecting: .security) {
            ServerAddress.Security(name: $0)
        }
        guard security == nil, kind == .smtp else { return security }
        // Two seeds have flags instead.
        let usesTLS = optional(["SMTP_USE_TLS"], expecting: .flag, SettingValue.flag)
        if let usesTLS { return usesTLS ? port == 465 ? .tls : .startTLS : ServerAddress.Security.none }
        let startsTLS = optional(["SMTP_STARTTLS"], expecting: .flag, SettingValue.flag)
        return startsTLS.map { $0 ? .startTLS : .tls }
    }
}
