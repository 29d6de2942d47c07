import Correspondence

/// A provider whose servers are known by the domain of an address.
struct MailProvider: Sendable, Hashable {
    let imap: ServerAddress
    let smtp: ServerAddress
    /// Servers whose login name is the part before the `@`.
    private let takesLocalPart: (imap: Bool, smtp: Bool)
    let domains: [Substring]

    init(
        imap: String, smtp: String, smtpPort: Int = 465, takesLocalPart: (imap: Bool, smtp: Bool) = (false, false),
        domains: String
    ) {
        self.imap = ServerAddress(host: imap, port: 993, security: .tls)
        self.smtp = ServerAddress(host: smtp, port: smtpPort, security: smtpPort == 465 ? .tls : .startTLS)
        self.takesLocalPart = takesLocalPart
        self.domains = domains.split(separator: " ")
    }

    func server(_ kind: ServerKind) -> ServerAddress {
        switch kind {
        case .imap: imap
        case .smtp: smtp
        }
    }

    /// The default login name.
    func user(_ address: EmailAddress, at kind: ServerKind) -> String {
        let isShort =
            switch kind {
            case .imap: takesLocalPart.imap
            case .smtp: takesLocalPart.smtp
            }
        return isShort ? address.localPart : address.text
    }

    static func == (left: MailProvider, right: MailProvider) -> Bool {
        left.imap == right.imap && left.smtp == right.smtp
    }
    func hash(into hasher: inout Hasher) { hasher.combine(imap.host) }

    /// The provider of addresses at this domain, in lower case.
    static func of(domain: String) -> MailProvider? { byDomain[domain[...]] }

    /// The provider that this IMAP or SMTP server belongs to.
    static func serving(_ host: String) -> MailProvider? {
        let host = host.lowercased()
        return table.first { $0.imap.host == host || $0.smtp.host == host }
    }

    static let google = table[0]

    private static let byDomain: [Substring: MailProvider] = table.reduce(into: [:]) { all, provider in
        for domain in provider.domains { all[domain] = provider }
    }

    /// Why no account at this domain can be read over IMAP, and what to do; nil where there is no known reason.
    static func obstacle(domain: String) -> String? {
        switch domain {
        case "proton.me", "protonmail.com", "protonmail.ch", "pm.me":
            "is at Proton Mail, which only its Bridge opens to mail programs: run the Bridge on this machine and set "
                + "IMAP_SERVER, SMTP_SERVER, their ports and the password that it shows."
        case "tuta.com", "tuta.io", "tutanota.com", "tutanota.de", "tutamail.com", "keemail.me":
            "is at Tuta, which no mail program can read: use an account of another provider."
        case "hey.com":
            "is at HEY, which no mail program can read: use an account of another provider."
        default: nil
        }
    }
}

extension ServerAddress {
    /// Microsoft ended logins with passwords over IMAP: for Microsoft 365 in 2022 and 2023, for Outlook.com on 16
    /// September 2024, app passwords included.
    package var isMicrosoft: Bool {
        let name = host.lowercased()
        return ["office365.com", "outlook.com", "hotmail.com", "live.com", "office.com"].contains {
            name == $0 || name.hasSuffix(".\($0)")
        }
    }

    /// Whether this is Gmail's or Google Workspace's.
    var isGoogle: Bool {
        let name = host.lowercased()
        return ["gmail.com", "googlemail.com", "google.com"].contains { name == $0 || name.hasSuffix(".\($0)") }
    }
}
