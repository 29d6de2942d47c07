import Correspondence

/// The settings of one of an account's servers.
enum NamedHost: Hashable {
    case unset
    /// The account is to have no such server.
    case none
    case named(String)

    var name: String? { if case .named(let name) = self { name } else { nil } }
}

/// The servers of an account, and how they were determined.
struct AccountServers {
    /// Nil: none is wanted, or its settings have a fault.
    let imap: ServerLogin?
    let smtp: ServerLogin?
    /// The address's domain belongs to no known provider.
    let isGuess: Bool
    let hosts: (imap: NamedHost, smtp: NamedHost)
}

extension SettingsReading {
    /// The inbox and outlet of an account; nil, with faults, where unknown.
    ///
    /// - Parameter sending: false if its mail does not leave over a server.
    mutating func servers(
        of address: EmailAddress, _ names: AccountNames, sending: Bool
    ) -> AccountServers? {
        let provider = MailProvider.of(domain: address.domain)
        let hosts = (imap: host(.imap, names), smtp: sending ? host(.smtp, names) : .none)
        if hosts.imap == .unset, let obstacle = MailProvider.obstacle(domain: address.domain) {
            fault("\(address) \(obstacle)")
            return nil
        }
        if hosts.imap == .none, hosts.smtp == .none, sending {
            fault("\(address) has neither an inbox nor a way out: set IMAP_SERVER, SMTP_SERVER or both to a host name.")
            return nil
        }
        let before = faultCount
        // Naming only one server means that server's provider.
        let outgoing = provider ?? hosts.imap.name.flatMap(MailProvider.serving)
        let servers = AccountServers(
            imap: login(.imap, of: address, names, provider, hosts.imap),
            smtp: login(.smtp, of: address, names, outgoing, hosts.smtp), isGuess: provider == nil, hosts: hosts)
        lookForMisdirection(of: address, servers, names)
        return faultCount == before ? servers : nil
    }

    private mutating func login(
        _ kind: ServerKind, of address: EmailAddress, _ names: AccountNames, _ provider: MailProvider?,
        _ host: NamedHost
    ) -> ServerLogin? {
        guard host != .none else { return nil }
        let own = host.name.flatMap(MailProvider.serving) ?? (host == .unset ? provider ?? .google : nil)
        let server = server(kind, names, own, host: host.name)
        let ownPassword = variables.exactly(kind.names(names, "PASSWORD"))
        guard let proof = ownPassword.map({ .password(Secret($0.value)) }) ?? proof(of: address, names) else {
            return nil
        }
        let users = kind.names(names, "LOGIN", "USERNAME", "USER") + names.names("LOGIN", "USERNAME", "USER")
        let user = variables.first(of: users)?.value ?? own?.user(address, at: kind) ?? address.text
        return ServerLogin(
            server: server, user: user, proof: proof.withoutSpaces(for: server),
            additionalRoots: additionalRoots(names: [names.name("TLS_CA_FILE"), "TLS_CA_FILE"]))
    }

    private mutating func host(_ kind: ServerKind, _ names: AccountNames) -> NamedHost {
        optional(kind.names(names, "SERVER", "HOST"), expecting: .host) { text in
            text.lowercased() == "none" ? NamedHost.none : SettingValue.host(text).map(NamedHost.named)
        } ?? .unset
    }

    /// A server from the account's own variables, otherwise from those for all accounts, otherwise the provider's.
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

extension LoginProof {
    /// An app password in the server's form.
    fileprivate func withoutSpaces(for server: ServerAddress) -> LoginProof {
        guard case .password(let password) = self else { return self }
        return .password(Secret(AppPassword.withoutSpaces(password.revealed, for: server) ?? password.revealed))
    }
}
