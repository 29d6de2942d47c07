/// A way to reach somebody, found in a reply.
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

    /// The reading of a number in one country.
    package struct Candidate: Hashable, Sendable {
        /// ISO 3166 code.
        package let region: String
        /// E.164.
        package let value: String

        package init(region: String, value: String) {
            self.region = region
            self.value = value
        }
    }

    package let kind: Kind
    /// E.164 for phone and WhatsApp, or the digits as written where their country is unknown; one line per part for an
    /// address; otherwise the normalised text.
    package let value: String
    package let zone: TextZone
    /// Where it stands, in UTF-8 offsets into the zoned text.
    package let range: Range<Int>
    /// 0 to 1: how likely it is that the detail is the writer's own and that the value is right.
    package let confidence: Double
    /// The evidence, in a few words for a person; may be empty.
    package let why: String
    /// Possible readings of an unresolved number, likeliest first; empty where the value is certain.
    package let candidates: [Candidate]

    package init(
        kind: Kind, value: String, zone: TextZone, range: Range<Int>, confidence: Double = 1, why: String = "",
        candidates: [Candidate] = []
    ) {
        self.kind = kind
        self.value = value
        self.zone = zone
        self.range = range
        self.confidence = confidence
        self.why = why
        self.candidates = candidates
    }

    /// False for a number whose country cannot be told: a contact was given, and a person has to find out which.
    package var isResolved: Bool {
        switch kind {
        case .phone, .whatsapp: value.utf8.first == UInt8(ascii: "+")
        case .address, .email, .handle, .link: true
        }
    }
}

extension [ContactDetail.Candidate] {
    /// `PH +639177654321, GB +449177654321`: how candidates are stored and shown.
    package var listed: String { map { "\($0.region) \($0.value)" }.joined(separator: ", ") }

    /// Reads what `listed` wrote; entries in any other form are left out.
    package init(listed text: String) {
        self = text.split(separator: ",").compactMap { entry in
            let words = entry.split(separator: " ")
            return words.count == 2
                ? ContactDetail.Candidate(region: String(words[0]), value: String(words[1])) : nil
        }
    }
}
