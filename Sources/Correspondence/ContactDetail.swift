/// A way to reach somebody that a reply names.
package struct ContactDetail: Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable, Codable {
        case phone, whatsapp, address, email, handle, link

        /// Whether this is the contact that outreach asks for: handles, links and mail addresses are not.
        package var answersTheQuestion: Bool {
            switch self {
            case .phone, .whatsapp, .address: true
            case .email, .handle, .link: false
            }
        }
    }

    package let kind: Kind
    /// E.164 for phone and WhatsApp; one line per part for an address; otherwise the normalised text.
    package let value: String
    package let zone: TextZone
    /// Where it stands, in UTF-8 offsets into the zoned text.
    package let range: Range<Int>

    package init(kind: Kind, value: String, zone: TextZone, range: Range<Int>) {
        self.kind = kind
        self.value = value
        self.zone = zone
        self.range = range
    }
}
