import Correspondence
import Delivery
import Timing

extension Letter {
    /// A letter with every part plain, for tests to change.
    static var sample: Letter {
        Letter(
            from: Correspondent(address: EmailAddress("ann@mosaic.test")!, name: "Ann Example"),
            to: Correspondent(address: EmailAddress("bob@creators.example")!),
            subject: "A proposal", date: Timestamp(secondsSince1970: 1_795_649_391),
            messageID: MessageID("0123456789abcdef0123456789abcdef01234567@mosaic.test")!,
            parent: Parent(
                messageID: MessageID("reply@creators.example")!, references: [MessageID("first@mosaic.test")!]),
            automation: .replied, text: "Hello Bob,\nthank you.\n")
    }

    func with(_ change: (inout Letter) -> Void) -> Letter {
        var copy = self
        change(&copy)
        return copy
    }

    var composed: [UInt8] { MailComposer().compose(self).bytes }
    var wireLines: [String] {
        String(decoding: composed, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false).map(
            String.init)
    }
}

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
struct FixedRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}
