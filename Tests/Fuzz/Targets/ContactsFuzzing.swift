import ContactDetection
import Correspondence
import Reading

/// The input is the plain body of a reply; its length chooses the region, so that all are tried.
enum ContactsFuzzing {
    // The shipped tables are known to be readable.
    private static let detector = try! ContactDetector()
    private static let regions = [nil, "US", "BR", "DE", "IN", "JP", "ID", "GB", "AR", "ZZ"]

    static func run(_ input: [UInt8]) {
        let zoned = QuoteStripper.zones(in: String(decoding: input, as: UTF8.self))
        let context = DetectionContext(defaultRegion: regions[input.count % regions.count])
        var start = 0
        for contact in detector.contacts(in: zoned, context: context) {
            promise(contact.range.lowerBound >= start, "contacts in order")
            start = contact.range.lowerBound
            let isWithinZone = zoned.segments.contains {
                $0.zone == contact.zone && $0.range.lowerBound <= contact.range.lowerBound
                    && contact.range.upperBound <= $0.range.upperBound
            }
            promise(isWithinZone, "\(contact.kind) at \(contact.range) within its zone")
            promise(!contact.value.isEmpty, "a contact has a value")
            if contact.kind == .phone || contact.kind == .whatsapp { checkNumber(contact) }
        }
    }

    /// A number is E.164 and certain, or stands as it was written with what it may be.
    private static func checkNumber(_ contact: ContactDetail) {
        promise(contact.candidates.allSatisfy { isInternational($0.value) }, "E.164: \(contact.candidates)")
        if contact.isResolved {
            promise(isInternational(contact.value), "E.164: \(contact.value)")
            promise(contact.candidates.isEmpty, "a certain number may be nothing else: \(contact.candidates)")
        } else {
            let digits = contact.value.utf8.count { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
            // Several in a row ("… / …") stand together where nothing says in which country.
            promise(digits >= 4, "a number without a country has digits: \(contact.value)")
            promise(!contact.value.contains(where: \.isNewline), "one line: \(contact.value)")
        }
    }

    /// In the form of ITU-T E.164. Its 15 digits can be exceeded: a mistyped number is given as it is, for a person.
    private static func isInternational(_ value: String) -> Bool {
        let digits = value.utf8.dropFirst()
        return value.utf8.first == UInt8(ascii: "+") && 4...20 ~= digits.count
            && digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}
