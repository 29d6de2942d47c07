package import Correspondence

/// One of our addresses: its inbox, its outlet, or both. It has at least one of the two.
package struct AccountSettings: Sendable {
    package var address: EmailAddress
    /// The display name that recipients see.
    package var name: String?
    /// ISO 3166 region of the people that this account writes to.
    package var region: String?
    package var dailyLimit: Int
    /// What the account may do, from its first start; nil: not set, so a new account starts with `auto` and a known one keeps a
    /// person's choice.
    package var state: AccountState?
    /// Other addresses of ours whose mail arrives in this mailbox, such as a group's or a second sender's.
    package var aliases: [EmailAddress]
    /// Nil: it has no inbox to watch, as with a service that only sends.
    package var inbox: InboxSettings?
    /// Nil: it is only watched; nothing can be sent from it.
    package var outlet: OutletSettings?

    package init(
        address: EmailAddress, name: String? = nil, region: String? = nil, dailyLimit: Int = 500,
        state: AccountState? = nil, aliases: [EmailAddress] = [], inbox: InboxSettings?, outlet: OutletSettings?
    ) {
        self.address = address
        self.name = name
        self.region = region
        self.dailyLimit = dailyLimit
        self.state = state
        self.aliases = aliases
        self.inbox = inbox
        self.outlet = outlet
    }

    /// An account that logs in to both servers with its address and one password.
    package init(
        address: EmailAddress, password: Secret, name: String? = nil, region: String? = nil, dailyLimit: Int = 500,
        imap: ServerAddress, smtp: ServerAddress
    ) {
        self.init(
            address: address, name: name, region: region, dailyLimit: dailyLimit,
            inbox: InboxSettings(login: ServerLogin(server: imap, user: address.text, password: password)),
            outlet: .smtp(ServerLogin(server: smtp, user: address.text, password: password)))
    }
}

/// The inbox of an account: an IMAP server.
package struct InboxSettings: Sendable, Hashable {
    package var login: ServerLogin
    /// The mailbox for sent mail, by its name on the server; nil: the one that the server marks, or a customary
    /// name.
    package var sentFolder: String?

    package init(login: ServerLogin, sentFolder: String? = nil) {
        self.login = login
        self.sentFolder = sentFolder
    }
}

/// The outlet of an account, by kind.
package enum OutletSettings: Sendable, Hashable {
    case smtp(ServerLogin)
    case ses(SESSettings)
    case gmail(GmailSettings)

    /// The SMTP server; nil: there is none.
    package var login: ServerLogin? { if case .smtp(let login) = self { login } else { nil } }

    /// The outlet's name in log lines.
    package var protocolName: String {
        switch self {
        case .smtp: "SMTP"
        case .ses: "SES"
        case .gmail: "Gmail"
        }
    }

    /// The outlet's server, for people.
    package var shown: String {
        switch self {
        case .smtp(let login): "\(login.server.host):\(login.server.port) \(login.server.security.rawValue)"
        case .ses(let ses): "Amazon SES in \(ses.region)"
        case .gmail: "Gmail's web interface"
        }
    }
}

/// Gmail's web interface as an outlet.
package struct GmailSettings: Sendable, Hashable {
    package var address: EmailAddress
    package var tokens: TokenOrigin
    /// A server other than Google's, without a slash at its end; for tests.
    package var baseURL: String?

    package init(address: EmailAddress, tokens: TokenOrigin, baseURL: String? = nil) {
        self.address = address
        self.tokens = tokens
        self.baseURL = baseURL
    }
}

/// Amazon SES as an outlet.
package struct SESSettings: Sendable, Hashable {
    package var region: String
    package var configurationSet: String?
    /// The sender address; nil: its verification is not checked.
    package var sender: EmailAddress?
    /// The SQS queue of SES's events; nil: nobody reads them.
    package var eventsQueue: String?
    /// A server other than AWS's, without a slash at its end; for tests.
    package var baseURL: String?
    /// `AWS_…` and `HOME`, from which credentials are found.
    package var environment: [String: Secret]

    package init(
        region: String, configurationSet: String? = nil, sender: EmailAddress? = nil, eventsQueue: String? = nil,
        baseURL: String? = nil,
        environment: [String: Secret] = [:]
    ) {
        self.region = region
        self.configurationSet = configurationSet
        self.sender = sender
        self.eventsQueue = eventsQueue
        self.baseURL = baseURL
        self.environment = environment
    }
}

extension AccountSettings {
    /// The address it writes from to somebody who knows us by `address`: that one, if it is its own or an alias; its own, if nothing is
    /// known. Nil when the address does not belong to the account.
    package func sender(knownAs address: EmailAddress?) -> EmailAddress? {
        guard let address else { return self.address }
        if address == self.address || aliases.contains(address) { return address }
        return address.mailbox == self.address.mailbox ? self.address : nil
    }

    /// The watched server.
    package var imap: ServerAddress? { inbox?.login.server }

    /// The server that sends its mail.
    package var smtp: ServerAddress? {
        outlet?.login?.server
    }
}
