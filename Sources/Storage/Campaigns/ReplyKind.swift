import Correspondence
import Database
import Outreach

/// How somebody responded to a campaign. Each person counts once, as the first of these that applies.
package enum ReplyKind: String, CaseIterable, Hashable, Sendable {
    case optedOut = "opted_out"
    /// A person on our side is to look, or has taken over.
    case forPerson = "for_person"
    case contact
    case interested
    case refused
    case automatic
    case other
}

extension SQLSession {
    /// People who wrote back to the campaign, by kind of reply.
    func replies(to campaign: CampaignID) async throws -> [ReplyKind: Int] {
        try await query(
            """
            SELECT kinds.kind, COUNT(*) AS count FROM (
                SELECT CASE WHEN r.status = 'opted_out' THEN 'opted_out'
                    WHEN EXISTS (SELECT 1 FROM handoffs h WHERE h.thread_id = t.id AND h.closed_at IS NULL) THEN 'for_person'
                    WHEN t.intent = \(Intent.contactProvided) THEN 'contact' WHEN t.intent = \(Intent.interested) THEN 'interested'
                    WHEN t.intent = \(Intent.notInterested) OR t.state = 'completed' THEN 'refused'
                    WHEN NOT EXISTS (SELECT 1 FROM messages p WHERE p.thread_id = t.id AND p.direction = 'inbound'
                        AND p.machine_verdict IS NULL) THEN 'automatic'
                    WHEN t.state = 'with_person' THEN 'for_person' ELSE 'other' END AS kind
                FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id JOIN email_threads t ON t.id = r.thread_id
                WHERE l.campaign_id = \(campaign) AND (r.status = 'opted_out' OR EXISTS (
                    SELECT 1 FROM messages m WHERE m.thread_id = t.id AND m.direction = 'inbound'))) AS kinds
            GROUP BY kinds.kind
            """
        ).reduce(into: [:]) { $0[try $1["kind", as: ReplyKind.self]] = try $1.int("count") }
    }
}
