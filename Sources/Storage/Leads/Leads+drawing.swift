import Correspondence
import Database
package import Outreach

extension Leads {
    /// The variants that the lead has drawn.
    package func drawnVariants(of lead: LeadID) async throws -> [StepID: VariantID] {
        try await database.read { session in try await session.drawnVariants(of: [lead])[lead] ?? [:] }
    }
}

extension SQLSession {
    /// The variants that leads have drawn: those they got, otherwise those last planned for them, unless removed
    /// meanwhile.
    func drawnVariants(of leads: [LeadID]) async throws -> [LeadID: [StepID: VariantID]] {
        guard !leads.isEmpty else { return [:] }
        return try await query(
            """
            SELECT o.lead_id, o.campaign_step_id, o.variant_id FROM outbox o JOIN step_variants v ON v.id = o.variant_id
            WHERE o.lead_id \(in: leads) AND (o.in_doubt_at IS NOT NULL OR NOT v.retired)
            ORDER BY CASE WHEN o.in_doubt_at IS NULL THEN 0 ELSE 1 END, o.id
            """
        ).reduce(into: [:]) {
            $0[try $1["lead_id", as: LeadID.self], default: [:]][try $1["campaign_step_id", as: StepID.self]] =
                try $1["variant_id", as: VariantID.self]
        }
    }
}
