import Correspondence

/// One of the ways in which a step is said, as draws and trials see it.
package struct StepVariant: Hashable, Sendable {
    package let id: VariantID
    /// Its share of the leads that have drawn none yet; 0 for none.
    package let weight: Int
    /// Taken out of the campaign: nobody draws it any more.
    package let isRetired: Bool
    /// Whoever draws from now on gets it.
    package let hasWon: Bool

    package init(id: VariantID, weight: Int, isRetired: Bool = false, hasWon: Bool = false) {
        self.id = id
        self.weight = weight
        self.isRetired = isRetired
        self.hasWon = hasWon
    }

    /// Whether its results are judged against those of others.
    package var isOnTrial: Bool { !isRetired && weight > 0 }

    /// The variant that a lead gets of a step: the one that it has drawn, whatever has won or changed since, and
    /// otherwise the winner, or one by weight. A restart, a second process and a preview draw the same.
    ///
    /// - Parameters:
    ///   - variants: of the step, in the order of their keys.
    ///   - drawn: what the lead got before, or is to get.
    /// - Returns: nil where there is none to be drawn.
    package static func drawn(
        by lead: LeadID, of step: StepID, among variants: [StepVariant], before drawn: VariantID?, _ draws: Draws
    ) -> VariantID? {
        if let drawn, variants.contains(where: { $0.id == drawn }) { return drawn }
        let open = variants.filter { !$0.isRetired }
        if let winner = open.first(where: \.hasWon) { return winner.id }
        let place = draws.draw(.variant, lead.rawValue, step.rawValue).place(among: open.map(\.weight))
        return place.map { open[$0].id } ?? open.first?.id
    }
}
