package import Correspondence
package import Curl
package import OAuth

/// Sends through the account's submission server.
package struct SMTPMailer: Mailer {
    private let server: SMTPServer
    private let tokens: BearerTokens?
    private let transport: CurlTransport
    private let mailsPerDay: Int?
    private let pace = SendingPace()

    /// - Parameters:
    ///   - server: the account's own settings and login.
    ///   - tokens: the source of access tokens for each login; nil: it has a password.
    ///   - transport: shared by all accounts.
    ///   - mailsPerDay: its provider's limit in any 24 hours; nil: unknown.
    ///   - mailsPerMinute: its provider's limit in a minute; nil: unknown.
    package init(
        server: SMTPServer, tokens: BearerTokens? = nil, transport: CurlTransport, mailsPerDay: Int? = nil,
        mailsPerMinute: Int? = nil
    ) {
        self.server = server
        self.tokens = tokens
        self.transport = transport
        self.mailsPerDay = mailsPerDay
        pace.set(rate: Double(mailsPerMinute ?? 0) / 60)
    }

    package func send(
        _ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission
    ) async -> DeliveryOutcome {
        await pace.turn()
        return await loggedIn { server in
            let submission = SMTPSubmission(
                server: server, sender: mail.sender.text, recipient: mail.recipient.text, message: mail.bytes,
                envelopeID: mail.messageID.text)
            return await transport.submit(submission) {
                switch await beforeFinalDot() {
                case .granted(let objection): .send(unless: objection)
                case .withheld(let reason): .abort(reason)
                }
            }
        }
    }

    package func verify() async -> DeliveryOutcome {
        await loggedIn { await transport.verifyLogin($0) }
    }

    /// Runs a session with our credentials. A refused token is replaced once: it may have expired early, and before the login no
    /// mail was offered and no permission asked.
    private func loggedIn(_ session: (SMTPServer) async -> SMTPOutcome) async -> DeliveryOutcome {
        guard let tokens else { return DeliveryOutcome(await session(server)) }
        do throws(TokenFailure) {
            let first = try await tokens.current()
            let outcome = await session(server.with(first))
            guard outcome.isRefusedToken else { return DeliveryOutcome(outcome) }
            await tokens.reject(first)
            let second = try await tokens.current()
            guard second != first else { return .failed(refusal(outcome)) }
            let last = await session(server.with(second))
            guard last.isRefusedToken else { return DeliveryOutcome(last) }
            await tokens.reject(second)
            return .failed(refusal(last))
        } catch {
            return .failed(
                DeliveryFailure(
                    kind: error.isPassing ? .connection : .authentication, detail: error.description, reached: .account)
            )
        }
    }

    private func refusal(_ outcome: SMTPOutcome) -> DeliveryFailure {
        guard case .failed(let failure) = outcome else {
            return DeliveryFailure(kind: .authentication, detail: "The login was refused.", reached: .account)
        }
        return DeliveryFailure(
            kind: .authentication, reply: failure.reply?.description,
            detail: "\(server.host) refuses the access token of \(server.username): "
                + "\(failure.reply?.description ?? "no reason given"). \(Self.advice(on: failure.reply))",
            reached: .account)
    }

    /// Exchange names in words the setting that disables SMTP login.
    private static func advice(on reply: SMTPReply?) -> String {
        guard reply?.text.contains("SmtpClientAuthentication") == true else {
            return "Check that SMTP is allowed for the account, and that the permission was given by this very account."
        }
        return "Turn on Authenticated SMTP for the mailbox in the Exchange admin center, under Manage email apps."
    }
}

extension SMTPMailer: QuotaReporting {
    package var knowsQuota: Bool { mailsPerDay != nil }

    /// As published by the provider: a submission server does not tell.
    package func quota() async throws(DeliveryFailure) -> SendingQuota {
        let words = mailsPerDay.map { "\(server.host) takes \($0) mails in any 24 hours" }
        return SendingQuota(mailsPerDay: mailsPerDay, description: words ?? "no limit is known")
    }
}

extension SMTPServer {
    fileprivate func with(_ token: String) -> SMTPServer {
        var server = self
        server.token = Password(token)
        return server
    }
}

extension SMTPOutcome {
    fileprivate var isRefusedToken: Bool {
        guard case .failed(let failure) = self else { return false }
        // Without a reply the server did not even offer such a login.
        return failure.kind == .authentication && failure.phase == .authentication && failure.reply != nil
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
