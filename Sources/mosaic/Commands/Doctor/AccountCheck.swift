import Correspondence
import Curl
import Delivery
import Engine
import IMAP
import Settings

/// Logs in to the servers of one account. Sends and changes nothing.
struct AccountCheck: Sendable {
    private let account: AccountSettings
    private let settings: MosaicSettings

    init(_ account: AccountSettings, _ settings: MosaicSettings) {
        self.account = account
        self.settings = settings
    }

    /// Of the servers that the account has.
    var parts: [Check] {
        let imap = account.inbox.map { inbox in
            Check("\(account.address) IMAP") { try await look(at: inbox) }
        }
        let smtp = account.outlet.map { outlet in
            Check("\(account.address) SMTP") { await look(at: outlet) }
        }
        return [imap, smtp].compactMap(\.self)
    }

    private func look(at inbox: InboxSettings) async throws -> [Finding] {
        let name = "\(account.address) IMAP"
        do {
            return try await lookAtMailboxes(of: inbox, name)
        } catch let error as IMAPError {
            return [.failed(name, "\(error)", do: Self.advice(on: error, at: inbox.login.server))]
        }
    }

    private func lookAtMailboxes(of inbox: InboxSettings, _ name: String) async throws -> [Finding] {
        let login = inbox.login
        let connection = try await IMAPConnection.connect(to: IMAPEndpoint(login))
        defer { connection.close() }
        try await connection.authenticate(.password(user: login.user, password: login.password.revealed))
        let capabilities = connection.capabilities
        let selected = try await connection.select(.inbox, readOnly: true)
        let mailboxes = try await connection.list()
        await connection.logout()
        let known: [Capability] = [.idle, .uidPlus, .specialUse, .move, .condStore, .gmailExtensions]
        let offered = known.filter(capabilities.contains).map(\.rawValue).joined(separator: " ")
        let fact = "\(login.server.shown), \(selected.exists) mails in the inbox, \(offered)"
        let capability: Finding =
            capabilities.contains(.idle)
            ? .ok(name, fact)
            : .warning(
                name, "\(fact); no IDLE",
                do: "Nothing: it is looked at every \(settings.pollingInterval.shown) instead (POLLING_INTERVAL).")
        return [capability, sentFolder(mailboxes, inbox.sentFolder), draftsFolder(mailboxes)]
    }

    /// What the error itself does not say, because it does not know whose server it is and what our settings are
    /// called.
    static func advice(on error: IMAPError, at server: ServerAddress) -> String? {
        switch error {
        case .authenticationFailed where server.isMicrosoft:
            "Microsoft takes no passwords for IMAP any more, app passwords included, and this version has no OAuth: "
                + "use a mailbox of another provider."
        case .tlsFailed(.selfSigned), .tlsFailed(.untrustedIssuer):
            "For a server of your own: set TLS_CA_FILE to a PEM file with its certificate or its authority."
        default: nil
        }
    }

    private func sentFolder(_ mailboxes: [MailboxListing], _ wanted: String?) -> Finding {
        let name = "\(account.address) Sent"
        if let wanted {
            return mailboxes.contains { $0.name.text == wanted && $0.isSelectable }
                ? .ok(name, wanted)
                : .failed(name, "there is no mailbox named \(wanted)", do: "Correct SENT_FOLDER, or unset it.")
        }
        return mailboxes.mailbox(for: .sent).map { .ok(name, $0.name.text) }
            ?? .failed(
                name, "there is no mailbox for sent mail, so no reply can be told from any other mail",
                do: "Create a mailbox named Sent, or show it to IMAP (Gmail: Settings, Labels).")
    }

    private func draftsFolder(_ mailboxes: [MailboxListing]) -> Finding {
        let name = "\(account.address) Drafts"
        return mailboxes.mailbox(for: .drafts).map { .ok(name, $0.name.text) }
            ?? .warning(
                name, "there is no mailbox for drafts",
                do: "Create a mailbox named Drafts if the account is to use `mosaic accounts state … draft`.")
    }

    private func look(at outlet: OutletSettings) async -> [Finding] {
        let server = outlet.login.server
        let name = "\(account.address) SMTP"
        let transport = CurlTransport()
        let outcome = await Installation.mailer(outlet, transport).verify()
        await transport.shutdown()
        switch outcome {
        case .accepted: return [.ok(name, "\(server.shown), logged in")]
        case .withheld:
            return [.failed(name, "no answer within \(Checkup.limit.shown)", do: "Check host, port and network.")]
        case .failed(let failure): return [.failed(name, failure.detail)]
        }
    }
}

extension ServerAddress {
    var shown: String { "\(host):\(port) \(security.rawValue)" }
}
