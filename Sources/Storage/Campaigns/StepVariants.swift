import Correspondence
import Database
package import Outreach
package import Timing

/// One wording of a step, with its text.
package struct StepVariantRecord: Sendable, Hashable {
    package let variant: StepVariant
    package let name: String
    package let template: TemplateRecord
}

/// How the variants of a step are compared.
package struct StepTrial: Sendable, Hashable {
    /// Leads of each variant at which the trial ends.
    package let leads: Int
    /// Mails before this do not count.
    package let from: Timestamp
    /// How often it has been judged.
    package let looks: Int
}

extension CampaignStepRecord {
    /// The variants that leads may still draw.
    package var openVariants: [StepVariantRecord] { variants.filter { !$0.variant.isRetired } }

    /// The step in one variant's wording; unchanged where it has no variant with that key.
    package func saying(_ variant: VariantID?) -> CampaignStepRecord {
        guard let variant, let record = variants.first(where: { $0.variant.id == variant }) else { return self }
        return CampaignStepRecord(
            step: step, name: "\(name)/\(record.name)", position: position, template: record.template)
    }

    /// The step in every wording that a lead without a drawn variant may get.
    package var ways: [CampaignStepRecord] {
        let open = openVariants
        return open.isEmpty ? [self] : open.map { saying($0.variant.id) }
    }
}

extension SQLSession {
    func variants(of steps: [StepID]) async throws -> [StepID: [StepVariantRecord]] {
        try await query(
            """
            SELECT v.id, v.step_id, v.name, v.weight, v.retired, v.won_at, t.id AS template_id, t.name AS template_name,
                t.version, t.subject, t.body_text, t.body_html
            FROM step_variants v JOIN templates t ON t.id = v.template_id
            WHERE v.step_id \(in: steps) ORDER BY v.id
            """
        ).reduce(into: [:]) {
            $0[try $1["step_id", as: StepID.self], default: []].append(try StepVariantRecord($1))
        }
    }
}

extension StepVariantRecord {
    fileprivate init(_ row: SQLRow) throws {
        variant = StepVariant(
            id: try row["id", as: VariantID.self], weight: try row.int("weight"), isRetired: try row.bool("retired"),
            hasWon: try row.optionalTimestamp("won_at") != nil)
        name = try row.string("name")
        template = try TemplateRecord(joined: row)
    }
}

extension StepTrial {
    /// Nil where results are not judged.
    init?(_ row: SQLRow) throws {
        guard let leads = try row.optionalInt("trial_leads"), let from = try row.optionalTimestamp("trial_from") else {
            return nil
        }
        self.init(leads: leads, from: from, looks: try row.int("trial_looks"))
    }
}
