import Text

/// Why Gmail's web interface did not carry out a request.
package struct GmailFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The access token is not accepted: another may be.
        case token
        /// The permission does not cover this, or the account may not use Gmail: a person has to look.
        case permission
        /// Nothing reached Gmail, or nothing could be understood.
        case connection
        /// Too many requests for now.
        case rate
        /// The mailbox or the app has used up its daily quota.
        case quota
        /// This mail is refused.
        case message
        /// The request was written, and no answer tells its outcome. It must never be sent again.
        case unknown
    }

    package let kind: Kind
    /// Gmail's own words, such as `403 insufficientPermissions: Request had insufficient authentication scopes.`
    package let reply: String?
    package let description: String

    package init(_ kind: Kind, _ description: String, reply: String? = nil) {
        self.kind = kind
        self.reply = reply
        self.description = description
    }
}

extension GmailFailure {
    /// The failure in a response other than 200. One status has several meanings; the reason in the body distinguishes them.
    ///
    /// - Parameter wasSending: whether a 5xx may come after the mail was accepted.
    init(status: Int, body: [UInt8], wasSending: Bool) {
        let error = (try? JSON(reading: body))?["error"]
        let reason = error?["errors"]?.items?.first?["reason"]?.text ?? error?["status"]?.text ?? "error"
        let message = error?["message"]?.text ?? "no reason given"
        let reply = "\(status) \(reason): \(message)"
        let kind = Self.kind(status, reason, message.lowercased(), wasSending)
        self.init(kind, Self.sentence(kind, reason, reply), reply: reply)
    }

    private static func kind(_ status: Int, _ reason: String, _ words: String, _ wasSending: Bool) -> Kind {
        if status >= 500 { return wasSending ? .unknown : .connection }
        switch (status, reason) {
        case (401, _): return .token
        // A mailbox without Gmail answers 400.
        case (_, "failedPrecondition"): return .permission
        case (_, "dailyLimitExceeded"), (_, "quotaExceeded"): return .quota
        // "User-rate limit exceeded (Mail sending)" is the mailbox's daily limit.
        case (429, _), (403, "rateLimitExceeded"), (403, "userRateLimitExceeded"):
            return words.contains("mail sending") ? .quota : .rate
        case (403, _): return .permission
        default: return .message
        }
    }

    private static func sentence(_ kind: Kind, _ reason: String, _ reply: String) -> String {
        switch kind {
        case .token: "Gmail does not accept the access token (\(reply))."
        case .permission: refusal(reason, reply)
        case .connection: "Gmail does not answer properly (\(reply)). It is asked again by itself."
        case .rate: "Gmail takes no more at this moment (\(reply)). It is tried again."
        case .quota: "Gmail says that what may be sent in a day is used up (\(reply)). Wait a day, or lower the limit."
        case .message: "Gmail refuses the message (\(reply)). Sending it again unchanged will not help."
        case .unknown: "Gmail may or may not have sent the mail (\(reply))."
        }
    }

    private static func refusal(_ reason: String, _ reply: String) -> String {
        switch reason {
        case "accessNotConfigured", "SERVICE_DISABLED":
            "The Gmail API is off for the app's project (\(reply)). Turn it on under APIs & Services, Library, and wait a "
                + "few minutes."
        case "insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT":
            "The permission does not cover this (\(reply)). Connect the account again with all boxes ticked."
        case "domainPolicy":
            "The domain's administrator has forbidden it (\(reply)). Ask for the app to be trusted in the Admin console, under "
                + "API controls."
        case "failedPrecondition": "This account has no Gmail (\(reply)). Turn Gmail on for it, or use another account."
        default:
            "Gmail does not allow this (\(reply)). Check that the Gmail API is on for the app's project, and connect the "
                + "account again with all boxes ticked."
        }
    }
}
