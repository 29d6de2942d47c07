import Correspondence
import Database
import Events
package import Outreach
import Timing

extension Leads {
    /// Lets a lead that has got nothing yet begin anew, as if it had just come: it may have waited, failed or been skipped by a
    /// person. One that has got a mail, or may have, goes on from there and never begins anew, since nobody gets a step twice.
    package func reset(_ lead: LeadID) async throws -> Intervention {
        try await database.transaction { session in
            let conversations = try await session.lockedConversations(of: lead)
            guard let standing = try await session.standing(of: lead) else { return .unknown }
            let had = try await session.first(
                """
                SELECT s.name FROM outbox o JOIN campaign_steps s ON s.id = o.campaign_step_id
                WHERE o.lead_id = \(lead) AND o.in_doubt_at IS NOT NULL ORDER BY o.id DESC LIMIT 1
                """)
            if let step = try had?.string("name") {
                return .refused("it has had step \(step), and nobody gets a step twice")
            }
            guard try await !session.resettable(among: [lead]).isEmpty else {
                let why = standing.reason.map { ": \($0)" } ?? ""
                return .refused("it is \(standing.state.rawValue)\(why)")
            }
            try await session.readdress([lead])
            guard try await !session.reachable(among: [lead]).isEmpty else {
                return .refused("none of its people gets mail; see mosaic contacts unbar")
            }
            try await session.resetLeads([lead], conversations)
            try await session.record(.leadReset, detail: standing.detail)
            return .done
        }
    }
}

extension SQLSession {
    private static var skippedByPerson: String { "skipped by a person" }

    /// Those of these leads that may begin anew: nothing went to them, and no answer or opt-out has ended them.
    func resettable(among leads: [LeadID]) async throws -> [LeadID] {
        try await query(
            """
            SELECT l.id FROM campaign_leads l JOIN campaigns p ON p.id = l.campaign_id
            WHERE l.id \(in: leads) AND p.state <> 'archived'
              AND (l.state \(in: [LeadState.pending, .needsData, .held, .failed])
                OR (l.state = 'stopped' AND l.reason = \(Self.skippedByPerson)))
              AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.lead_id = l.id AND o.in_doubt_at IS NOT NULL)
            ORDER BY l.id
            """
        ).map { try $0["id", as: LeadID.self] }
    }

    func resetLeads(_ leads: [LeadID], _ conversations: [ConversationID]) async throws {
        let which: SQL = "id \(in: leads)"
        try await cancelOpenMails(where: "lead_id \(in: leads)", reason: "its lead begins anew")
        try await move(conversations, .resumed, reason: "its lead begins anew", bumping: true)
        try await closeHandoffs("thread_id \(in: conversations)", by: "its lead begins anew")
        try await moveLeads(which, .reset, reason: nil)
        try await write(
            """
            UPDATE campaign_leads SET next_due_at = \(SQL.now), not_before = NULL, released_at = \(SQL.now),
                awaits_turn = \(true), updated_at = \(SQL.now)
            WHERE \(which)
            """)
    }

    func skipLeads(_ leads: [LeadID]) async throws {
        try await moveLeads("id \(in: leads)", .skipped, reason: Self.skippedByPerson)
        try await cancelOpenMails(where: "lead_id \(in: leads)", reason: "its lead was skipped by a person")
    }

    func pauseLeads(_ leads: [LeadID]) async throws {
        try await moveLeads("id \(in: leads)", .pausedByPerson, reason: "held by a person")
        try await cancelOpenMails(where: "lead_id \(in: leads)", reason: "its lead is held by a person")
    }
}
