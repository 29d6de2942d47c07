import Correspondence

/// One wording of a step, as draws and trials see it.
package struct StepVariant: Hashable, Sendable {
    package let id: VariantID
    /// Its share of the leads that have no variant yet; 0 for none.
    package let weight: Int
    /// Removed from the campaign: it is not drawn any more.
    package let isRetired: Bool
    /// It is given to every lead that draws from now on.
    package let hasWon: Bool

    package init(id: VariantID, weight: Int, isRetired: Bool = false, hasWon: Bool = false) {
        self.id = id
        self.weight = weight
        self.isRetired = isRetired
        self.hasWon = hasWon
    }

    /// Whether its results are compared with those of other variants.
    package var isOnTrial: Bool { !isRetired && weight > 0 }

    /// A lead's variant of a step: the one already drawn, whatever has won or changed since; otherwise the winner, or one by
    /// weight. A restart, a second process and a preview draw the same.
    ///
    /// - Parameters:
    ///   - variants: of the step, in the order of their keys.
    ///   - drawn: the variant that the lead already has.
    /// - Returns: nil where none can be drawn.
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
