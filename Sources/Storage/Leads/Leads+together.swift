import Correspondence
import Database
import Events
package import Outreach

extension Leads {
    /// Leads that are changed in one transaction.
    private static var page: Int { 500 }

    /// How many leads of the campaign an act would change, by what they are now. Changes nothing.
    package func count(_ act: LeadAct, _ selection: LeadSelection, of campaign: CampaignID) async throws -> Int {
        try await pages(selection, act, of: campaign) { leads in
            try await database.read { session in try await session.able(act, among: leads, selection).count }
        }
    }

    /// Changes the leads of a campaign, a page to a transaction; each is changed as it would be by itself. What was done
    /// stays done where it is interrupted, and called again it does the rest.
    ///
    /// - Returns: how many were changed.
    package func carryOut(_ act: LeadAct, _ selection: LeadSelection, of campaign: CampaignID) async throws -> Int {
        try await pages(selection, act, of: campaign) { leads in
            try await database.transaction { session in
                let able = try await session.able(act, among: leads, selection)
                let conversations = try await session.lockedConversations(of: able)
                let locked = try await session.query(
                    "SELECT id FROM campaign_leads WHERE id \(in: able) ORDER BY id \(SQL.forUpdate)")
                if act == .release || act == .reset { try await session.readdress(able) }
                // What came between the look and the lock counts.
                var still = try await session.able(
                    act, among: locked.map { try $0["id", as: LeadID.self] }, selection)
                if act == .release || act == .reset { still = try await session.reachable(among: still) }
                guard !still.isEmpty else { return 0 }
                let ours = Set(still)
                let theirs = conversations.filter { ours.contains($0.lead) }.map(\.conversation)
                switch act {
                case .pause: try await session.pauseLeads(still)
                case .release:
                    try await session.release("id \(in: still)", theirs, by: "its lead was released by a person")
                case .skip: try await session.skipLeads(still)
                case .reset: try await session.resetLeads(still, theirs)
                }
                try await session.record(
                    .leadsMoved,
                    detail: "\(act.rawValue): \(still.count) leads of campaign \(campaign), "
                        + "\(still[0]) to \(still[still.count - 1])")
                return still.count
            }
        }
    }

    private func pages(
        _ selection: LeadSelection, _ act: LeadAct, of campaign: CampaignID, _ body: ([LeadID]) async throws -> Int
    ) async throws -> Int {
        let states = selection.state.map { state in act.states.filter { $0 == state } } ?? act.states
        guard !states.isEmpty else { return 0 }
        // What comes while it works is not meant.
        let end = try await database.row("SELECT MAX(id) AS last FROM campaign_leads WHERE campaign_id = \(campaign)")
        var count = 0
        var last: LeadID?
        while true {
            let page = SQL.page(of: campaign, in: states, after: last, limit: Self.page)
            let leads = try await database.rows("SELECT id FROM (\(page)) AS page ORDER BY id").map {
                try $0["id", as: LeadID.self]
            }
            guard let newest = leads.last, let end = try end?["last", as: LeadID?.self] else { return count }
            count += try await body(leads.filter { $0 <= end })
            if leads.count < Self.page || newest >= end { return count }
            last = newest
        }
    }
}

extension SQLSession {
    /// Those of these leads that the act changes, and that are meant, in the order of their keys.
    fileprivate func able(
        _ act: LeadAct, among leads: [LeadID], _ selection: LeadSelection
    ) async throws -> [LeadID] {
        let states = selection.state.map { [$0] } ?? act.states
        let values = selection.values.sorted { $0.key < $1.key }.map { name, value -> SQL in
            """
            AND (\(SQL.member(name, of: "l.fields")) = \(value) OR EXISTS (SELECT 1 FROM lead_recipients r
                WHERE r.lead_id = l.id AND \(SQL.member(name, of: "r.fields")) = \(value)))
            """
        }
        let found = try await query(
            """
            SELECT l.id FROM campaign_leads l
            WHERE l.id \(in: leads) AND l.state \(in: states) \(SQL.joined(values, separator: " ")) ORDER BY l.id
            """
        ).map { try $0["id", as: LeadID.self] }
        return act == .reset ? try await resettable(among: found) : found
    }
}

extension SQL {
    /// The text of a member of a JSON object; NULL where there is none.
    fileprivate static func member(_ name: String, of object: SQL) -> SQL {
        let path = "$.\"\(name)\""
        return .either(
            postgres: "(\(object) ->> \(name))", sqlite: "json_extract(CAST(\(object) AS TEXT), \(path))")
    }
}
