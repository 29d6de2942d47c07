import Correspondence
import Database
package import Outreach

extension Leads {
    /// Those of these names for which no lead of the campaign, and none of its people, has a value.
    ///
    /// - Parameter most: the number of leads to look at, in the order of their keys; nil: all.
    package func fieldsOfNobody(
        among names: [String], in campaign: CampaignID, most: Int? = nil
    ) async throws -> [String] {
        try await database.read { session in
            var which: SQL = "campaign_id = \(campaign)"
            if let most {
                let page = SQL.page(of: campaign, in: nil, after: nil, limit: most)
                let keys = try await session.keys(page, as: LeadID.self)
                which = "id \(in: keys)"
            }
            var missing: [String] = []
            for name in names {
                let found = try await session.first(
                    """
                    SELECT 1 AS found FROM (SELECT id, fields FROM campaign_leads WHERE \(which)) AS l
                    WHERE \(SQL.has(name, in: "l.fields")) OR EXISTS (
                        SELECT 1 FROM lead_recipients r WHERE r.lead_id = l.id AND \(SQL.has(name, in: "r.fields")))
                    LIMIT 1
                    """)
                if found == nil { missing.append(name) }
            }
            return missing
        }
    }
}

extension SQL {
    /// Whether a JSON object has a member of this name.
    fileprivate static func has(_ name: String, in object: SQL) -> SQL {
        let path = "$.\"\(name)\""
        return .either(
            postgres: "jsonb_exists(\(object), \(name))",
            sqlite: "json_type(CAST(\(object) AS TEXT), \(path)) IS NOT NULL")
    }
}
