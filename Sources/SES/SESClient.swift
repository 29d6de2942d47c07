package import Curl
import Text

/// Amazon SES, version 2 of its interface: the part that a mailer needs.
package struct SESClient: Sendable {
    package let region: String
    private let requests: SignedRequests
    private let transport: CurlTransport

    /// - Parameters:
    ///   - region: such as `eu-central-1`, where the sender is verified.
    ///   - baseURL: another server than AWS's, without a slash at its end, for tests.
    ///   - now: seconds since 1970.
    package init(
        region: String, baseURL: String? = nil, chain: CredentialChain, transport: CurlTransport,
        now: @escaping @Sendable () -> Int64
    ) {
        self.region = region
        self.transport = transport
        requests = SignedRequests(
            region: region, service: "ses", baseURL: baseURL ?? "https://email.\(region).amazonaws.com", chain: chain,
            now: now)
    }

    /// One mail, complete with its header, to one recipient.
    package struct Mail: Sendable {
        package var sender: String
        package var recipient: String
        package var bytes: [UInt8]
        package var configurationSet: String?
        /// Tags that are repeated in every event about the mail.
        package var tags: [(name: String, value: String)]

        package init(
            sender: String, recipient: String, bytes: [UInt8], configurationSet: String? = nil,
            tags: [(name: String, value: String)] = []
        ) {
            self.sender = sender
            self.recipient = recipient
            self.bytes = bytes
            self.configurationSet = configurationSet
            self.tags = tags
        }
    }

    /// The outcome of sending.
    package enum Sending: Sendable, Hashable {
        /// Accepted; with the Message-ID that SES gave it, without angle brackets. The one in the mail is replaced.
        case sent(messageID: String)
        /// Stopped by the objection right before the request was written: certainly unsent.
        case withheld(String)
        case failed(SESFailure)
    }

    /// Sends one mail. The request is written once, whatever happens.
    ///
    /// - Parameter objection: asked once the connection stands, directly before the write.
    package func send(_ mail: Mail, unless objection: @escaping @Sendable () -> String?) async -> Sending {
        do throws(SESFailure) {
            let request = try await signed("POST", "/v2/email/outbound-emails", body: Self.body(of: mail))
            switch await transport.performOnce(request, unless: objection) {
            case .withheld(let reason): return .withheld(reason)
            case .notSent(let error): throw SESFailure(.connection, error.message)
            case .unanswered(let error):
                throw SESFailure(.unknown, "SES may or may not have taken the mail: \(error.message)")
            case .answered(let response): return .sent(messageID: try messageID(in: response))
            }
        } catch {
            return .failed(error)
        }
    }

    /// SES's id in the form used in the header.
    private func messageID(in response: HTTPResponse) throws(SESFailure) -> String {
        guard response.status == 200 else { throw requests.failure(response, wasSending: true) }
        guard let id = (try? JSON(reading: response.body))?["MessageId"]?.text, !id.isEmpty else {
            throw SESFailure(
                .unknown, "SES answered 200 without a MessageId, so nobody knows whether it took the mail.")
        }
        return Self.messageID(id, in: region)
    }

    /// The Message-ID in the header of a mail that SES knows by `id`: the oldest region uses another domain.
    package static func messageID(_ id: String, in region: String) -> String {
        "\(id)@\(region == "us-east-1" ? "email" : region).amazonses.com"
    }

    /// The limits of the account.
    package struct Account: Sendable, Hashable {
        /// Mails in any 24 hours; nil: no limit.
        package let dailyQuota: Double?
        package let ratePerSecond: Double
        package let sentToday: Double
        /// False: in the sandbox, where recipients must be verified.
        package let isInProduction: Bool
        package let maySend: Bool
        /// `HEALTHY`, `PROBATION` or `SHUTDOWN`.
        package let standing: String
    }

    /// Nil where nothing is known of limits, as at servers that stand in for SES.
    package func account() async throws(SESFailure) -> Account? {
        let request = try await signed("GET", "/v2/email/account", body: nil)
        let response: HTTPResponse
        do throws(CurlError) { response = try await transport.perform(request) } catch {
            throw SESFailure(.connection, "SES cannot be reached: \(error.message) Check AWS_REGION too.")
        }
        if response.status == 404 { return nil }
        guard response.status == 200, let json = try? JSON(reading: response.body) else {
            throw requests.failure(response, wasSending: false)
        }
        let quota = json["SendQuota"]
        let daily = quota?["Max24HourSend"]?.number ?? 0
        return Account(
            dailyQuota: daily < 0 ? nil : daily, ratePerSecond: quota?["MaxSendRate"]?.number ?? 0,
            sentToday: quota?["SentLast24Hours"]?.number ?? 0,
            isInProduction: json["ProductionAccessEnabled"] == .bool(true),
            maySend: json["SendingEnabled"] == .bool(true),
            standing: json["EnforcementStatus"]?.text ?? "unknown")
    }

    /// What SES knows of an address or domain in this region.
    package enum Identity: Sendable, Hashable {
        case unknown
        /// It waits until its owner has shown that it is theirs.
        case unverified
        case verified
        /// The credentials may not ask.
        case untold
    }

    package func identity(_ identity: String) async throws(SESFailure) -> Identity {
        let name = identity.replacing("@", with: "%40")
        let request = try await signed("GET", "/v2/email/identities/\(name)", body: nil)
        let response: HTTPResponse
        do throws(CurlError) { response = try await transport.perform(request) } catch {
            throw SESFailure(.connection, error.message)
        }
        switch response.status {
        case 200:
            let isVerified = (try? JSON(reading: response.body))?["VerifiedForSendingStatus"] == .bool(true)
            return isVerified ? .verified : .unverified
        case 404: return .unknown
        case 403: return .untold
        default: throw requests.failure(response, wasSending: false)
        }
    }

    private func signed(_ method: String, _ path: String, body: [UInt8]?) async throws(SESFailure) -> HTTPRequest {
        try await requests.request(
            method, path, headers: [(name: "Content-Type", value: "application/json")], body: body)
    }

    private static func body(of mail: Mail) -> [UInt8] {
        var members: [JSON.Member] = [
            .init(key: "FromEmailAddress", value: .string(mail.sender)),
            .init(key: "Destination", value: ["ToAddresses": [mail.recipient]]),
            .init(key: "Content", value: ["Raw": ["Data": Base64.encoded(mail.bytes)] as JSON]),
        ]
        if let set = mail.configurationSet { members.append(.init(key: "ConfigurationSetName", value: .string(set))) }
        if !mail.tags.isEmpty {
            let tags = mail.tags.map { ["Name": $0.name, "Value": $0.value] as JSON }
            members.append(.init(key: "EmailTags", value: .array(tags)))
        }
        return Array(JSON.object(members).description.utf8)
    }
}

extension JSON {
    fileprivate var number: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}
