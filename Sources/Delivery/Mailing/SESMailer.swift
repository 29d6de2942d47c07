package import Correspondence
package import SES

/// Sends through Amazon SES. There is no final dot: a mail is certainly unsent only until the request is written. If SES does not
/// answer after that, the mail is in doubt.
package struct SESMailer: Mailer {
    private let client: SESClient
    private let configurationSet: String?
    private let pace = SendingPace()
    private let sender: EmailAddress?

    /// - Parameters:
    ///   - configurationSet: where SES reports on the mails; nil: the account's default, if any.
    ///   - sender: the address whose verification is checked; nil: none.
    package init(client: SESClient, configurationSet: String? = nil, sender: EmailAddress? = nil) {
        self.client = client
        self.sender = sender
        self.configurationSet = configurationSet
    }

    package func send(
        _ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission
    ) async -> DeliveryOutcome {
        await pace.turn()
        let objection: @Sendable () -> String?
        switch await beforeFinalDot() {
        case .granted(let voided): objection = voided
        case .withheld(let reason): return .withheld(reason)
        }
        guard !Task.isCancelled else { return .withheld(nil) }
        let request = SESClient.Mail(
            sender: mail.sender.text, recipient: mail.recipient.text, bytes: Self.referring(mail),
            configurationSet: configurationSet)
        switch await client.send(request, unless: objection) {
        case .sent(let id):
            let reply = "200 \(id)"
            return MessageID(id).map { .acceptedUnder($0, reply: reply) } ?? .accepted(reply: reply)
        case .withheld(let reason): return .withheld(reason)
        case .failed(let failure): return .failed(DeliveryFailure(failure, reached: .mail))
        }
    }

    /// Asks for the account's limits.
    package func verify() async -> DeliveryOutcome {
        do throws(DeliveryFailure) {
            let quota = try await quota()
            let sender = try await lookAtSender()
            return .accepted(reply: [quota.description, sender].compactMap(\.self).joined(separator: "; "))
        } catch {
            return .failed(error)
        }
    }

    /// In a region other than the one set, nothing is known either.
    ///
    /// - Returns: what a person should know of it.
    private func lookAtSender() async throws(DeliveryFailure) -> String? {
        guard let sender else { return nil }
        do throws(SESFailure) {
            var known: [SESClient.Identity] = []
            for identity in [sender.domain, sender.text] {
                known.append(try await client.identity(identity))
                if [.verified, .untold].contains(known.last) { return nil }
            }
            if known.contains(.unverified) { return "\(sender) is not verified yet" }
        } catch {
            throw DeliveryFailure(error, reached: .account)
        }
        throw DeliveryFailure(
            kind: .policy,
            detail:
                "SES does not know \(sender) as a sender. Verify \(sender.domain) in \(client.region), or set AWS_REGION to "
                + "where it is verified.",
            reached: .account)
    }

    /// SES replaces our Message-ID with its own. So that replies name ours too, it is among the References of a mail that begins
    /// a conversation; later mails have those of the mail before.
    static func referring(_ mail: OutgoingMail) -> [UInt8] {
        let field = Array("References: \(mail.messageID.bracketed)\r\n".utf8)
        return mail.bytes.headerField("references") == nil ? field + mail.bytes : mail.bytes
    }
}

extension SESMailer: QuotaReporting {
    /// From `GetAccount`. From then on no second holds more mails of this mailer than SES accepts.
    package func quota() async throws(DeliveryFailure) -> SendingQuota {
        let answer: SESClient.Account?
        do throws(SESFailure) { answer = try await client.account() } catch {
            throw DeliveryFailure(error, reached: .account)
        }
        guard let account = answer else { return SendingQuota(mailsPerDay: nil, description: "no limits are told") }
        guard account.maySend else {
            throw DeliveryFailure(
                kind: .policy, detail: "SES does not let this account send: look into the SES console.",
                reached: .account)
        }
        pace.set(rate: account.ratePerSecond)
        return SendingQuota(
            mailsPerDay: account.dailyQuota.map { Int($0) }, description: Self.words(account),
            advice: Self.advice(account))
    }

    private static func words(_ account: SESClient.Account) -> String {
        let quota = account.dailyQuota.map { "\(Int(account.sentToday)) of \(Int($0)) mails in 24 h" } ?? "no quota"
        let sandbox =
            account.isInProduction
            ? "" : "; in the sandbox: only verified recipients get mail until production access is granted"
        return "\(quota), \(Int(account.ratePerSecond)) a second, standing \(account.standing)\(sandbox)"
    }

    private static func advice(_ account: SESClient.Account) -> String? {
        guard account.isInProduction else {
            return "Ask for production access in the SES console, under Account dashboard."
        }
        return account.standing == "HEALTHY"
            ? nil : "Read what AWS wrote about bounces and complaints, in the SES console under Reputation metrics."
    }
}

extension DeliveryFailure {
    init(_ failure: SESFailure, reached: Reach) {
        self.init(
            kind: Kind(failure.kind), reply: failure.reply, detail: failure.description,
            reached: failure.kind == .connection || failure.kind == .credentialsAway ? .server : reached)
    }
}

extension DeliveryFailure.Kind {
    init(_ kind: SESFailure.Kind) {
        self =
            switch kind {
            case .credentials: .authentication
            case .credentialsAway, .connection: .connection
            case .rate: .throttled
            case .quota: .quota
            case .account: .policy
            case .message: .messageRefused
            case .unknown: .outcomeUnknown
            }
    }
}
