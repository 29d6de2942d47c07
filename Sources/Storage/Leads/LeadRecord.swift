package import Correspondence
import Database
package import Outreach
package import Timing

/// A lead as lists show it.
package struct LeadRecord: Sendable, Hashable {
    package let id: LeadID
    package let campaign: CampaignID
    package let campaignName: String
    /// Its first person.
    package let address: EmailAddress
    package let state: LeadState
    /// The reason of the state.
    package let reason: String?
    /// When its next mail leaves, if planned; otherwise the earliest time; nil where no mail is to come.
    package let nextDueAt: Timestamp?
    /// Its sender, once it has one.
    package let account: EmailAddress?
    /// A JSON object.
    package let fields: String
    package let importFile: String?
    package let importRow: Int?
    package let createdAt: Timestamp
    package let people: [Person]

    package struct Person: Sendable, Hashable {
        package let id: RecipientID
        package let address: EmailAddress
        /// A JSON object.
        package let fields: String
        package let status: RecipientStatus
        package let lastStep: String?
        package let lastContactedAt: Timestamp?
        package let conversation: ConversationID?
    }
}

/// A mail of a lead, with its step and template.
package struct LeadMail: Sendable, Hashable {
    package let id: MailID
    package let recipient: EmailAddress
    package let account: EmailAddress
    /// With its variant after a slash, where it has several.
    package let step: String
    package let template: String
    package let templateVersion: Int
    package let state: MailState
    package let reason: String?
    package let subject: String
    package let dueAt: Timestamp
    package let sentAt: Timestamp?
    package let messageID: MessageID?
}

extension Leads {
    /// Leads in the order of their keys.
    ///
    /// - Parameter after: only leads with higher keys.
    package func list(
        of campaign: CampaignID? = nil, in state: LeadState? = nil, after: LeadID? = nil, limit: Int
    ) async throws -> [LeadRecord] {
        let inState: SQL = state.map { "AND l.state = \($0)" } ?? ""
        return try await database.read { session in
            var condition: SQL = "l.id > \(after?.rawValue ?? 0) \(inState)"
            if let campaign {
                let page = SQL.page(of: campaign, in: state.map { [$0] }, after: after, limit: limit)
                let keys = try await session.keys(page, as: LeadID.self)
                condition = "l.id \(in: keys)"
            }
            return try await session.leads(condition, limit: limit)
        }
    }

    package func record(_ id: LeadID) async throws -> LeadRecord? {
        try await database.read { session in try await session.leads("l.id = \(id)", limit: 1).first }
    }

    /// The leads that somebody belongs to, in all campaigns.
    package func list(with address: EmailAddress) async throws -> [LeadRecord] {
        try await database.read { session in
            try await session.leads(
                """
                l.id IN (SELECT r.lead_id FROM lead_recipients r JOIN contacts c ON c.id = r.contact_id
                    WHERE c.address = \(address.key))
                """, limit: 100)
        }
    }

    /// The mails of a lead, oldest first.
    package func mails(of lead: LeadID) async throws -> [LeadMail] {
        try await database.read { session in
            try await session.query(
                """
                SELECT o.id, o.recipient, o.state, o.reason, o.due_at, o.sent_at, o.message_id, a.address AS account,
                    COALESCE(s.name || '/' || v.name, s.name) AS step, t.name AS template, t.version,
                    COALESCE(o.subject, '') AS subject
                FROM outbox o JOIN accounts a ON a.id = o.account_id JOIN campaign_steps s ON s.id = o.campaign_step_id
                JOIN templates t ON t.id = o.template_id LEFT JOIN step_variants v ON v.id = o.variant_id
                WHERE o.lead_id = \(lead) ORDER BY o.id
                """
            ).map(LeadMail.init)
        }
    }
}

extension SQLSession {
    func leads(_ condition: SQL, limit: Int) async throws -> [LeadRecord] {
        let rows = try await query(
            """
            SELECT l.*, CAST(l.fields AS TEXT) AS field_text, COALESCE(
                (SELECT MIN(o.due_at) FROM outbox o WHERE o.lead_id = l.id AND o.state IN ('planned', 'claimed')),
                CASE WHEN l.state IN ('pending', 'active') AND p.release_by = 'time' THEN
                    \(SQL.later(of: "l.next_due_at", "COALESCE(l.not_before, l.next_due_at)")) END) AS next_mail_at, p.name AS campaign_name, c.address,
                a.address AS account_address, i.file_name
            FROM campaign_leads l JOIN campaigns p ON p.id = l.campaign_id JOIN contacts c ON c.id = l.contact_id
            LEFT JOIN accounts a ON a.id = l.account_id LEFT JOIN imports i ON i.id = l.import_id
            WHERE \(condition) ORDER BY l.id LIMIT \(limit)
            """)
        let ids = try rows.map { try $0.int64("id") }
        let people = try await query(
            """
            SELECT r.id, r.lead_id, r.status, CAST(r.fields AS TEXT) AS fields, r.thread_id, r.last_contacted_at,
                c.address, s.name AS step
            FROM lead_recipients r JOIN contacts c ON c.id = r.contact_id
            LEFT JOIN campaign_steps s ON s.id = r.last_step_id
            WHERE r.lead_id \(in: ids) ORDER BY r.lead_id, r.position
            """
        ).reduce(into: [Int64: [LeadRecord.Person]]()) { people, row in
            people[try row.int64("lead_id"), default: []].append(try LeadRecord.Person(row))
        }
        return try rows.map { try LeadRecord($0, people[$0.int64("id")] ?? []) }
    }
}

extension LeadRecord {
    fileprivate init(_ row: SQLRow, _ people: [Person]) throws {
        id = try row["id", as: LeadID.self]
        campaign = try row["campaign_id", as: CampaignID.self]
        campaignName = try row.string("campaign_name")
        address = try row.address("address")
        state = try row["state", as: LeadState.self]
        reason = try row.optionalString("reason")
        nextDueAt = try row.optionalTimestamp("next_mail_at")
        account = try row.optionalAddress("account_address")
        fields = try row.string("field_text")
        importFile = try row.optionalString("file_name")
        importRow = try row.optionalInt("import_row")
        createdAt = try row.timestamp("created_at")
        self.people = people
    }
}

extension LeadRecord.Person {
    fileprivate init(_ row: SQLRow) throws {
        id = try row["id", as: RecipientID.self]
        address = try row.address("address")
        fields = try row.string("fields")
        status = try row["status", as: RecipientStatus.self]
        lastStep = try row.optionalString("step")
        lastContactedAt = try row.optionalTimestamp("last_contacted_at")
        conversation = try row["thread_id", as: ConversationID?.self]
    }
}

extension LeadMail {
    fileprivate init(_ row: SQLRow) throws {
        id = try row["id", as: MailID.self]
        recipient = try row.address("recipient")
        account = try row.address("account")
        step = try row.string("step")
        template = try row.string("template")
        templateVersion = try row.int("version")
        state = try row["state", as: MailState.self]
        reason = try row.optionalString("reason")
        subject = try row.string("subject")
        dueAt = try row.timestamp("due_at")
        sentAt = try row.optionalTimestamp("sent_at")
        messageID = try row.optionalMessageID("message_id")
    }
}
