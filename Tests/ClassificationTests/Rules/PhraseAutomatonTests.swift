import Testing
import Timing

@testable import Classification

@Suite struct PhraseAutomatonTests {
    private struct Match: Hashable {
        let outcome: Int
        let range: Range<Int>
    }

    private func matches(_ automaton: PhraseAutomaton, _ text: [UInt8]) -> [Match] {
        var found: [Match] = []
        automaton.search(text) { found.append(Match(outcome: $0, range: $1)) }
        return found
    }

    /// Against a search that tries every phrase at every position.
    @Test(arguments: 1...40)
    func findsEveryPhraseEverywhere(seed: UInt64) {
        var draw = SplitMix64(state: seed)
        func bytes(_ most: UInt64) -> [UInt8] {
            (0..<1 + Int(draw.next() % most)).map { _ in UInt8(97 + draw.next() % 3) }
        }
        let phrases = Set((0..<60).map { _ in bytes(7) }).sorted { $0.lexicographicallyPrecedes($1) }
            .map { (bytes: $0, outcome: UInt16(draw.next() % 3)) }
        let text = bytes(400)
        let expected = text.indices.flatMap { start in
            phrases.filter { text[start...].starts(with: $0.bytes) }
                .map { Match(outcome: Int($0.outcome), range: start..<(start + $0.bytes.count)) }
                .sorted { $0.range.upperBound < $1.range.upperBound }
        }
        #expect(matches(PhraseAutomaton(sorted: phrases), text) == expected)
    }

    @Test func phrasesThatEndAlikeShareTheirStates() {
        let beginnings = ["a", "b", "c", "d"].map { Array("\($0)x".utf8) }
        let phrases = beginnings.map { (bytes: $0 + Array("-the-same-long-end".utf8), outcome: UInt16(0)) }
        #expect(PhraseAutomaton(sorted: phrases).stateCount == 21)
        let different = phrases.enumerated().map { (bytes: $1.bytes, outcome: UInt16($0)) }
        #expect(PhraseAutomaton(sorted: different).stateCount == 1 + 4 * 20)
    }

    @Test func knowsNothingWithoutPhrases() {
        #expect(matches(PhraseAutomaton(sorted: []), Array("text".utf8)).isEmpty)
        #expect(matches(PhraseAutomaton(sorted: [(bytes: [UInt8](arrayLiteral: 97), outcome: UInt16(7))]), []).isEmpty)
    }
}
