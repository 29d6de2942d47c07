package import Correspondence
package import GmailAPI
package import OAuth
import Timing

/// Sends over Gmail's web interface, from the mailbox that the tokens belong to. There is no final dot: a mail is certainly
/// unsent only until the request is written. Gmail files the copy in Sent itself.
package struct GmailMailer: Mailer {
    let client: GmailClient
    private let address: EmailAddress
    private let tokens: BearerTokens
    private let mailsPerDay: Int?

    /// - Parameters:
    ///   - address: the mailbox's expected address.
    ///   - mailsPerDay: Google's limit in any 24 hours; nil: unknown.
    package init(client: GmailClient, address: EmailAddress, tokens: BearerTokens, mailsPerDay: Int? = nil) {
        self.client = client
        self.address = address
        self.tokens = tokens
        self.mailsPerDay = mailsPerDay
    }

    package func send(
        _ mail: OutgoingMail, beforeFinalDot: @Sendable () async -> SendPermission
    ) async -> DeliveryOutcome {
        do throws(DeliveryFailure) {
            // Slow and fallible work comes before the permission: an expired token is noticed here.
            let thread = try await thread(of: mail.bytes)
            let token = try await token()
            let objection: @Sendable () -> String?
            switch await beforeFinalDot() {
            case .granted(let voided): objection = voided
            case .withheld(let reason): return .withheld(reason)
            }
            guard !Task.isCancelled else { return .withheld(nil) }
            let first = await client.send(mail.bytes, in: thread, token: token, unless: objection)
            guard case .failed(let failure) = first, failure.kind == .token else {
                return await outcome(of: first, mail, token)
            }
            // Refused at the login, so certainly unsent: the same permission covers a second token while it lasts.
            let second = try await replacement(of: token)
            return await outcome(
                of: await client.send(mail.bytes, in: thread, token: second, unless: objection), mail, second)
        } catch {
            return .failed(error)
        }
    }

    private func outcome(of sending: GmailClient.Sending, _ mail: OutgoingMail, _ token: String) async
        -> DeliveryOutcome
    {
        switch sending {
        case .sent(let id):
            let reply = "200 \(id)"
            let real = await realID(of: id, token)
            return real.flatMap { $0 == mail.messageID ? nil : .acceptedUnder($0, reply: reply) }
                ?? .accepted(reply: reply)
        case .withheld(let reason): return .withheld(reason)
        case .failed(let failure):
            if failure.kind == .token { await tokens.reject(token) }
            return .failed(DeliveryFailure(failure, reached: .mail))
        }
    }

    /// Gmail may have replaced the Message-ID. If it cannot be asked now, the copy in Sent tells later.
    private func realID(of id: String, _ token: String) async -> MessageID? {
        let text = try? await client.field("Message-ID", of: id, token: token)
        return text.flatMap { MessageID($0) }
    }

    /// Asks for the mailbox's address.
    package func verify() async -> DeliveryOutcome {
        do throws(DeliveryFailure) {
            let owner = try await asked { token throws(GmailFailure) in try await client.address(token: token) }
            guard EmailAddress(owner) == address else {
                throw DeliveryFailure(
                    kind: .authentication,
                    detail: "The permission is for \(owner), not for \(address): connect again, and choose \(address).",
                    reached: .account)
            }
            return .accepted(reply: "200 \(owner)")
        } catch {
            return .failed(error)
        }
    }

    /// Gmail's id of the conversation that a mail answers in: without it the mail would start a new one in our own mailbox.
    private func thread(of bytes: [UInt8]) async throws(DeliveryFailure) -> String? {
        guard let parent = bytes.headerField("in-reply-to").flatMap({ MessageID($0) }) else { return nil }
        return try await asked { token throws(GmailFailure) in
            try await client.place(ofMessageID: parent.text, token: token)?.thread
        }
    }

    /// Makes a request that changes nothing; a refused token is replaced once.
    private func asked<Value: Sendable>(
        _ question: (String) async throws(GmailFailure) -> Value
    ) async throws(DeliveryFailure) -> Value {
        let first = try await token()
        do throws(GmailFailure) { return try await question(first) } catch {
            guard error.kind == .token else { throw DeliveryFailure(error, reached: .account) }
        }
        let second = try await replacement(of: first)
        do throws(GmailFailure) { return try await question(second) } catch {
            if error.kind == .token { await tokens.reject(second) }
            throw DeliveryFailure(error, reached: .account)
        }
    }

    private func token() async throws(DeliveryFailure) -> String {
        do throws(TokenFailure) { return try await tokens.current() } catch {
            throw DeliveryFailure(
                kind: error.isPassing ? .connection : .authentication, detail: error.description, reached: .account)
        }
    }

    private func replacement(of token: String) async throws(DeliveryFailure) -> String {
        await tokens.reject(token)
        return try await self.token()
    }
}

extension GmailMailer: MailFinding {
    /// Looks for our Message-ID, then for our own field, which remains where Gmail replaced the id.
    package func find(_ mail: SoughtMail) async throws(DeliveryFailure) -> FoundMail? {
        try await asked { token throws(GmailFailure) in
            if try await client.place(ofMessageID: mail.messageID.text, isSent: true, token: token) != nil {
                return FoundMail(messageID: mail.messageID, proof: "Gmail has it in Sent")
            }
            let start = mail.since.secondsSince1970 - Self.clockError
            for place in try await client.sent(to: mail.recipient.text, after: start, token: token) {
                guard let own = try await client.field("X-Mosaic-ID", of: place.id, token: token),
                    MessageID(own) == mail.messageID,
                    let name = try await client.field("Message-ID", of: place.id, token: token).flatMap({
                        MessageID($0)
                    })
                else { continue }
                return FoundMail(messageID: name, proof: "Gmail has it in Sent as <\(name.text)>")
            }
            return nil
        }
    }

    /// How far two clocks may differ, in seconds: too much only means looking at more mail.
    private static let clockError: Int64 = 3_600
}

extension GmailMailer: QuotaReporting {
    package var knowsQuota: Bool { mailsPerDay != nil }

    /// As published by Google: its interface does not tell.
    package func quota() async throws(DeliveryFailure) -> SendingQuota {
        let words = mailsPerDay.map { "Gmail takes \($0) mails in any 24 hours" }
        return SendingQuota(mailsPerDay: mailsPerDay, description: words ?? "no limit is known")
    }
}

extension GmailMailer: DraftKeeping {
    package func draft(_ bytes: [UInt8]) async throws(DeliveryFailure) -> String {
        let thread = try await thread(of: bytes)
        let token = try await token()
        do throws(GmailFailure) {
            return "Gmail's drafts, \(try await client.draft(bytes, in: thread, token: token))"
        } catch {
            if error.kind == .token { await tokens.reject(token) }
            throw DeliveryFailure(error, reached: .mail)
        }
    }
}

extension DeliveryFailure {
    init(_ failure: GmailFailure, reached: Reach) {
        self.init(
            kind: Kind(failure.kind), reply: failure.reply, detail: failure.description,
            reached: failure.kind == .connection ? .server : failure.kind == .message ? .mail : reached)
    }
}

extension DeliveryFailure.Kind {
    init(_ kind: GmailFailure.Kind) {
        self =
            switch kind {
            case .token, .permission: .authentication
            case .connection: .connection
            case .rate: .throttled
            case .quota: .quota
            case .message: .messageRefused
            case .unknown: .outcomeUnknown
            }
    }
}
