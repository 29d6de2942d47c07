package import Alerting
package import Correspondence
package import Delivery
package import Storage
package import Timing

/// Sends alerts by mail, from one of our accounts or with another login.
///
/// Alerts do not pass through the outbox: they count towards no account's limits, and no mail to a contact waits for them. An
/// alert that may not have arrived is sent again under the same Message-ID.
package struct AlertMailbox: Sendable {
    /// The time for one try; a claim on an alert lasts a minute.
    private static let patience = Duration.seconds(45)

    private let sender: Correspondent
    private let mailer: any Mailer
    private let clock: any WallClock

    package init(_ address: EmailAddress, mailer: any Mailer, clock: any WallClock = SystemWallClock()) {
        sender = Correspondent(address: address, name: "Mosaic")
        self.mailer = mailer
        self.clock = clock
    }

    /// Tries once.
    package func send(_ mail: AlertMail) async -> AlertOutcome {
        guard let recipient = EmailAddress(mail.recipient),
            let id = AlertMark.messageID(of: mail.key, at: sender.address.domain)
        else { return .gone("\(mail.recipient) takes no mail") }
        let letter = Letter(
            from: sender, to: Correspondent(address: recipient), subject: mail.subject, date: clock.now, messageID: id,
            automation: .generated, text: mail.text)
        switch await outcome(of: MailComposer().compose(letter)) {
        case .accepted, .acceptedUnder: return .delivered
        case .withheld(let reason): return .failed(reason ?? "it was interrupted", after: nil)
        case .failed(let failure) where failure.kind == .recipientRefused: return .gone(failure.detail)
        case .failed(let failure): return .failed(failure.detail, after: nil)
        }
    }

    /// A slow server is tried again later: meanwhile other receivers are served.
    private func outcome(of mail: OutgoingMail) async -> DeliveryOutcome {
        await withTaskGroup(of: DeliveryOutcome?.self) { group in
            group.addTask { [mailer] in await mailer.send(mail) { .granted } }
            group.addTask {
                // Ends with the group.
                try? await Task.sleep(for: Self.patience)
                return nil
            }
            for await outcome in group {
                group.cancelAll()
                if let outcome { return outcome }
            }
            return .withheld("its server took too long")
        }
    }
}
