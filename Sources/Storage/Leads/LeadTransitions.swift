import Correspondence
import Database
import Outreach
import Timing

extension SQLSession {
    /// The only statement that writes `campaign_leads.state`: the next state comes from the table of
    /// ``LeadState/after(_:hasBegun:)``. Leads whose state the event does not change are left alone.
    ///
    /// - Parameter leads: a condition on `campaign_leads`.
    func moveLeads(_ leads: SQL, _ event: LeadEvent, reason: String?) async throws {
        try await write(
            """
            UPDATE campaign_leads SET state = \(LeadState.sql(after: event)), reason = \(reason?.storable),
                updated_at = \(SQL.now), awaits_turn = \(LeadState.runs(after: event))
            WHERE (\(leads)) AND state IN (\(LeadState.sql(allowing: event)))
            """)
    }

    /// Something happened to these leads: the planner works out what follows.
    func awaitTurn(of leads: SQL) async throws {
        try await write("UPDATE campaign_leads SET awaits_turn = \(true) WHERE \(leads)")
    }
}

extension LeadState {
    /// `CASE … END`, the state after the event.
    fileprivate static func sql(after event: LeadEvent) -> SQL {
        let fresh = transitionCase(allCases) { $0.after(event, hasBegun: false)?.rawValue }
        let begun = transitionCase(allCases) { $0.after(event, hasBegun: true)?.rawValue }
        guard fresh != begun else { return SQL(raw: fresh) }
        return """
            CASE WHEN EXISTS (SELECT 1 FROM outbox m WHERE m.lead_id = campaign_leads.id AND m.in_doubt_at IS NOT NULL)
                THEN \(raw: begun) ELSE \(raw: fresh) END
            """
    }

    fileprivate static func sql(allowing event: LeadEvent) -> SQL {
        let states = allCases.filter { state in
            [false, true].contains { state.after(event, hasBegun: $0) != nil }
        }
        return SQL(raw: states.map { "'\($0.rawValue)'" }.joined(separator: ", "))
    }

    /// Whether the event lets a lead continue, so that its next mail must be worked out.
    fileprivate static func runs(after event: LeadEvent) -> Bool {
        allCases.contains { $0.after(event, hasBegun: true)?.isRunning == true }
    }
}
