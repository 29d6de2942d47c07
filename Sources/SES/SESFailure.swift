/// Why Amazon SES did not carry out a request.
package struct SESFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// There are no credentials, or AWS does not accept them or the signature: a person has to look.
        case credentials
        /// They could not be renewed just now, or were too old: the next try may find others.
        case credentialsAway
        /// Nothing reached SES.
        case connection
        /// More than the rate per second: later, and soon.
        case rate
        /// More than the daily quota.
        case quota
        /// The account may not send at all: suspended, paused, in the sandbox, an identity that is not verified, or a
        /// configuration set that is not there.
        case account
        /// This mail is refused.
        case message
        /// The request was written, and no answer tells its outcome. It must never be sent again.
        case unknown
    }

    package let kind: Kind
    /// AWS's own words, such as `429 TooManyRequestsException: Maximum sending rate exceeded.`
    package let reply: String?
    package let description: String

    package init(_ kind: Kind, _ description: String, reply: String? = nil) {
        self.kind = kind
        self.reply = reply
        self.description = description
    }
}

extension SESFailure {
    /// The failure in a response other than 200.
    ///
    /// - Parameters:
    ///   - type: the error's name, without namespace or address.
    ///   - wasSending: whether a 5xx may come after the mail was accepted.
    init(status: Int, type: String, message: String, wasSending: Bool) {
        let reply = "\(status) \(type): \(message)"
        guard status < 500 else {
            self =
                wasSending
                ? SESFailure(.unknown, "SES may or may not have taken the mail: \(reply)", reply: reply)
                : SESFailure(.connection, "SES does not answer properly: \(reply)", reply: reply)
            return
        }
        let kind = Self.kind(status, type, message)
        self.init(kind, Self.sentence(kind, type, message, reply), reply: reply)
    }

    private static func kind(_ status: Int, _ type: String, _ message: String) -> Kind {
        let words = message.lowercased()
        switch type {
        case "TooManyRequestsException", "Throttling", "ThrottlingException", "LimitExceededException":
            // One name for two limits: the rate per second and the daily quota.
            return words.contains("quota") || words.contains("daily") ? .quota : .rate
        case "AccountSuspendedException", "SendingPausedException", "MailFromDomainNotVerifiedException",
            "NotFoundException", "ConfigurationSetDoesNotExistException", "AccessDeniedException", "AccessDenied",
            "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue":
            return .account
        case "MessageRejected": return words.contains("not verified") ? .account : .message
        case "ExpiredTokenException", "ExpiredToken", "RequestExpired": return .credentialsAway
        case "BadRequestException", "ValidationException", "InvalidParameterValue": return .message
        default:
            if status == 429 { return .rate }
            return status == 401 || status == 403 ? .credentials : .message
        }
    }

    private static func sentence(_ kind: Kind, _ type: String, _ message: String, _ reply: String) -> String {
        switch kind {
        case .account where message.lowercased().contains("not verified"):
            "SES refuses the addresses (\(reply)). Verify the sender's domain in this region; and if it is verified, the "
                + "account is still in the SES sandbox, where recipients must be verified too: ask for production access."
        case .account where type.hasPrefix("AccessDenied"):
            "AWS does not allow this to the credentials (\(reply)). Allow ses:SendEmail, ses:GetAccount and "
                + "ses:GetEmailIdentity, and for SES_EVENTS_QUEUE sqs:ReceiveMessage and sqs:DeleteMessage."
        case .account where type.contains("Queue"):
            "There is no such queue (\(reply)). Correct SES_EVENTS_QUEUE, or unset it."
        case .account where type == "NotFoundException" || type == "ConfigurationSetDoesNotExistException":
            "SES does not know the configuration set (\(reply)). Correct SES_CONFIGURATION_SET, or unset it."
        case .account: "SES does not let this account send (\(reply)). Look into the SES console."
        case .credentials where message.contains("Signature expired") || message.contains("not yet current"):
            "AWS says that this machine's clock is off (\(reply)). Set it by NTP."
        case .credentials: "AWS does not accept the credentials (\(reply)). Check key, secret and region."
        case .credentialsAway: "The AWS credentials have ended (\(reply)). New ones are looked for."
        case .rate: "SES takes no more in this second (\(reply)). It is tried again."
        case .quota: "The SES account's quota of 24 hours is used up (\(reply)). Wait, or ask for a larger one."
        case .message: "SES refuses the message (\(reply)). Sending it again unchanged will not help."
        case .connection, .unknown: reply
        }
    }
}
