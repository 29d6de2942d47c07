import Correspondence
import Database
import Events
package import Outreach
import Timing

extension Leads {
    /// Gives a lead values for its texts. Mail planned with the old values is planned again, and a lead that waited for a value
    /// continues.
    ///
    /// - Parameters:
    ///   - fields: of the lead, a JSON object; every one of its people has them.
    ///   - names: fields of one person, likewise.
    ///   - position: of that person, 1 for the first.
    package func set(
        _ lead: LeadID, fields: String, names: String, of position: Int = 1
    ) async throws -> Intervention {
        try await database.transaction { session in
            let conversations = try await session.lockedConversations(of: lead)
            guard let standing = try await session.standing(of: lead) else { return .unknown }
            guard !standing.state.isEnd else { return .refused("it is \(standing.state.rawValue), which is its end") }
            let named = try await session.execute(
                """
                UPDATE lead_recipients SET fields = \(SQL.merged("fields", "\(names)"))
                WHERE lead_id = \(lead) AND position = \(position)
                """)
            guard named == 1 else { return .refused("it has no person \(position)") }
            try await session.write(
                "UPDATE lead_recipients SET fields = \(SQL.merged("fields", "\(fields)")) WHERE lead_id = \(lead)")
            try await session.write(
                "UPDATE campaign_leads SET fields = \(SQL.merged("fields", "\(fields)")) WHERE id = \(lead)")
            try await session.leadsGotValues([lead], in: conversations, reason: "its values were changed")
            try await session.record(.leadChanged, detail: standing.detail)
            return .done
        }
    }
}

/// Values for people who are in a campaign already.
struct GivenValues {
    let contact: ContactID
    /// Whether the row is about the lead whose first person this is.
    let isFirst: Bool
    let person: String
    let lead: String
}

extension SQLSession {
    /// Rows of a file bring values for people of the campaign: leads that have not ended take them.
    func update(_ given: [GivenValues], of campaign: CampaignID) async throws {
        guard !given.isEmpty else { return }
        let people = SQLTable(
            "given", columns: ["contact", "fields"], rows: given.map { [.of($0.contact), .of($0.person)] })
        let open = LeadState.allCases.filter { !$0.isEnd }
        let leads = try await query(
            """
            UPDATE lead_recipients SET fields = \(SQL.merged("lead_recipients.fields", "given.fields"))
            FROM \(people), campaign_leads l
            WHERE l.id = lead_recipients.lead_id AND l.campaign_id = \(campaign) AND l.state \(in: open)
              AND lead_recipients.contact_id = given.contact
            RETURNING lead_recipients.lead_id
            """
        ).map { try $0["lead_id", as: LeadID.self] }
        let first = given.filter(\.isFirst)
        if !first.isEmpty {
            let rows = SQLTable(
                "given", columns: ["contact", "fields"], rows: first.map { [.of($0.contact), .of($0.lead)] })
            try await write(
                """
                UPDATE campaign_leads SET fields = \(SQL.merged("campaign_leads.fields", "given.fields")) FROM \(rows)
                WHERE campaign_leads.campaign_id = \(campaign) AND campaign_leads.contact_id = given.contact
                  AND campaign_leads.state \(in: open)
                """)
        }
        let conversations = try await query(
            """
            SELECT DISTINCT thread_id FROM outbox WHERE lead_id \(in: leads) AND state IN ('planned', 'claimed')
            """
        ).map { try $0["thread_id", as: ConversationID.self] }
        try await leadsGotValues(
            Array(Set(leads)), in: conversations.sorted(), reason: "an import brought other values")
    }

    fileprivate func leadsGotValues(
        _ leads: [LeadID], in conversations: [ConversationID], reason: String
    ) async throws {
        guard !leads.isEmpty else { return }
        try await lock(conversations)
        try await cancelOpenMails(where: "lead_id \(in: leads) AND campaign_id IS NOT NULL", reason: reason)
        try await moveLeads("id \(in: leads)", .valuesGiven, reason: nil)
        try await awaitTurn(of: "id \(in: leads) AND state IN ('pending', 'active')")
    }

    /// The account has another name: a value that texts lacked may be there now.
    func leadsGotValues(from account: AccountID) async throws {
        try await moveLeads(
            "campaign_id IN (SELECT campaign_id FROM campaign_accounts WHERE account_id = \(account))", .valuesGiven,
            reason: nil)
    }
}

extension SQL {
    /// One JSON object with the members of another added; those of the other win.
    fileprivate static func merged(_ fields: SQL, _ others: SQL) -> SQL {
        .either(postgres: "\(fields) || (\(others))::jsonb", sqlite: "json_patch(\(fields), \(others))")
    }
}
