import Correspondence
import Testing

@testable import Outreach

@Suite struct StepVariantTests {
    private static let draws = Draws(key: DrawKey(low: 4, high: 2))
    private static let step = StepID(rawValue: 9)

    private static func variant(
        _ key: Int64, _ weight: Int = 1, retired: Bool = false, won: Bool = false
    ) -> StepVariant {
        StepVariant(id: VariantID(rawValue: key), weight: weight, isRetired: retired, hasWon: won)
    }

    private static func drawn(
        by lead: Int64, among variants: [StepVariant], before key: Int64? = nil
    ) -> Int64? {
        StepVariant.drawn(
            by: LeadID(rawValue: lead), of: step, among: variants, before: key.map { VariantID(rawValue: $0) }, draws
        )?.rawValue
    }

    @Test func leadsAreDividedByWeightAndTheSameEachTime() {
        let variants = [Self.variant(1, 3), Self.variant(2, 1), Self.variant(3, 0), Self.variant(4, 5, retired: true)]
        let drawn = (1...4_000).map { Self.drawn(by: $0, among: variants) }
        let counts = Dictionary(grouping: drawn, by: \.self).mapValues(\.count)
        #expect(Set(counts.keys) == [1, 2])
        #expect((2_900...3_100).contains(counts[1] ?? 0), "\(counts)")
        #expect(drawn == (1...4_000).map { Self.drawn(by: $0, among: variants) })
    }

    @Test func whatWasDrawnStays() {
        let before = [Self.variant(1), Self.variant(2)]
        let after = [Self.variant(1, 0), Self.variant(2, 7, won: true), Self.variant(3, 9)]
        for lead in 1...50 as ClosedRange<Int64> {
            let drawn = Self.drawn(by: lead, among: before)
            #expect(Self.drawn(by: lead, among: after, before: drawn) == drawn)
            #expect(Self.drawn(by: lead, among: after) == 2, "a winner is for those who have drawn nothing")
        }
        // Somebody who has it still gets it, though nobody draws it any more.
        #expect(Self.drawn(by: 1, among: [Self.variant(1, retired: true), Self.variant(2)], before: 1) == 1)
        #expect(Self.drawn(by: 1, among: [Self.variant(1, retired: true, won: true), Self.variant(2)]) == 2)
        #expect(Self.drawn(by: 1, among: [Self.variant(1, retired: true)]) == nil)
        #expect(Self.drawn(by: 1, among: [Self.variant(1, 0)]) == 1, "something has to be said")
    }

    /// By the formula, computed elsewhere: 12 of 140 is 5.0 % to 14.4 %, 0 of 20 at most 16.1 %.
    @Test(arguments: [(12, 140, 0.0497, 0.1438), (0, 20, 0, 0.1611), (20, 20, 0.8389, 1), (0, 0, 0, 1)])
    func theShareLiesWithin(successes: Int, leads: Int, least: Double, most: Double) {
        let interval = VariantResult(leads: leads, successes: successes).interval
        #expect(abs(interval.lowerBound - least) < 0.0005)
        #expect(abs(interval.upperBound - most) < 0.0005)
    }

    @Test(
        arguments: [
            (99, 400, 0, nil), (100, 400, 0, 1), (100, 400, 1, nil), (299, 400, 1, 2), (400, 400, 2, 4),
            (900, 400, 4, nil),
            // A small trial is not judged before a hundred.
            (60, 100, 0, nil), (100, 100, 0, 4), (120, 200, 0, 2),
        ] as [(Int, Int, Int, Int?)])
    func looksAreDueByTheVariantWithFewestLeads(fewest: Int, planned: Int, done: Int, look: Int?) {
        #expect(VariantTrial.dueLook(fewest: fewest, planned: planned, done: done) == look)
    }
}
