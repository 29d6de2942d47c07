package import Correspondence
import Database
package import Outreach
package import Timing

/// A contact who gave a phone number or a postal address, with every detail found in their own words.
package struct ReachableContact: Sendable, Hashable {
    /// A detail, and where it was given.
    package struct Given: Sendable, Hashable {
        package let detail: ContactDetail
        package let conversation: ConversationID
        package let saidAt: Timestamp

        package init(detail: ContactDetail, conversation: ConversationID, saidAt: Timestamp) {
            self.detail = detail
            self.conversation = conversation
            self.saidAt = saidAt
        }
    }

    package let id: ContactID
    package let address: EmailAddress
    package let name: String?
    /// Newest message first, details in the order of the text; quotes are left out.
    package let given: [Given]

    package init(id: ContactID, address: EmailAddress, name: String?, given: [Given]) {
        self.id = id
        self.address = address
        self.name = name
        self.given = given
    }
}

extension Contacts {
    /// A page of the contacts who gave a phone number or a postal address, in the order of their keys.
    ///
    /// - Parameters:
    ///   - last: the contact after which the page begins; nil for the first page.
    ///   - since: only details given from then on.
    ///   - campaign: only people of this campaign.
    package func reachable(
        after last: ContactID?, since: Timestamp? = nil, of campaign: CampaignID? = nil, limit: Int
    ) async throws -> [ReachableContact] {
        try await database.read { session in
            let isTheirs: SQL =
                campaign.map { campaign in
                    """
                    AND EXISTS (SELECT 1 FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id
                        WHERE r.contact_id = c.id AND l.campaign_id = \(campaign))
                    """
                } ?? ""
            let rows = try await session.query(
                """
                SELECT c.id, c.address, c.name FROM contacts c
                WHERE c.id > \(last?.rawValue ?? 0) \(isTheirs) AND EXISTS (
                    SELECT 1 FROM \(Self.details(since: since)) AND t.contact_id = c.id)
                ORDER BY c.id LIMIT \(limit)
                """)
            let given = try await session.given(to: rows.map { try $0["id", as: ContactID.self] }, since: since)
            return try rows.map { row in
                let id = try row["id", as: ContactID.self]
                return ReachableContact(
                    id: id, address: try row.address("address"), name: try row.optionalString("name"),
                    given: given[id] ?? [])
            }
        }
    }

    /// Details `d` of messages `m` in conversations `t` by which somebody can be reached.
    fileprivate static func details(since: Timestamp?) -> SQL {
        let recent: SQL = since.map { "AND m.received_at >= \($0)" } ?? ""
        return """
            email_threads t JOIN contact_details d ON d.thread_id = t.id JOIN messages m ON m.id = d.message_key
            WHERE d.kind IN ('phone', 'whatsapp', 'address') AND d.zone <> 'quoted' \(recent)
            """
    }
}

extension SQLSession {
    fileprivate func given(
        to contacts: [ContactID], since: Timestamp?
    ) async throws -> [ContactID: [ReachableContact.Given]] {
        guard !contacts.isEmpty else { return [:] }
        let rows = try await query(
            """
            SELECT t.contact_id, t.id AS conversation, m.received_at, d.*
            FROM \(Contacts.details(since: since)) AND t.contact_id \(in: contacts)
            ORDER BY m.received_at DESC, m.id DESC, d.start_offset, d.id
            """)
        return try rows.reduce(into: [:]) { given, row in
            given[try row["contact_id", as: ContactID.self], default: []].append(
                ReachableContact.Given(
                    detail: try ContactDetail(row), conversation: try row["conversation", as: ConversationID.self],
                    saidAt: try row.timestamp("received_at")))
        }
    }
}

extension ContactDetail {
    /// From a row of `contact_details`.
    init(_ row: SQLRow) throws {
        let start = try row.int("start_offset")
        self.init(
            kind: try row["kind", as: Kind.self], value: try row.string("value"),
            zone: try row["zone", as: TextZone.self], range: start..<max(start, try row.int("end_offset")),
            confidence: try row.double("confidence"), why: try row.string("why"),
            candidates: [Candidate](listed: try row.string("candidates")))
    }
}
