package import Correspondence
package import Curl

/// Sends through the account's submission server.
package struct SMTPMailer: Mailer {
    private let server: SMTPServer
    private let transport: CurlTransport

    /// - Parameters:
    ///   - server: the account's own settings and login.
    ///   - transport: shared by all accounts.
    package init(server: SMTPServer, transport: CurlTransport) {
        self.server = server
        self.transport = transport
    }

    package func send(
        _ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission
    ) async -> DeliveryOutcome {
        let submission = SMTPSubmission(
            server: server, sender: mail.sender.text, recipient: mail.recipient.text, message: mail.bytes)
        let outcome = await transport.submit(submission) {
            switch await beforeFinalDot() {
            case .granted(let objection): .send(unless: objection)
            case .withheld(let reason): .abort(reason)
            }
        }
        return DeliveryOutcome(outcome)
    }

    package func verify() async -> DeliveryOutcome {
        DeliveryOutcome(await transport.verifyLogin(server))
    }
}

extension DeliveryOutcome {
    init(_ outcome: SMTPOutcome) {
        switch outcome {
        case .accepted(let reply): self = .accepted(reply: reply.description)
        case .aborted(let reason): self = .withheld(reason)
        case .failed(let failure): self = .failed(DeliveryFailure(failure))
        }
    }
}

extension DeliveryFailure {
    init(_ failure: SMTPFailure) {
        self.init(
            kind: Kind(failure.kind), reply: failure.reply?.description, detail: failure.detail,
            reached: Reach(failure.phase))
    }
}

extension DeliveryFailure.Reach {
    init(_ phase: SMTPPhase) {
        self =
            switch phase {
            case .connecting, .tls, .greeting: .server
            case .authentication: .account
            case .mailFrom, .recipient, .data, .content, .beforeFinalDot, .afterFinalDot, .accepted: .mail
            }
    }
}

extension DeliveryFailure.Kind {
    init(_ kind: SMTPFailure.Kind) {
        self =
            switch kind {
            case .transient: .transient
            case .recipientBusy: .recipientBusy
            case .throttled: .throttled
            case .permanentRecipient: .recipientRefused
            case .permanentMessage: .messageRefused
            case .policy: .policy
            case .authentication: .authentication
            case .quota: .quota
            case .connection: .connection
            case .tls: .encryption
            case .outcomeUnknown: .outcomeUnknown
            }
    }
}
