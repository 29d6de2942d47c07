import Correspondence
import Testing
import Timing

@testable import Classification

@Suite struct RulesPropertyTests {
    /// Debug builds are some twenty times slower than what ships, so they read a quarter and get more time.
    #if DEBUG
    private static let (size, limit) = (250_000, Duration.seconds(30))
    #else
    private static let (size, limit) = (1_000_000, Duration.seconds(1))
    #endif

    @Test(
        .serialized,
        arguments: [
            "yes i'm interested but no ", "a", "no ", "はい興味あります", "((((", "aaab ", "?", "x@y ", "http://", "@",
            "\u{301}",
            "<think>", "not not interested ", "if you pay, ",
        ])
    func aMegabyteOfAnythingIsReadInTime(piece: String) {
        let text = String(repeating: piece, count: Self.size / piece.utf8.count)
        let spent = ContinuousClock().measure { _ = RulesClassifier.shipped.judge(text) }
        #expect(spent < Self.limit)
    }

    @Test func judgingIsDeterministicAndTotal() {
        var draw = SplitMix64(state: 7)
        let pieces = Corpus.developed.flatMap { $0.body.split(separator: " ").map(String.init) }
        for _ in 0..<400 {
            let length = Int(draw.next() % 30)
            var scalars = String.UnicodeScalarView()
            for _ in 0..<length {
                if draw.next() % 3 == 0 {
                    scalars.append(Unicode.Scalar(UInt32(draw.next() % 0x11_0000)) ?? " ")
                } else {
                    scalars.append(contentsOf: pieces[Int(draw.next() % UInt64(pieces.count))].unicodeScalars)
                    scalars.append(" ")
                }
            }
            let text = String(scalars)
            let verdict = RulesClassifier.shipped.judge(text, subject: text)
            #expect(verdict == RulesClassifier.shipped.judge(text, subject: text))
            #expect((0...1).contains(verdict.confidence))
            #expect(!verdict.maySend || verdict.intent == .interested)
        }
    }
}
