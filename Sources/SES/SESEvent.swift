import Text

/// SES's report on a mail, from the notifications of a configuration set or an identity.
package struct SESEvent: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        /// It was accepted, is on its way, or has arrived.
        case left
        /// Accepted, and then not sent: SES found a virus.
        case rejected
        /// The address accepts no mail.
        case hardBounce
        /// It did not arrive, for a temporary or unknown reason.
        case softBounce
        case complaint
    }

    package let kind: Kind
    /// SES's own id of the mail, as `SendEmail` answered it.
    package let id: String
    /// The Message-ID with which the mail came to SES, if the event tells it; with its brackets.
    package let givenID: String?
    /// The recipients it is about; empty if not stated.
    package let recipients: [String]
    /// In words, such as `bounce Permanent General 5.1.1: smtp; 550 5.1.1 user unknown`.
    package let detail: String

    /// - Parameter body: a queue's message: the event itself, or SNS's envelope around it. Nil for anything else.
    package init?(_ body: [UInt8]) {
        guard let outer = try? JSON(reading: body) else { return nil }
        let inner = outer["Message"]?.text.flatMap { try? JSON(reading: $0.utf8) }
        guard let event = outer["Type"]?.text == "Notification" ? inner : outer,
            let type = (event["eventType"] ?? event["notificationType"])?.text,
            let mail = event["mail"], let id = mail["messageId"]?.text
        else { return nil }
        self.id = id
        let fields = mail["headers"]?.items ?? []
        givenID = fields.first { $0["name"]?.text?.lowercased() == "x-mosaic-id" }?["value"]?.text
        let part = event[type.prefix(1).lowercased() + type.dropFirst()]
        let harmed = (part?["bouncedRecipients"] ?? part?["complainedRecipients"])?.items ?? []
        recipients = harmed.compactMap { $0["emailAddress"]?.text }
        let words = [type.lowercased(), part?["bounceType"]?.text, part?["bounceSubType"]?.text, part?["reason"]?.text]
        let codes = [harmed.first?["status"]?.text, harmed.first?["diagnosticCode"]?.text]
        detail = (words + codes).compactMap(\.self).joined(separator: " ")
        switch type {
        case "Send", "Delivery", "DeliveryDelay", "Open", "Click", "Subscription": kind = .left
        case "Reject": kind = .rejected
        case "Bounce": kind = Self.isDead(part, status: codes[0]) ? .hardBounce : .softBounce
        // Somebody said that it is not spam.
        case "Complaint" where part?["complaintFeedbackType"]?.text == "not-spam": kind = .left
        case "Complaint": kind = .complaint
        default: return nil
        }
    }

    /// SES calls a failure permanent if a second try cannot help; a refusal of us (5.7.x) says nothing about the address.
    private static func isDead(_ bounce: JSON?, status: String?) -> Bool {
        bounce?["bounceType"]?.text == "Permanent" && status?.hasPrefix("5.7") != true
    }
}
