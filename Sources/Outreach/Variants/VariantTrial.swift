/// Judges variants of a step against each other, at most four times while their results come in.
///
/// Looking often and stopping at the first difference finds differences that are not there. So the first looks demand much, and
/// the last little more than a single one would: the bounds of O'Brien and Fleming for four looks and a total error of 5 % ("A
/// multiple testing procedure for clinical trials", Biometrics 35, 1979).
package enum VariantTrial {
    /// The lead of the best variant, in standard deviations, required at each look.
    static let bounds = [4.05, 2.86, 2.34, 2.02]
    package static var looks: Int { bounds.count }
    /// Leads of each variant before it is judged.
    package static let leastLeads = 100
    /// A variant that does more harm than the others with a probability of 90 % never wins.
    static let harmBound = 1.2816

    package enum Verdict: Hashable, Sendable {
        /// The variant at this index is better than each of the others.
        case winner(Int)
        /// No difference beyond chance: so far or, at the last look, finally.
        case open
        /// A variant has too few leads.
        case tooEarly
        /// The variant at this index leads, but does harm.
        case harmful(Int)
    }

    /// The look that is due once the variant with the fewest leads has enough; nil while none is due. A missed look is not made up
    /// for: there are then fewer looks, never more.
    ///
    /// - Parameters:
    ///   - planned: leads of each variant at which the trial ends.
    ///   - done: the last look that was made, 0 for none.
    package static func dueLook(fewest: Int, planned: Int, done: Int) -> Int? {
        guard fewest >= leastLeads, done < looks else { return nil }
        let due = min(looks, fewest * looks / max(1, planned))
        return due > done ? due : nil
    }

    /// - Parameters:
    ///   - results: of each variant, at least two.
    ///   - look: 1 for the first.
    package static func verdict(_ results: [VariantResult], look: Int) -> Verdict {
        guard results.count > 1, bounds.indices.contains(look - 1) else { return .open }
        guard results.allSatisfy({ $0.leads >= leastLeads }) else { return .tooEarly }
        guard let best = results.indices.max(by: { rate(results[$0]) < rate(results[$1]) }) else { return .open }
        let others = results.indices.filter { $0 != best }
        let leads = others.allSatisfy { other in
            lead((results[best].successes, results[best].leads), (results[other].successes, results[other].leads))
                >= bounds[look - 1]
        }
        guard leads else { return .open }
        let rest = (others.reduce(0) { $0 + results[$1].harms }, others.reduce(0) { $0 + results[$1].leads })
        return lead((results[best].harms, results[best].leads), rest) > harmBound ? .harmful(best) : .winner(best)
    }

    private static func rate(_ result: VariantResult) -> Double { Double(result.successes) / Double(result.leads) }

    /// The lead of the first share in standard deviations: the test of two proportions with pooled variance.
    static func lead(_ one: (count: Int, of: Int), _ other: (count: Int, of: Int)) -> Double {
        let (first, second) = (Double(one.of), Double(other.of))
        let pooled = Double(one.count + other.count) / (first + second)
        let variance = pooled * (1 - pooled) * (1 / first + 1 / second)
        guard variance > 0 else { return 0 }
        return (Double(one.count) / first - Double(other.count) / second) / variance.squareRoot()
    }
}
