/// Judges variants of a step against each other, at most four times while their results come in.
///
/// Who looks often and stops at the first difference finds one that is not there. So the first looks ask for much and
/// the last for little more than a single one would: the bounds of O'Brien and Fleming for four looks and an error of 5
/// % in all ("A multiple testing procedure for clinical trials", Biometrics 35, 1979).
package enum VariantTrial {
    /// Standard deviations by which the best must lead, at each look.
    static let bounds = [4.05, 2.86, 2.34, 2.02]
    package static var looks: Int { bounds.count }
    /// Leads of each variant before it is judged.
    package static let leastLeads = 100
    /// A variant that does more harm than the others with a probability of 90 % never wins.
    static let harmBound = 1.2816

    package enum Verdict: Hashable, Sendable {
        /// The variant at this place is better than each of the others.
        case winner(Int)
        /// No difference that chance could not have made, so far or, at the last look, for good.
        case open
        /// A variant has too few leads.
        case tooEarly
        /// The variant at this place leads, and does harm.
        case harmful(Int)
    }

    /// The look that is due once the variant that fewest leads have has so many; nil while none is. One that was missed is not
    /// made up for: looks are fewer then, and never more.
    ///
    /// - Parameters:
    ///   - planned: leads of each variant at which the trial is over.
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

    /// By how many standard deviations the first share is larger: the test of two proportions with a pooled variance.
    static func lead(_ one: (count: Int, of: Int), _ other: (count: Int, of: Int)) -> Double {
        let (first, second) = (Double(one.of), Double(other.of))
        let pooled = Double(one.count + other.count) / (first + second)
        let variance = pooled * (1 - pooled) * (1 / first + 1 / second)
        guard variance > 0 else { return 0 }
        return (Double(one.count) / first - Double(other.count) / second) / variance.squareRoot()
    }
}
