import Outreach
package import Storage
package import Text
package import Timing

/// The leads whose next mail is due now, and no others.
package struct DueLeads: Sendable {
    /// The longest due first.
    package let leads: [DueLead]
    /// With those that are not among ``leads``.
    package let count: Int
    package let now: Timestamp

    /// - Parameters:
    ///   - name: of a campaign; nil for all that are active.
    ///   - limit: leads that are read.
    package static func of(_ name: String?, in store: Store, limit: Int) async throws -> DueLeads {
        let campaigns: [CampaignRecord]
        if let name {
            campaigns = [try await WholeCampaign.of(name, in: store).campaign]
        } else {
            campaigns = try await store.campaigns.list()
        }
        var (leads, count): ([DueLead], Int) = ([], 0)
        for campaign in campaigns where campaign.isGoing && campaign.rules.release == .time {
            let due = try await store.leads.due(of: campaign.id, limit: limit)
            leads += due.leads
            count += due.count
        }
        leads.sort { ($0.since, $0.lead.id) < ($1.since, $1.lead.id) }
        return DueLeads(leads: Array(leads.prefix(limit)), count: count, now: try await store.currentTime())
    }
}

extension DueLeads: JSONConvertible {
    package var json: JSON {
        .array(leads.map { $0.lead.json.adding(["due_since": $0.since]) })
    }
}
