package import Correspondence
package import SES

/// Sends through Amazon SES. There is no final dot: the last moment at which a mail is certainly unsent is right before the
/// request is written. Whatever happens behind it without an answer of SES leaves the mail in doubt.
package struct SESMailer: Mailer {
    private let client: SESClient
    private let configurationSet: String?

    /// - Parameter configurationSet: where SES reports what becomes of the mails; nil: the one of the account, if any.
    package init(client: SESClient, configurationSet: String? = nil) {
        self.client = client
        self.configurationSet = configurationSet
    }

    package func send(
        _ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission
    ) async -> DeliveryOutcome {
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

    /// Asks what the account may do.
    package func verify() async -> DeliveryOutcome {
        do throws(SESFailure) {
            let account = try await client.account()
            guard account.maySend else {
                return .failed(
                    DeliveryFailure(
                        kind: .policy, detail: "SES does not let this account send: look into the SES console.",
                        reached: .account))
            }
            return .accepted(reply: Self.words(account))
        } catch {
            return .failed(DeliveryFailure(error, reached: .account))
        }
    }

    private static func words(_ account: SESClient.Account) -> String {
        let quota = account.dailyQuota.map { "\(Int(account.sentToday)) of \(Int($0)) mails in 24 h" } ?? "no quota"
        let sandbox =
            account.isInProduction
            ? "" : "; in the sandbox: only verified recipients get mail until production access is granted"
        return "\(quota), \(Int(account.ratePerSecond)) a second, standing \(account.standing)\(sandbox)"
    }

    /// SES puts a Message-ID of its own in place of ours. So that replies name ours too, it stands among the References of a
    /// mail that begins a conversation; later mails have those of the mail before.
    static func referring(_ mail: OutgoingMail) -> [UInt8] {
        let field = Array("References: \(mail.messageID.bracketed)\r\n".utf8)
        return mail.bytes.hasHeaderField("references") ? mail.bytes : field + mail.bytes
    }
}

extension [UInt8] {
    /// Whether a line of the header begins with this name, in lower case, and a colon.
    fileprivate func hasHeaderField(_ name: String) -> Bool {
        let wanted = Array("\(name):".utf8)
        var line: [UInt8] = []
        for byte in self {
            if byte == UInt8(ascii: "\n") {
                if line.isEmpty { return false }
                line = []
            } else if byte != UInt8(ascii: "\r"), line.count < wanted.count {
                line.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
                if line == wanted { return true }
            }
        }
        return false
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
