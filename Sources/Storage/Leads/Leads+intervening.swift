import Correspondence
import Database
import Events
package import Outreach
import Timing

extension Leads {
    /// Lets a held or failed lead continue with the mail that did not leave: its conversations are Mosaic's again, and lateness
    /// counts from now.
    package func release(_ lead: LeadID) async throws -> Intervention {
        try await database.transaction { session in
            let conversations = try await session.lockedConversations(of: lead)
            guard let standing = try await session.standing(of: lead) else { return .unknown }
            switch standing.state {
            case .held: break
            case .failed: try await session.readdress([lead])
            case .pending, .active: return .refused("it goes on by itself")
            case .needsData: return .refused("it waits for a value: \(standing.reason ?? "")")
            case .finished, .replied, .stopped: return .refused("it is \(standing.state.rawValue), which is its end")
            }
            guard try await !session.reachable(among: [lead]).isEmpty else {
                return .refused("none of its people gets mail; see mosaic contacts unbar")
            }
            try await session.release("id = \(lead)", conversations, by: "its lead was released by a person")
            try await session.record(.leadReleased, detail: standing.detail)
            return .done
        }
    }

    /// Holds a lead: it gets nothing before a person releases it. What is planned is taken back.
    package func pause(_ lead: LeadID) async throws -> Intervention {
        try await database.transaction { session in
            _ = try await session.lockedConversations(of: lead)
            guard let standing = try await session.standing(of: lead) else { return .unknown }
            guard standing.state.isRunning else { return .refused("it is \(standing.state.rawValue)") }
            try await session.pauseLeads([lead])
            try await session.record(.leadPaused, detail: standing.detail)
            return .done
        }
    }

    /// Takes a lead out: it gets no mail of its campaign any more.
    package func skip(_ lead: LeadID) async throws -> Intervention {
        try await database.transaction { session in
            _ = try await session.lockedConversations(of: lead)
            guard let standing = try await session.standing(of: lead) else { return .unknown }
            guard !standing.state.isEnd else { return .refused("it is \(standing.state.rawValue), which is its end") }
            try await session.skipLeads([lead])
            try await session.record(.leadSkipped, detail: standing.detail)
            return .done
        }
    }
}

/// A lead as a person sees it before changing it.
struct LeadStanding {
    let state: LeadState
    let reason: String?
    /// The address it concerns, for the audit.
    let detail: String
}

extension SQLSession {
    /// In the order in which everything locks: conversations, then the lead.
    func lockedConversations(of lead: LeadID) async throws -> [ConversationID] {
        let conversations = try await query(
            """
            SELECT thread_id FROM lead_recipients WHERE lead_id = \(lead) AND thread_id IS NOT NULL ORDER BY thread_id
            """
        ).map { try $0["thread_id", as: ConversationID.self] }
        try await lock(conversations)
        return conversations
    }

    /// The same of many leads.
    func lockedConversations(
        of leads: [LeadID]
    ) async throws -> [(lead: LeadID, conversation: ConversationID)] {
        let found = try await query(
            """
            SELECT lead_id, thread_id FROM lead_recipients WHERE lead_id \(in: leads) AND thread_id IS NOT NULL
            ORDER BY thread_id
            """
        ).map { (try $0["lead_id", as: LeadID.self], try $0["thread_id", as: ConversationID.self]) }
        try await lock(found.map(\.1))
        return found
    }

    func standing(of lead: LeadID) async throws -> LeadStanding? {
        guard
            try await first("SELECT id FROM campaign_leads WHERE id = \(lead) \(SQL.forUpdate)") != nil,
            let row = try await first(
                """
                SELECT l.state, l.reason, c.address, p.name FROM campaign_leads l
                JOIN contacts c ON c.id = l.contact_id JOIN campaigns p ON p.id = l.campaign_id WHERE l.id = \(lead)
                """)
        else { return nil }
        let reason = try row.optionalString("reason")
        return LeadStanding(
            state: try row["state", as: LeadState.self], reason: reason,
            detail: "lead \(lead) of \(try row.string("name")), \(try row.string("address"))"
                + (reason.map { ", was: \($0)" } ?? ""))
    }

    /// People of these leads who are not suppressed any more may be tried again.
    func readdress(_ leads: [LeadID]) async throws {
        try await moveRecipients(
            """
            lead_id \(in: leads)
              AND EXISTS (SELECT 1 FROM contacts c WHERE c.id = lead_recipients.contact_id AND c.suppressed_at IS NULL)
            """, .readdressed)
    }

    /// Those of these leads of whose people one at least gets mail.
    func reachable(among leads: [LeadID]) async throws -> [LeadID] {
        try await query(
            """
            SELECT DISTINCT r.lead_id FROM lead_recipients r JOIN contacts c ON c.id = r.contact_id
            WHERE r.lead_id \(in: leads) AND r.status IN ('not_contacted', 'contacted') AND \(SQL.suppressedAt("c")) IS NULL
            ORDER BY r.lead_id
            """
        ).map { try $0["lead_id", as: LeadID.self] }
    }
}
