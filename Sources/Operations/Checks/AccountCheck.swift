import Correspondence
import Delivery
package import IMAP
package import Settings

/// Logs in to the servers of one account. Sends nothing and changes nothing.
package struct AccountCheck: Sendable {
    private let account: AccountSettings
    private let pollingInterval: Duration
    private let access: AccountAccess

    /// - Parameter pollingInterval: how often a mailbox is checked whose server does not notify.
    package init(_ account: AccountSettings, pollingInterval: Duration, access: AccountAccess) {
        self.account = account
        self.pollingInterval = pollingInterval
        self.access = access
    }

    /// Checks each server that the account has.
    package var parts: [Check] {
        let imap = account.inbox.map { inbox in
            Check("\(account.address) IMAP") { try await look(at: inbox) }
        }
        let smtp = account.outlet.map { outlet in
            Check(name(of: outlet)) { await look(at: outlet) }
        }
        return [token, imap, smtp].compactMap(\.self)
    }

    /// Checks the account's permission or command: without a token neither server need be tried.
    private var token: Check? {
        guard let origin = account.tokenOrigins.first else { return nil }
        let name = "\(account.address) token"
        return Check(name) {
            try await access.token(origin)
            switch origin {
            case .command: return [.ok(name, "the command printed one")]
            case .grant(let provider, _): return [.ok(name, "\(provider.rawValue) gives one")]
            }
        }
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
        let connection = try await access.logIn(inbox)
        defer { connection.close() }
        let capabilities = connection.capabilities
        let selected = try await connection.select(.inbox, readOnly: true)
        let mailboxes = try await connection.list()
        await connection.logout()
        let known: [Capability] = [.idle, .uidPlus, .specialUse, .move, .condStore, .gmailExtensions]
        let offered = known.filter(capabilities.contains).map(\.rawValue).joined(separator: " ")
        let fact = "\(inbox.login.server.shown), \(selected.exists) mails in the inbox, \(offered)"
        let capability: Finding =
            capabilities.contains(.idle)
            ? .ok(name, fact)
            : .warning(
                name, "\(fact); no IDLE",
                do: "Nothing: it is looked at every \(pollingInterval.shown) instead (POLLING_INTERVAL).")
        return [capability, sentFolder(mailboxes, inbox.sentFolder), draftsFolder(mailboxes)]
    }

    /// Advice that the error itself cannot give, since it knows neither whose server it is nor the names of our
    /// settings.
    package static func advice(on error: IMAPError, at server: ServerAddress) -> String? {
        switch error {
        case .authenticationFailed where server.isMicrosoft:
            "Microsoft takes no passwords for IMAP any more, app passwords included: set GMAIL_ACCOUNT_n_OAUTH=microsoft in "
                + "place of the password, and run `mosaic accounts connect microsoft ADDRESS`."
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

    private func name(of outlet: OutletSettings) -> String {
        switch outlet {
        case .smtp: "\(account.address) SMTP"
        case .ses: "\(account.address) SES"
        case .gmail: "\(account.address) Gmail API"
        }
    }

    private static func advice(on reply: String, from mailer: any Mailer) async -> String? {
        if reply.contains("not verified yet") {
            return "Finish what SES waits for: the link in its mail to the address, or the DKIM records of the domain."
        }
        // It has just answered the same question.
        return try? await (mailer as? any QuotaReporting)?.quota().advice
    }

    private func look(at outlet: OutletSettings) async -> [Finding] {
        let name = name(of: outlet)
        let mailer = access.mailer(outlet)
        switch await mailer.verify() {
        case .accepted(let reply), .acceptedUnder(_, let reply):
            guard case .ses = outlet else { return [.ok(name, "\(outlet.shown), logged in")] }
            let fact = "\(outlet.shown), \(reply)"
            return [await Self.advice(on: reply, from: mailer).map { .warning(name, fact, do: $0) } ?? .ok(name, fact)]
        case .withheld:
            return [.failed(name, "no answer within \(Checkup.limit.shown)", do: "Check host, port and network.")]
        case .failed(let failure): return [.failed(name, failure.detail)]
        }
    }
}

extension ServerAddress {
    /// `imap.example.com:993 tls`.
    package var shown: String { "\(host):\(port) \(security.rawValue)" }
}
