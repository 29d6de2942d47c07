import Correspondence

/// Amazon SES's notifications, which arrive as JSON in a mail when a topic has a mail subscription.
struct NotificationDocument {
    let kind: MachineMail.Kind
    let evidence: String

    init?(_ text: String) {
        guard text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        let start = Array(text.utf8.prefix(4_000)).filter { $0 > 0x20 }
        if start.containsSubsequence("\"notificationType\":\"Complaint\"")
            || start.containsSubsequence("\"eventType\":\"Complaint\"")
        {
            kind = .abuseReport
            evidence = "notificationType: Complaint"
        } else if start.containsSubsequence("\"notificationType\":\"Bounce\"")
            || start.containsSubsequence("\"eventType\":\"Bounce\"")
        {
            let isPermanent = start.containsSubsequence("\"bounceType\":\"Permanent\"")
            let marker = "\"emailAddress\":\""
            let recipient = String(decoding: start, as: UTF8.self).split(separator: marker, maxSplits: 1).dropFirst()
                .first
                .flatMap { EmailAddress($0.prefix { $0 != "\"" }) }
            kind = .bounce(
                Bounce(isPermanent: isPermanent, recipient: recipient, originalMessageID: nil, status: nil))
            evidence = "notificationType: Bounce"
        } else {
            return nil
        }
    }
}
