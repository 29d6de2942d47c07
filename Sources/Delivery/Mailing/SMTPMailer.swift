package import Correspondence
package import Curl
package import OAuth

/// Sends through the account's submission server.
package struct SMTPMailer: Mailer {
    private let server: SMTPServer
    private let tokens: BearerTokens?
    private let transport: CurlTransport

    /// - Parameters:
    ///   - server: the account's own settings and login.
    ///   - tokens: where each login gets its access token; nil: it has a password.
    ///   - transport: shared by all accounts.
    package init(server: SMTPServer, tokens: BearerTokens? = nil, transport: CurlTransport) {
        self.server = server
        self.tokens = tokens
        self.transport = transport
    }

    package func send(
        _ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission
    ) async -> DeliveryOutcome {
        await loggedIn { server in
            let submission = SMTPSubmission(
                server: server, sender: mail.sender.text, recipient: mail.recipient.text, message: mail.bytes)
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

    /// Runs a session with what proves who we are. A refused token is replaced once: it may have ended early, and before the
    /// login no mail was offered and nobody asked about one.
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
                + "\(failure.reply?.description ?? "no reason given"). Check that SMTP is allowed for the account, and that "
                + "the permission was given by this very account.",
            reached: .account)
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
        return failure.kind == .authentication && failure.phase == .authentication
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
