import Correspondence
import Database
import Events
package import Outreach
import Timing

/// The result of a look at a step's trial.
package struct JudgedVariants: Sendable, Hashable {
    package let step: String
    /// 1 for the first.
    package let look: Int
    /// A sentence without its full stop.
    package let finding: String
}

extension Campaigns {
    /// How long a lead may take to answer before it counts in a trial.
    private static let timeToAnswer = Duration.seconds(3 * 86_400)

    /// The results of each variant of a campaign, for mails since its trial began.
    package func results(of campaign: CampaignID) async throws -> [VariantID: VariantResult] {
        try await database.read { session in
            try await session.results("s.campaign_id = \(campaign)", leftBefore: SQL.now)
        }
    }

    /// Judges the variants of steps whose trial has enough leads for the next look. A winner applies to leads that have drawn
    /// nothing yet; the others keep their variant.
    ///
    /// - Returns: the findings; empty where no look is due, or another process has the lease.
    package func judgeVariants(of whole: WholeCampaign, under lease: Lease) async throws -> [JudgedVariants] {
        let steps = whole.steps.filter { !$0.step.isRetired && $0.isTried }
        guard !steps.isEmpty else { return [] }
        return try await database.transaction { session in
            guard try await session.isHeld(lease) else { return [] }
            var judged: [JudgedVariants] = []
            for step in steps {
                let results = try await session.results(
                    "s.id = \(step.step.id)", leftBefore: "\(SQL.now) - \(Self.timeToAnswer)")
                if let found = try await session.judge(step, results, of: whole.campaign.name) { judged.append(found) }
            }
            return judged
        }
    }

    /// Records a person's choice of the best variant.
    ///
    /// - Returns: false where the step has no such variant that leads may draw.
    package func setWinner(_ variant: VariantID, of step: StepID, in campaign: CampaignRecord) async throws -> Bool {
        try await database.transaction { session in
            guard try await session.setWinner(variant, of: step) else { return false }
            let name = try await session.first("SELECT name FROM step_variants WHERE id = \(variant)")?.string("name")
            try await session.record(
                .campaignJudged, detail: "\(campaign.name): a person says that \(name ?? "a variant") is the best")
            return true
        }
    }
}

extension CampaignStepRecord {
    /// Whether its variants are compared and no winner has been found yet.
    fileprivate var isTried: Bool {
        let open = variants.map(\.variant).filter(\.isOnTrial)
        guard let trial, open.count > 1, !open.contains(where: \.hasWon) else { return false }
        return trial.looks < VariantTrial.looks
    }
}

extension SQLSession {
    /// - Parameters:
    ///   - steps: a condition on `campaign_steps s`.
    ///   - instant: mails that left later do not count.
    fileprivate func results(_ steps: SQL, leftBefore instant: SQL) async throws -> [VariantID: VariantResult] {
        try await query(
            """
            SELECT v.id, COUNT(DISTINCT o.lead_id) AS leads,
                COUNT(DISTINCT CASE WHEN t.intent \(in: [Intent.interested, .contactProvided]) THEN o.lead_id END) AS wins,
                COUNT(DISTINCT CASE WHEN o.harm IS NOT NULL OR r.status IN ('bounced', 'opted_out') THEN o.lead_id END)
                    AS harms
            FROM campaign_steps s JOIN step_variants v ON v.step_id = s.id
            JOIN outbox o ON o.variant_id = v.id AND o.in_doubt_at >= s.trial_from AND o.in_doubt_at <= \(instant)
            JOIN email_threads t ON t.id = o.thread_id JOIN lead_recipients r ON r.id = o.recipient_id
            WHERE \(steps) GROUP BY v.id
            """
        ).reduce(into: [:]) {
            $0[try $1["id", as: VariantID.self]] = VariantResult(
                leads: try $1.int("leads"), successes: try $1.int("wins"), harms: try $1.int("harms"))
        }
    }

    fileprivate func judge(
        _ step: CampaignStepRecord, _ results: [VariantID: VariantResult], of campaign: String
    ) async throws -> JudgedVariants? {
        let open = step.variants.filter(\.variant.isOnTrial)
        let own = open.map { results[$0.variant.id] ?? VariantResult() }
        guard let trial = step.trial, let fewest = own.map(\.leads).min(),
            let look = VariantTrial.dueLook(fewest: fewest, planned: trial.leads, done: trial.looks),
            // Another process may have looked, or an edit may have begun a new trial.
            try await execute(
                """
                UPDATE campaign_steps SET trial_looks = \(look)
                WHERE id = \(step.step.id) AND trial_looks = \(trial.looks) AND trial_from = \(trial.from)
                """) == 1
        else { return nil }
        let finding: String
        switch VariantTrial.verdict(own, look: look) {
        case .winner(let place):
            _ = try await setWinner(open[place].variant.id, of: step.step.id)
            finding = "\(open[place].name) is the best: who has drawn nothing yet gets it"
        case .harmful(let place): finding = "\(open[place].name) brings more answers, and more harm: no winner"
        case .open, .tooEarly: finding = look < VariantTrial.looks ? "no winner yet" : "no difference was found"
        }
        try await record(.campaignJudged, detail: "\(campaign), step \(step.name), look \(look): \(finding)")
        return JudgedVariants(step: step.name, look: look, finding: finding)
    }

    fileprivate func setWinner(_ variant: VariantID, of step: StepID) async throws -> Bool {
        let won = try await execute(
            """
            UPDATE step_variants SET won_at = CASE WHEN id = \(variant) THEN \(SQL.now) END
            WHERE step_id = \(step) AND EXISTS (SELECT 1 FROM step_variants w
                WHERE w.id = \(variant) AND w.step_id = \(step) AND NOT w.retired)
            """)
        return won > 0
    }
}
