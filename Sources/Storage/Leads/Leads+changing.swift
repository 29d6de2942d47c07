import Correspondence
import Database
import Events
package import Outreach

extension Leads {
    /// A person lets something happen to a lead: it goes on, is taken out or is tried once more.
    ///
    /// - Parameter event: `released`, `skipped` or `retried`.
    package func change(_ lead: LeadID, _ event: LeadEvent) async throws -> Intervention {
        try await database.transaction { session in
            let row = try await session.first(
                """
                SELECT l.state, a.address, EXISTS (SELECT 1 FROM outbox m
                    WHERE m.lead_id = l.id AND m.state IN ('in_doubt', 'needs_human')) AS waits
                FROM campaign_leads l JOIN contacts a ON a.id = l.contact_id
                WHERE l.id = \(lead) \(SQL.either(postgres: "FOR UPDATE OF l", sqlite: ""))
                """)
            guard let row else { return .unknown }
            let state = try row["state", as: LeadState.self]
            guard state.after(event, hasBegun: true) != nil else { return .refused("it is \(state.rawValue)") }
            if event != .skipped, try row.bool("waits") {
                return .refused("one of its mails waits for you: see mosaic followups")
            }
            try await session.moveLeads("id = \(lead)", event, reason: "by a person")
            if event != .skipped {
                try await session.write("UPDATE campaign_leads SET released_at = \(SQL.now) WHERE id = \(lead)")
            }
            try await session.record(
                .leadChanged, detail: "lead \(lead), \(row.string("address")): \(event.rawValue)")
            return .done
        }
    }
}
