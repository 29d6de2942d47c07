import FoundationEssentials
package import Timing

/// The treatment of the next request to send.
package enum SESFault: Hashable, Sendable {
    /// This answer and no effect, such as 429 `TooManyRequestsException`.
    case error(status: Int, type: String, message: String)
    /// Closes the connection and does nothing.
    case drop
    /// Accepts the mail, then closes the connection without the answer.
    case answerLost
    /// Accepts the mail, then answers 500.
    case failsAfterwards
    /// Accepts the mail and says nothing, with the connection open.
    case silence
}

/// Amazon SES, version 2: `SendEmail` with raw mails, and `GetAccount`. It gives every mail a Message-ID of its own.
///
/// Signatures are only looked at, not verified: that botocore would sign the same is tested elsewhere.
package struct SESDesk: HTTPDesk {
    /// A mail that was accepted.
    package struct Taken: Hashable, Sendable {
        package let id: String
        package let sender: String
        package let recipients: [String]
        package let bytes: [UInt8]
        package let configurationSet: String?
        package let tags: [String: String]
    }

    package var accessKeyID: String
    package var sessionToken: String?
    package var dailyQuota = 50_000
    package var ratePerSecond = 14
    package var isInProduction = true
    package var maySend = true
    package var standing = "HEALTHY"
    /// Nil: every sender is verified, and in the sandbox every recipient too.
    package var verified: Set<String>?
    /// Whether senders that are known still wait for their verification.
    package var isVerifying = false
    /// Whether it says nothing of quota and rate, like servers that stand in for SES.
    package var hidesAccount = false
    /// The answer to everything, whatever is asked.
    package var refusal: SESFault?
    /// Faults of sending, first to last, one a request; nil: all goes well.
    package var script: [SESFault?] = []
    /// The number of faults that happened.
    package private(set) var faults = 0
    package private(set) var taken: [Taken] = []
    /// Requests to send, accepted or not.
    package private(set) var requests = 0

    package init(accessKeyID: String = "AKIDEXAMPLE") { self.accessKeyID = accessKeyID }

    package mutating func steps(for request: WebRequest, now: Timestamp) -> [WireStep] {
        guard isSigned(request) else {
            return refuse(
                403, "InvalidSignatureException", "The security token included in the request is invalid.", request)
        }
        if case .error(let status, let type, let message)? = refusal { return refuse(status, type, message, request) }
        switch (request.method, request.path) {
        case ("GET", "/v2/email/account") where hidesAccount: return refuse(404, "Error", "", request)
        case ("GET", "/v2/email/account"): return respond(account, request)
        case ("POST", "/v2/email/outbound-emails"): return send(request)
        case ("GET", _) where request.path.hasPrefix("/v2/email/identities/"): return identity(request)
        default: return refuse(404, "UnknownOperationException", "no such operation", request)
        }
    }

    private func isSigned(_ request: WebRequest) -> Bool {
        let authorization = request.headers["authorization"] ?? ""
        return authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=\(accessKeyID)/")
            && authorization.contains("/ses/aws4_request, SignedHeaders=") && request.headers["x-amz-date"] != nil
            && (sessionToken == nil || request.headers["x-amz-security-token"] == sessionToken)
    }

    private mutating func send(_ request: WebRequest) -> [WireStep] {
        requests += 1
        let fault: SESFault? = script.isEmpty ? nil : script.removeFirst()
        if fault != nil { faults += 1 }
        switch fault {
        case .error(let status, let type, let message): return refuse(status, type, message, request)
        case .drop: return [.close]
        case .answerLost:
            _ = take(request)
            return [.close]
        case .failsAfterwards:
            _ = take(request)
            return refuse(500, "InternalFailure", "something went wrong", request)
        case .silence:
            _ = take(request)
            return [.hold]
        case nil: return take(request)
        }
    }

    private struct Order: Decodable {
        struct Addresses: Decodable { let ToAddresses: [String] }
        struct Raw: Decodable { let Data: String }
        struct Content: Decodable { let Raw: Raw }
        struct Tag: Decodable {
            let Name: String
            let Value: String
        }
        let FromEmailAddress: String
        let Destination: Addresses
        let Content: Content
        let ConfigurationSetName: String?
        let EmailTags: [Tag]?
    }

    private mutating func take(_ request: WebRequest) -> [WireStep] {
        // The reason does not matter to a client: the answer is 400 either way.
        guard let order = try? JSONDecoder().decode(Order.self, from: Data(request.body)),
            let bytes = Base64.decode(Array(order.Content.Raw.Data.utf8))
        else { return refuse(400, "BadRequestException", "the request cannot be read", request) }
        let addresses = [order.FromEmailAddress] + (isInProduction ? [] : order.Destination.ToAddresses)
        if let stranger = addresses.first(where: { verified?.contains($0) == false }) {
            return refuse(
                400, "MessageRejected",
                "Email address is not verified. The following identities failed the check: \(stranger)", request)
        }
        let id = "0100-\(taken.count + 1)-000000"
        taken.append(
            Taken(
                id: id, sender: order.FromEmailAddress, recipients: order.Destination.ToAddresses, bytes: bytes,
                configurationSet: order.ConfigurationSetName,
                tags: Dictionary((order.EmailTags ?? []).map { ($0.Name, $0.Value) }) { $1 }))
        return respond(#"{"MessageId":"\#(id)"}"#, request)
    }

    private var account: String {
        #"{"SendQuota":{"Max24HourSend":\#(dailyQuota).0,"MaxSendRate":\#(ratePerSecond).0,"#
            + #""SentLast24Hours":\#(taken.count).0},"ProductionAccessEnabled":\#(isInProduction),"#
            + #""SendingEnabled":\#(maySend),"EnforcementStatus":"\#(standing)"}"#
    }

    private func identity(_ request: WebRequest) -> [WireStep] {
        let name = request.path.dropFirst("/v2/email/identities/".count).replacing("%40", with: "@")
        guard verified?.contains(String(name)) ?? true else {
            return refuse(404, "NotFoundException", "Email identity <\(name)> does not exist.", request)
        }
        return respond(#"{"IdentityType":"DOMAIN","VerifiedForSendingStatus":\#(!isVerifying)}"#, request)
    }

    private func respond(_ json: String, _ request: WebRequest) -> [WireStep] {
        HTTPResponse(200, json: Array(json.utf8)).steps(keepsAlive: request.keepsAlive)
    }

    /// In SES's form: the name in a header and, where documented, after a colon.
    private func refuse(_ status: Int, _ type: String, _ message: String, _ request: WebRequest) -> [WireStep] {
        HTTPResponse(
            status, json: Array(#"{"message":"\#(message)"}"#.utf8),
            headers: [("x-amzn-ErrorType", "\(type):http://internal.amazon.com/coral/")]
        ).steps(keepsAlive: request.keepsAlive)
    }
}
