import Correspondence

/// Amazon SES's notifications, which arrive as JSON in a mail when a topic has a mail subscription: either directly, or as the
/// message of an envelope, with every quotation mark escaped.
struct NotificationDocument {
    let kind: MachineMail.Kind
    let evidence: String
    /// The Message-ID of the mail it is about, if its headers are in the document.
    let originalMessageID: MessageID?

    private static let longest = 32_000

    init?(_ text: String) {
        guard text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return nil }
        let document = Array(text.utf8.prefix(Self.longest)).filter { $0 > 0x20 && $0 != UInt8(ascii: "\\") }
        guard let event = Self.events.first(where: { Self.names($0.name, in: document) }) else { return nil }
        let about = Self.messageID(in: document)
        switch event.meaning {
        case .complaint: kind = .abuseReport
        case .arrival: kind = .receipt
        case .failure(let isFinal):
            let isPermanent = isFinal && document.containsSubsequence("\"bounceType\":\"Permanent\"")
            let recipient = Self.value(after: "\"emailAddress\":\"", in: document).flatMap { EmailAddress($0[...]) }
            kind = .bounce(
                Bounce(isPermanent: isPermanent, recipient: recipient, originalMessageID: about, status: nil))
        }
        originalMessageID = about
        evidence = "notificationType: \(event.name)"
    }

    private enum Meaning {
        case complaint, arrival
        case failure(isFinal: Bool)
    }

    /// Notifications of identities and events of configuration sets use the same names.
    private static let events: [(name: String, meaning: Meaning)] = [
        ("Complaint", .complaint), ("Bounce", .failure(isFinal: true)), ("Reject", .failure(isFinal: false)),
        ("DeliveryDelay", .failure(isFinal: false)), ("Delivery", .arrival), ("Send", .arrival), ("Open", .arrival),
        ("Click", .arrival),
    ]

    private static func names(_ event: String, in document: [UInt8]) -> Bool {
        ["notificationType", "eventType"].contains { document.containsSubsequence("\"\($0)\":\"\(event)\"") }
    }

    /// From the copy of our headers; `mail.messageId` is a number of Amazon's own.
    private static func messageID(in document: [UInt8]) -> MessageID? {
        ["\"messageId\":\"<", "\"name\":\"Message-ID\",\"value\":\"<"].lazy
            .compactMap { value(after: $0, in: document) }
            .first.flatMap { MessageID(String($0.prefix { $0 != ">" })) }
    }

    /// The text after a marker, up to the next quotation mark.
    private static func value(after marker: String, in document: [UInt8]) -> String? {
        let marker = Array(marker.utf8)
        guard let start = document.indices.first(where: { document[$0...].starts(with: marker) }) else { return nil }
        return String(decoding: document[(start + marker.count)...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
}
