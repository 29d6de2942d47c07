import ContactDetection
import Correspondence
import Testing
import Timing

/// Texts that nobody writes but somebody may send.
@Suite(.serialized) struct HostileTextTests {
    let detector: ContactDetector

    init() throws {
        detector = try ContactDetector()
    }

    /// How long one text of a megabyte may take; builds without optimisation are some thirty times slower.
    #if DEBUG
    private static let limit = Duration.seconds(30)
    #else
    private static let limit = Duration.seconds(1)
    #endif

    @Test(arguments: [
        "1234567890", "1 ", "1 2 3 4 5 6 7 8 9 ", "\n", ",", "a,", "12 Main St,", "12 Main St, London,\n",
        "+1 415 555 0132\n", "415 555 0132 ", "one two three four ", "plus double and ", "@", "a@b.example ",
        "www.a.example ", "a.", "a", "東京都渋谷区1-2-3", "i live in germany ", "order 4155550132, whatsapp 4155550132\n",
        "No: City: ", "ig: a", "+", "(1", "o0", "九〇", "wa.me/1 ", "\u{200B}", "👋", "phone phone ",
    ])
    func aMegabyteIsReadInNoTime(unit: String) {
        let text = String(repeating: unit, count: 1_000_000 / unit.utf8.count)
        let start = ContinuousClock.now
        _ = detector.contacts(in: ZonedText(text), context: DetectionContext(defaultRegion: "US"))
        #expect(ContinuousClock.now - start < Self.limit)
    }

    @Test func noBytesTrap() {
        var random = SplitMix64(state: 42)
        let seeds = [
            "Call +91 98765 43210 or wa.me/919876543210", "221B Baker Street, London NW1 6XE, UK",
            "ig: anna @b a@b.example",
            "〒150-0001 東京都渋谷区神宮前1-2-3", "plus nine one double eight", "شارع التحلية 25، جدة 23437",
            "9️⃣8️⃣\u{200B}\r\n.:,;-/()",
        ].map { Array($0.utf8) }
        for _ in 0..<3_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let seed = seeds[Int.random(in: 0..<seeds.count, using: &random)]
                let start = Int.random(in: 0..<seed.count, using: &random)
                bytes += seed[start..<Int.random(in: start...seed.count, using: &random)]
                if Bool.random(using: &random) { bytes.append(UInt8.random(in: 0...255, using: &random)) }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let length = text.utf8.count
            let cut = Int.random(in: 0...length, using: &random)
            // Cuts inside characters and beyond the end included: whoever builds the segments may be wrong.
            let zoned = ZonedText(
                text: text,
                segments: [
                    ZonedText.Segment(zone: .own, range: 0..<cut),
                    ZonedText.Segment(zone: .quoted, range: cut..<(length + 3)),
                ])
            for contact in detector.contacts(in: zoned, context: DetectionContext(defaultRegion: "IN")) {
                #expect(contact.range.lowerBound >= 0 && contact.range.upperBound <= length)
            }
        }
    }
}
