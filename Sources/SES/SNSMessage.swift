import Text

/// A message that SNS posts to a subscriber of a topic.
package struct SNSMessage: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case notification = "Notification"
        /// Asks whether the subscriber wants the topic.
        case subscription = "SubscriptionConfirmation"
        /// Says that nothing more will come.
        case end = "UnsubscribeConfirmation"
    }

    package let kind: Kind
    let topic: String
    /// The event itself, if it is a notification.
    package let text: String
    /// Of RSA (PKCS #1, version 1.5), over ``signedText``.
    let signature: [UInt8]
    /// `1` is made over SHA-1, `2` over SHA-256.
    let version: String
    let certificateURL: String
    let subscribeURL: String?
    let signedText: String

    /// Nil for anything else.
    package init?(_ body: [UInt8]) {
        guard let json = try? JSON(reading: body), let kind = json["Type"]?.text.flatMap({ Kind(rawValue: $0) }),
            let topic = json["TopicArn"]?.text, let text = json["Message"]?.text,
            let signature = json["Signature"]?.text.flatMap({ Base64.decoded($0.utf8) }),
            let url = json["SigningCertURL"]?.text, let signedText = Self.signedText(of: json, kind)
        else { return nil }
        self.kind = kind
        self.topic = topic
        self.text = text
        self.signature = signature
        self.signedText = signedText
        version = json["SignatureVersion"]?.text ?? "1"
        certificateURL = url
        subscribeURL = json["SubscribeURL"]?.text
    }

    /// Names and values in the order of AWS's guide ("Verifying the signatures of Amazon SNS messages"), each with its line end; nil if
    /// one is missing. Only a subject may be missing.
    private static func signedText(of json: JSON, _ kind: Kind) -> String? {
        let names =
            switch kind {
            case .notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
            case .subscription, .end:
                ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
            }
        var text = ""
        for name in names {
            if let value = json[name]?.text { text += "\(name)\n\(value)\n" } else if name != "Subject" { return nil }
        }
        return text
    }
}
