import Correspondence
import Database
import Outreach

extension SQLSession {
    /// Removes a contact from every lead. A lead of several people continues with the others, under the first of them.
    ///
    /// - Returns: the number of leads it was in.
    func eraseLeads(of contact: ContactID) async throws -> Int {
        let rows = try await query(
            """
            SELECT l.id, l.contact_id, (
                SELECT r.contact_id FROM lead_recipients r WHERE r.lead_id = l.id AND r.contact_id <> \(contact)
                  AND (l.contact_id <> \(contact) OR NOT EXISTS (SELECT 1 FROM campaign_leads other
                    WHERE other.campaign_id = l.campaign_id AND other.contact_id = r.contact_id))
                ORDER BY r.position LIMIT 1) AS heir
            FROM campaign_leads l
            WHERE l.contact_id = \(contact)
              OR l.id IN (SELECT lead_id FROM lead_recipients WHERE contact_id = \(contact))
            ORDER BY l.id
            """)
        try await write("DELETE FROM lead_recipients WHERE contact_id = \(contact)")
        var ended: [LeadID] = []
        for row in rows {
            let lead = try row["id", as: LeadID.self]
            guard let heir = try row["heir", as: ContactID?.self] else {
                ended.append(lead)
                continue
            }
            if try row["contact_id", as: ContactID.self] == contact {
                try await write("UPDATE campaign_leads SET contact_id = \(heir) WHERE id = \(lead)")
            }
            try await awaitTurn(of: "id = \(lead)")
        }
        try await forgetLeads(ended)
        try await write("DELETE FROM lead_recipients WHERE lead_id \(in: ended)")
        try await write("DELETE FROM campaign_leads WHERE id \(in: ended)")
        return rows.count
    }
}
