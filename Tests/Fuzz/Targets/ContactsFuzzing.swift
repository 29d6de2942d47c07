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
            if contact.kind == .phone || contact.kind == .whatsapp {
                promise(contact.value.hasPrefix("+"), "E.164: \(contact.value)")
            }
        }
    }
}
