import Correspondence
import Database
import Outreach
import Timing

extension SQLSession {
    /// Makes the steps of a campaign match a draft; a step missing from it is retired.
    func write(_ steps: [CampaignDraft.Step], of campaign: CampaignID, _ name: String) async throws {
        try await execute(
            """
            UPDATE campaign_steps SET retired = \(true)
            WHERE campaign_id = \(campaign) AND NOT name \(in: steps.map(\.name))
            """)
        for (index, step) in steps.enumerated() {
            let template = "\(name)/\(step.name)"
            var texts: [TemplateID] = []
            for variant in step.variants {
                texts.append(try await self.template("\(template)/\(variant.name)", variant))
            }
            if texts.isEmpty {
                let words = CampaignDraft.Variant(name: "", subject: step.subject, text: step.text, html: step.html)
                texts = [try await self.template(template, words)]
            }
            let id = try await write(step, at: index + 1, saying: texts[0], of: campaign)
            try await write(step.variants, texts, of: id, trial: step.trial)
        }
    }

    private func write(
        _ step: CampaignDraft.Step, at position: Int, saying template: TemplateID, of campaign: CampaignID
    ) async throws -> StepID {
        var days: Int?
        var seconds: Int64?
        switch step.delay {
        case .days(let count): days = count
        case .after(let span): seconds = span.microseconds / 1_000_000
        }
        return try await insertedID(
            """
            INSERT INTO campaign_steps (campaign_id, name, position, delay_days, delay_seconds, template_id)
            VALUES (\(campaign), \(step.name.storable), \(position), \(days), \(seconds), \(template))
            ON CONFLICT (campaign_id, name) DO UPDATE
            SET position = excluded.position, delay_days = excluded.delay_days,
                delay_seconds = excluded.delay_seconds, template_id = excluded.template_id, retired = \(false)
            RETURNING id
            """, as: StepID.self)
    }

    /// The newest version if its text is the same, otherwise a new version.
    private func template(_ name: String, _ words: CampaignDraft.Variant) async throws -> TemplateID {
        let newest = try await first(
            "SELECT * FROM templates WHERE name = \(name.storable) ORDER BY version DESC LIMIT 1")
        if let newest, try newest.optionalString("subject") == words.subject?.storable,
            try newest.optionalString("body_text") == words.text?.storable,
            try newest.optionalString("body_html") == words.html?.storable
        {
            return try newest["id", as: TemplateID.self]
        }
        return try await insertedID(
            """
            INSERT INTO templates (name, version, subject, body_text, body_html, created_at)
            VALUES (\(name.storable), \((try newest?.int("version") ?? 0) + 1), \(words.subject?.storable),
                \(words.text?.storable), \(words.html?.storable), \(SQL.now))
            RETURNING id
            """, as: TemplateID.self)
    }

    /// Leads keep the variants they have drawn. The trial begins again, without a winner, when any part of it changes: results of
    /// other texts or other shares say nothing about the new ones.
    private func write(
        _ variants: [CampaignDraft.Variant], _ texts: [TemplateID], of step: StepID, trial: Int?
    ) async throws {
        let before = try await onTrial(step)
        try await execute(
            """
            UPDATE step_variants SET retired = \(true)
            WHERE step_id = \(step) AND NOT name \(in: variants.map(\.name))
            """)
        for (variant, text) in zip(variants, texts) {
            try await execute(
                """
                INSERT INTO step_variants (step_id, name, weight, template_id)
                VALUES (\(step), \(variant.name.storable), \(variant.weight), \(text))
                ON CONFLICT (step_id, name) DO UPDATE
                SET weight = excluded.weight, template_id = excluded.template_id, retired = \(false)
                """)
        }
        try await execute("UPDATE campaign_steps SET trial_leads = \(trial) WHERE id = \(step)")
        guard try await onTrial(step) != before else { return }
        try await execute("UPDATE step_variants SET won_at = NULL WHERE step_id = \(step)")
        try await execute(
            "UPDATE campaign_steps SET trial_from = \(SQL.now), trial_looks = 0 WHERE id = \(step)")
    }

    /// Everything that a trial of the step compares.
    private func onTrial(_ step: StepID) async throws -> [[Int64]] {
        try await query(
            """
            SELECT v.id, v.weight, v.template_id, COALESCE(s.trial_leads, 0) AS planned
            FROM step_variants v JOIN campaign_steps s ON s.id = v.step_id
            WHERE v.step_id = \(step) AND NOT v.retired ORDER BY v.id
            """
        ).map { row in try ["id", "weight", "template_id", "planned"].map { try row.int64($0) } }
    }
}
