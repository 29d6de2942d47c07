import Correspondence
import Testing

@testable import Reading

/// Lines that stand in our own mail are quoted, whatever the writer's mail program made of them.
@Suite struct SentWordsTests {
    private static let ours = """
        Hi Maria,
        we would like to send you our new serum and pay you for one honest video.
        If you want no more mail from us, please answer with the word
        unsubscribe and we will take you off our list.
        """

    private func own(_ text: String) -> String {
        SentWords([Self.ours]).quoting(QuoteStripper.zones(in: text)).own
    }

    @Test(arguments: [
        "Sounds good, I'm in!\n\n\(ours)",
        "Sounds good, I'm in!\n\nwe would like to send you our new serum and pay\nyou for one honest video. If you want no more mail\n"
            + "from us, please answer with the word unsubscribe and\nwe will take you off our list.",
        "Sounds good, I'm in!\n\n> If you want no more mail from us, please answer with the word\nunsubscribe and we will take "
            + "you off our list.",
        "Sounds good, I'm in!\n\nUnknown client says\nIf you want no more mail from us, please answer with the word\nunsubscribe "
            + "and we will take you off our list.",
    ])
    func whatWeWroteIsNoWordOfTheirs(text: String) {
        #expect(own(text).hasPrefix("Sounds good, I'm in!"))
        #expect(!own(text).contains("unsubscribe"))
    }

    @Test(arguments: ["unsubscribe", "Please take me off your list.", "one honest video is fine, I'm in", "Hi Maria,"])
    func shortWordsStayTheWriters(text: String) {
        #expect(own(text) == text)
    }

    @Test func zonesStillCoverTheText() {
        let text = "I'm in!\n\n\(Self.ours)\n\nBest\nMaria"
        let zoned = SentWords([Self.ours]).quoting(QuoteStripper.zones(in: text))
        #expect(zoned.segments.first?.range.lowerBound == 0)
        #expect(zoned.segments.last?.range.upperBound == text.utf8.count)
        #expect(
            zip(zoned.segments, zoned.segments.dropFirst()).allSatisfy { $0.range.upperBound == $1.range.lowerBound })
        #expect(zoned.own.hasPrefix("I'm in!"))
        #expect(zoned.own.hasSuffix("Best\nMaria"))
        #expect(!zoned.own.contains("serum"))
    }

    @Test(arguments: [
        // Glued to the writer's own line.
        "Sounds good, I'm in! Hi Maria, we would like to send you our new serum and pay you for one honest video. If you "
            + "want no more mail from us, please answer with the word unsubscribe and we will take you off our list.",
        // One sentence alone, with other quotes and a link around it.
        "Sounds good, I'm in!\n\nFrom: a@b.test\nIf you want no more mail from us, please answer with the word "
            + "“unsubscribe” <https://ours.test/u> and we will take you off our list.",
        "Sounds good, I'm in!\n\n| If you want no more mail from us, please\n| answer with the word unsubscribe and we will\n"
            + "take you off our list.",
    ])
    func whateverTheProgramMadeOfIt(text: String) {
        #expect(own(text).hasPrefix("Sounds good, I'm in!"))
        #expect(!own(text).contains("unsubscribe and"))
        #expect(!own(text).contains("take you off"))
    }

    /// Who was asked to answer with certain words does so on one line.
    @Test func oneLineOfOursAloneIsAnAnswer() {
        let ours = SentWords(["If it is nothing for you, write:\nPlease take me off your list for good."])
        let answer = QuoteStripper.zones(in: "Please take me off your list for good.\n")
        #expect(ours.quoting(answer) == answer)
    }

    @Test func ownWordsBetweenOursStay() {
        let text = Self.ours.replacing("\nIf you want", with: "\nYes, but only in March!\nIf you want")
        #expect(own(text) == "Yes, but only in March!")
    }

    @Test func withoutMailOfOursNothingChanges() {
        let zoned = QuoteStripper.zones(in: "Yes\n\n> no")
        #expect(SentWords([]).quoting(zoned) == zoned)
    }
}
