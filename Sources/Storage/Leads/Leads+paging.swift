import Correspondence
import Database
import Outreach

extension SQL {
    /// The keys of a campaign's leads after one of them, in order. Each state is read from its own range of one index, so a page
    /// costs the same wherever it begins and however few leads are in a state.
    ///
    /// - Parameter states: nil for all.
    static func page(of campaign: CampaignID, in states: [LeadState]?, after: LeadID?, limit: Int) -> SQL {
        let pages = (states ?? LeadState.allCases).map { state -> SQL in
            """
            SELECT id FROM (SELECT id FROM campaign_leads
                WHERE campaign_id = \(campaign) AND state = \(state) AND id > \(after?.rawValue ?? 0)
                ORDER BY id LIMIT \(limit)) AS page_\(raw: state.rawValue)
            """
        }
        return "SELECT id FROM (\(SQL.joined(pages, separator: " UNION ALL "))) AS pages ORDER BY id LIMIT \(limit)"
    }
}
