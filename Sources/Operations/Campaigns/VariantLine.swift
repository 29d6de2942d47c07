package import Outreach
package import Storage
package import Text

/// One variant of a step with its results.
package struct VariantLine: Sendable {
    package let record: StepVariantRecord
    package let result: VariantResult
}

extension VariantResult {
    /// "12 of 140 leads want more (5.0 % to 14.4 %), harm to 2"
    package var finding: String {
        let share = "\(interval.lowerBound.percent) to \(interval.upperBound.percent)"
        guard leads > 0 else { return "nobody got it yet" }
        return "\(successes) of \(leads) leads want more (\(share)), harm to \(harms)"
    }
}

extension CampaignReport {
    /// The variants of a step that matter: those that leads may draw, and those that some leads have.
    package func variants(of step: CampaignStepRecord) -> [VariantLine] {
        step.variants.filter { !$0.variant.isRetired || results[$0.variant.id] != nil }.map {
            VariantLine(record: $0, result: results[$0.variant.id] ?? VariantResult())
        }
    }

    /// The state of a step's trial; nil where there is none.
    package func trial(of step: CampaignStepRecord) -> String? {
        if let winner = step.openVariants.first(where: \.variant.hasWon) {
            return "\(winner.name) is the best: who has drawn nothing yet gets it"
        }
        guard let trial = step.trial, step.openVariants.count > 1 else { return nil }
        guard trial.looks < VariantTrial.looks else { return "no difference was found: they go on by their weights" }
        let looks = "judged \(trial.looks) of \(VariantTrial.looks) times"
        return "no winner yet, \(looks); the last time at \(trial.leads) leads of each"
    }
}

extension VariantLine: JSONConvertible {
    package var json: JSON {
        [
            "name": record.name, "weight": record.variant.weight, "retired": record.variant.isRetired,
            "winner": record.variant.hasWon, "template": record.template.name,
            "template_version": record.template.version, "leads": result.leads, "wants_more": result.successes,
            "harm": result.harms, "at_least": result.interval.lowerBound, "at_most": result.interval.upperBound,
        ]
    }
}

extension Double {
    /// With one decimal place.
    fileprivate var percent: String {
        let tenths = Int((self * 1_000).rounded())
        return "\(tenths / 10).\(tenths % 10) %"
    }
}
