/// The results of one variant of a step. A lead counts once, however many people it has: they got the same variant.
package struct VariantResult: Hashable, Sendable {
    /// Leads that it was sent to.
    package let leads: Int
    /// Those of them that want more: interested, or gave their contact. Opens and clicks do not count, since machines make them
    /// too.
    package let successes: Int
    /// Opt-outs, complaints and bounces.
    package let harms: Int

    package init(leads: Int = 0, successes: Int = 0, harms: Int = 0) {
        self.leads = leads
        self.successes = successes
        self.harms = harms
    }

    /// The interval that holds the true share with 95 % confidence: Wilson's ("Probable inference, the law of succession, and
    /// statistical inference", JASA 22, 1927), which is valid even for few leads or none.
    package var interval: ClosedRange<Double> {
        guard leads > 0 else { return 0...1 }
        let (count, bound) = (Double(leads), 1.959964)
        let share = Double(successes) / count
        let center = (share + bound * bound / (2 * count)) / (1 + bound * bound / count)
        let spread = share * (1 - share) / count + bound * bound / (4 * count * count)
        let reach = bound / (1 + bound * bound / count) * spread.squareRoot()
        return max(0, center - reach)...min(1, center + reach)
    }
}
