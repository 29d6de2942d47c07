import Testing

@testable import Outreach

@Suite struct DrawTests {
    private static let key = DrawKey(Array(0..<16))!

    /// The vectors of the reference implementation, for the messages 00, 00 01, 00 01 02, …
    @Test(
        arguments: [
            (0, 0x726F_DB47_DD0E_0E31), (1, 0x74F8_39C5_93DC_67FD), (2, 0x0D6C_8009_D9A9_4F5A),
            (15, 0xA129_CA61_49BE_45E5),
        ] as [(Int, UInt64)])
    func theHashIsSipHash(length: Int, hash: UInt64) {
        #expect(SipHash.hash((0..<length).map { UInt8($0) }, key: Self.key) == hash)
    }

    @Test func keysAreOfSixteenBytes() {
        #expect(DrawKey(Array(0..<15)) == nil)
        #expect(DrawKey(Array(0..<17)) == nil)
        #expect(Self.key == DrawKey(low: 0x0706_0504_0302_0100, high: 0x0F0E_0D0C_0B0A_0908))
    }

    @Test func aDrawDependsOnAllThatItDecides() {
        let draws = Draws(key: Self.key)
        let one = draws.draw(.gap, 1, 2)
        #expect(one == Draws(key: Self.key).draw(.gap, 1, 2))
        let others = [
            draws.draw(.gap, 2, 1), draws.draw(.gap, 1), draws.draw(.gap, 1, 3), draws.draw(.pause, 1, 2),
            Draws(key: DrawKey(low: 0, high: 0)).draw(.gap, 1, 2),
        ]
        #expect(Set(others + [one]).count == 6)
    }

    @Test func unitsAndSpansFillTheirRange() {
        let draws = Draws(key: Self.key)
        let all = (0..<20_000).map { draws.draw(.gap, Int64($0)) }
        let mean = all.map(\.unit).reduce(0, +) / 20_000
        #expect((0.49...0.51).contains(mean))
        #expect(all.allSatisfy { (0..<1).contains($0.unit) })
        let spans = all.map { $0.duration(in: .milliseconds(10)...(.milliseconds(12))) }
        #expect(Set(spans) == [.milliseconds(10), .milliseconds(11), .milliseconds(12)])
        #expect(Draw(bits: .max).duration(in: .seconds(60)...(.seconds(120))) == .seconds(120))
        #expect(Draw(bits: 0).duration(in: .seconds(60)...(.seconds(120))) == .seconds(60))
        #expect(Draw(bits: .max).duration(in: .seconds(60)...(.seconds(60))) == .seconds(60))
    }

    @Test func placesFollowTheirWeights() {
        let draws = Draws(key: Self.key)
        let counts = (0..<30_000).reduce(into: [Int: Int]()) { counts, key in
            counts[draws.draw(.variant, Int64(key)).place(among: [1, 0, 2, -5]) ?? -1, default: 0] += 1
        }
        #expect(Set(counts.keys) == [0, 2])
        #expect((9_500...10_500).contains(counts[0] ?? 0))
        #expect(Draw(bits: 5).place(among: []) == nil)
        #expect(Draw(bits: 5).place(among: [0, -1]) == nil)
        #expect(Draw(bits: .max).place(among: [.max, .max]) == 1)
    }

    /// A winner that is declared later must not change what was drawn before for others: the draw itself knows no
    /// weights.
    @Test func theSameDrawServesOtherWeights() {
        let draw = Draws(key: Self.key).draw(.variant, 7)
        #expect(draw.place(among: [1, 1]) == draw.place(among: [50, 50]))
    }
}
