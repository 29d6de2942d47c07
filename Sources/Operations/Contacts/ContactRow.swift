package import Correspondence
package import Storage
package import Text
package import Timing

/// A contact as an export shows it: one value of each kind, the newest from their own words before any from a signature.
package struct ContactRow: Sendable, Hashable {
    package let address: EmailAddress
    package let name: String?
    package let phone: String?
    let whatsApp: String?
    package let postalAddress: String?
    /// When the newest of these was given.
    package let saidAt: Timestamp
    /// Where they were given: in the writer's own text, or in a signature.
    package let zones: [TextZone]
    /// The conversation in which the newest of them was given.
    package let conversation: ConversationID
    /// That of the least certain of them, 0 to 1.
    package let confidence: Double

    /// Nil for a contact who gave nothing.
    package init?(_ contact: ReachableContact) {
        func best(_ kind: ContactDetail.Kind) -> ReachableContact.Given? {
            let all = contact.given.filter { $0.detail.kind == kind }
            return all.first { $0.detail.zone == .own } ?? all.first
        }
        let (phone, whatsApp, postal) = (best(.phone), best(.whatsapp), best(.address))
        let shown = [phone, whatsApp, postal].compactMap(\.self)
        guard let newest = shown.max(by: { $0.saidAt < $1.saidAt }) else { return nil }
        address = contact.address
        name = contact.name
        self.phone = phone?.detail.value
        self.whatsApp = whatsApp?.detail.value
        postalAddress = postal?.detail.value
        saidAt = newest.saidAt
        zones = TextZone.allCases.filter { zone in shown.contains { $0.detail.zone == zone } }
        conversation = newest.conversation
        confidence = shown.map(\.detail.confidence).min() ?? 0
    }

    static let headings = [
        "address", "name", "phone", "whatsapp", "postal_address", "said_at", "said_in", "conversation", "confidence",
    ]

    /// In the order of ``headings``.
    ///
    /// - Parameter grouped: whether numbers are written so that spreadsheets leave them unchanged.
    func cells(grouped: Bool) -> [String] {
        func shown(_ number: String?) -> String { (grouped ? number?.groupedNumber : number) ?? "" }
        return [
            address.text, name ?? "", shown(phone), shown(whatsApp), postalAddress ?? "", saidAt.rfc3339,
            zones.map(\.rawValue).joined(separator: " "), "\(conversation)", "\((confidence * 100).rounded() / 100)",
        ].map(\.withoutControls)
    }
}

extension ContactRow: JSONConvertible {
    package var json: JSON {
        [
            "address": address, "name": name, "phone": phone, "whatsapp": whatsApp, "postal_address": postalAddress,
            "said_at": saidAt, "said_in": zones.map(\.rawValue), "conversation": conversation,
            "confidence": confidence,
        ]
    }
}

extension String {
    /// Line ends are kept; characters that could steer a terminal become spaces.
    fileprivate var withoutControls: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    let steers = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
                    return steers && scalar != "\n" ? " " : scalar
                }))
    }
}
