import Correspondence
import MIME
import Reading
import Timing

/// The input is a whole mail.
enum MIMEFuzzing {
    private static let reader = MailReader()
    private static let arrival = Timestamp(secondsSince1970: 1_790_000_000)

    static func run(_ input: [UInt8]) {
        // Only an empty or an endless mail may be refused, and that in so many words.
        guard let mail = try? reader.read(input, receivedAt: arrival, ownAddresses: []) else { return }
        StrippingFuzzing.expectCover(mail.body)
        if let parsed = try? MailParser().parse(input) {
            promise(parsed.root.selfAndDescendants.count <= MailLimits.default.maxParts + 1, "the part limit")
        }
        // A header block alone may be refused where the mail is not.
        _ = try? reader.readHeaders(input)
    }
}
