import Alerting
import Correspondence
import Curl
import Logging
import Operations
import Settings
import Storage

/// How alerts are delivered.
extension Installation {
    /// The service that delivers alerts.
    func alerts(_ log: Logger) -> AlertService {
        AlertService(store, Self.alertPost(settings, trusted: settings.alertHosts, store, transport), log: log)
    }

    /// - Parameter settings: nil where they cannot be read: then no alerts go by mail.
    static func alertPost(
        _ settings: MosaicSettings?, trusted: Set<String>, _ store: Store, _ transport: CurlTransport
    ) -> AlertPost {
        guard let settings, let mailbox = alertMailbox(settings, store, transport) else {
            return AlertPost(transport, trusted: trusted)
        }
        return AlertPost(transport, trusted: trusted) { await mailbox.send($0) }
    }

    /// Nil where no account or server can send alerts, or none is to.
    private static func alertMailbox(
        _ settings: MosaicSettings, _ store: Store, _ transport: CurlTransport
    ) -> AlertMailbox? {
        guard !settings.isDryRun else { return nil }
        let tokens = tokens(settings.oauth, store, transport)
        if let login = settings.alertMail.login, let sender = settings.alertMail.sender {
            return AlertMailbox(sender, mailer: mailer(.smtp(login), tokens, transport))
        }
        let wanted = settings.alertMail.sender
        let account = settings.accounts.first { $0.outlet != nil && (wanted == nil || $0.address == wanted) }
        guard let account, let outlet = account.outlet else { return nil }
        return AlertMailbox(account.address, mailer: mailer(outlet, tokens, transport))
    }
}
