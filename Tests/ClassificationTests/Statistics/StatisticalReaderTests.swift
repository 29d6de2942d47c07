import Foundation
import ReaderTraining
import Testing

@testable import Classification

@Suite struct StatisticalReaderTests {
    private static let rows = Result { try LabelledRows.all() }

    @Test func theWeightsWereLearntFromTheRowsThatStandHere() throws {
        let rows = try Self.rows.get()
        #expect(rows.count > 4_000)
        #expect(
            StatisticalReader.shipped.weights.rows == LabelledRows.hash(of: rows),
            "rows were added or changed since: run .ci/train")
    }

    @Test func learningAgainGivesTheSameWeights() throws {
        let rows = try Self.rows.get()
        let bytes = ReaderTrainer().weights(
            from: rows.map(ReaderTrainer.Example.init), rows: LabelledRows.hash(of: rows))
        let learnt = bytes.withUnsafeBufferPointer { ReaderWeights($0) }
        #expect(learnt == StatisticalReader.shipped.weights, "learning was changed since: run .ci/train")
    }

    @Test func whatIsNoWeightsIsRefused() {
        let bytes = ReaderWeights.bytes(
            rows: [UInt8](repeating: 7, count: 32), weights: [Double](repeating: 0, count: 4 * ReplyFeatures.dimension),
            bias: [0, 0, 0, 0])
        #expect(bytes.withUnsafeBufferPointer { ReaderWeights($0) }?.rows == [UInt8](repeating: 7, count: 32))
        for damaged in [[], Array(bytes.dropLast()), bytes + [0], [0] + bytes.dropFirst()] {
            #expect(damaged.withUnsafeBufferPointer { ReaderWeights($0) } == nil)
        }
    }

    @Test(arguments: ["Yes, I'm in!", "no", "👍", "はい、お願いします", "unsubscribe", "x"])
    func anOpinionAddsUpToOne(text: String) throws {
        let opinion = try #require(StatisticalReader.shipped.opinion(of: text))
        #expect(abs(opinion.probabilities.reduce(0, +) - 1) < 1e-12)
        #expect(opinion == StatisticalReader.shipped.opinion(of: text))
    }

    @Test(arguments: ["", " \n", "\u{200B}"])
    func aTextWithoutAWordHasNoOpinion(text: String) {
        #expect(StatisticalReader.shipped.opinion(of: text) == nil)
    }

    @Test(arguments: [0, -1e-9, -0.3, -1, -7.5, -40, -699])
    func powersAreThoseOfTheLibrary(power: Double) {
        #expect(abs(Softmax.exponential(power) / exp(power) - 1) < 1e-10)
    }

    @Test func equalFeaturesCountOnce() {
        let once = ReplyFeatures("yes please yes")
        #expect(Set(once.characters).count == once.characters.count)
        #expect(Set(once.words).count == once.words.count)
        #expect(ReplyFeatures("call 123 4567").words == ReplyFeatures("call 987 6543").words)
    }

    /// A quarter of a megabyte of what makes the most n-grams: a second is a hundred times what it takes.
    @Test func longTextsAreReadInNoTime() throws {
        var text = ""
        var number: UInt64 = 1
        while text.utf8.count < 250_000 {
            number = number &* 6_364_136_223_846_793_005 &+ 1
            text += String(number, radix: 36) + (number % 3 == 0 ? "? " : " ")
        }
        let time = ContinuousClock().measure { _ = StatisticalReader.shipped.opinion(of: text) }
        #expect(time < .seconds(1))
    }
}
