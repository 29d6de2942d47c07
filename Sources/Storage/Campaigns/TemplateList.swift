import Correspondence
import Database
package import Outreach
package import Timing

/// A template as lists show it: its newest version.
package struct TemplateLine: Sendable, Hashable {
    package let id: TemplateID
    package let name: String
    package let version: Int
    package let subject: String?
    package let createdAt: Timestamp
    /// Campaigns that use this version.
    package let campaigns: [String]
}

extension Campaigns {
    /// Templates in the order of their names.
    ///
    /// - Parameter after: only templates after this name.
    package func templates(after name: String? = nil, limit: Int) async throws -> [TemplateLine] {
        let rows = try await database.rows(
            """
            SELECT t.id, t.name, t.version, t.subject, t.created_at FROM templates t
            WHERE t.name > \(name ?? "") AND NOT EXISTS
                (SELECT 1 FROM templates newer WHERE newer.name = t.name AND newer.version > t.version)
            ORDER BY t.name LIMIT \(limit)
            """)
        let ids = try rows.map { try $0.int64("id") }
        let uses = try await database.rows(
            """
            SELECT s.template_id, c.name FROM campaign_steps s JOIN campaigns c ON c.id = s.campaign_id
            WHERE NOT s.retired AND s.template_id \(in: ids)
            UNION SELECT v.template_id, c.name FROM step_variants v JOIN campaign_steps s ON s.id = v.step_id
            JOIN campaigns c ON c.id = s.campaign_id
            WHERE NOT v.retired AND NOT s.retired AND v.template_id \(in: ids) ORDER BY 2
            """
        ).reduce(into: [Int64: [String]]()) {
            $0[try $1.int64("template_id"), default: []].append(try $1.string("name"))
        }
        return try rows.map { row in
            TemplateLine(
                id: try row["id", as: TemplateID.self], name: try row.string("name"), version: try row.int("version"),
                subject: try row.optionalString("subject"), createdAt: try row.timestamp("created_at"),
                campaigns: uses[try row.int64("id")] ?? [])
        }
    }

    /// The newest versions of the template that this is a version of, newest first; empty when there is none.
    package func versions(of template: TemplateID, limit: Int) async throws -> [TemplateRecord] {
        let row = try await database.row("SELECT name FROM templates WHERE id = \(template)")
        guard let name = try row?.string("name") else { return [] }
        return try await versions(named: name, limit: limit)
    }

    /// The newest versions of the template of this name, newest first.
    package func versions(named name: String, limit: Int) async throws -> [TemplateRecord] {
        try await database.rows(
            "SELECT * FROM templates WHERE name = \(name) ORDER BY version DESC LIMIT \(limit)"
        ).map { row in
            TemplateRecord(
                id: try row["id", as: TemplateID.self], name: try row.string("name"), version: try row.int("version"),
                subject: try row.optionalString("subject"), text: try row.optionalString("body_text"),
                html: try row.optionalString("body_html"))
        }
    }
}
