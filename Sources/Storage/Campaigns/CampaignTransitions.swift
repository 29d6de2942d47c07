import Database
import Outreach

extension SQLSession {
    /// The only statement that writes `campaigns.state`: the next state comes from the table of ``CampaignState/after(_:)``.
    ///
    /// - Returns: false where the event changes nothing.
    func moveCampaign(_ campaign: CampaignID, _ event: CampaignEvent, reason: String?) async throws -> Bool {
        let began: SQL =
            event == .started
            ? ", started_at = COALESCE(started_at, \(SQL.now)), resumed_at = \(SQL.now)" : ""
        // A person who starts it nevertheless has seen the harm: earlier harm no longer counts.
        let counted: SQL =
            event == .started ? "CASE WHEN guarded_at IS NULL THEN guard_from ELSE \(SQL.now) END" : "guard_from"
        let guarded: SQL =
            switch event {
            case .guarded: "\(SQL.now)"
            case .started: "NULL"
            case .paused, .completed, .archived: "guarded_at"
            }
        let allowed = CampaignState.allCases.filter { $0.after(event) != nil }
        let moved = try await execute(
            """
            UPDATE campaigns SET state = \(raw: transitionCase(CampaignState.allCases, { $0.after(event)?.rawValue })),
                reason = \(reason?.storable), updated_at = \(SQL.now) \(began),
                guard_from = \(counted), guarded_at = \(guarded)
            WHERE id = \(campaign) AND state \(in: allowed)
            """)
        return moved == 1
    }
}
