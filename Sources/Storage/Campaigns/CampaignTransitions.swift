import Database
import Outreach

extension SQLSession {
    /// The one statement that writes `campaigns.state`: what may follow is the table of ``CampaignState/after(_:)``.
    ///
    /// - Returns: false where the event changes nothing.
    func moveCampaign(_ campaign: CampaignID, _ event: CampaignEvent, reason: String?) async throws -> Bool {
        let began: SQL =
            event == .started ? ", started_at = COALESCE(started_at, \(SQL.now)), resumed_at = \(SQL.now)" : ""
        let allowed = CampaignState.allCases.filter { $0.after(event) != nil }
        let moved = try await execute(
            """
            UPDATE campaigns SET state = \(raw: transitionCase(CampaignState.allCases, { $0.after(event)?.rawValue })),
                reason = \(reason?.storable), updated_at = \(SQL.now) \(began)
            WHERE id = \(campaign) AND state \(in: allowed)
            """)
        return moved == 1
    }
}
