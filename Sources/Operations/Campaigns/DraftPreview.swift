import Campaigning
import Correspondence
package import Outreach
package import Storage
import Templates

/// A mail of a campaign that is still being written, exactly as it would be sent.
package enum DraftPreview {
    /// The lead whose mail is shown.
    package enum Lead: Sendable {
        /// A row of a file, 1 for the first after the headings.
        case row(Int, of: String, renamed: [String: String])
        /// A lead in the database.
        case lead(LeadID)
        /// None: fields without a default are reported as missing.
        case nobody
    }

    /// - Throws: an ``OperationFailure`` where there is no such lead, or the draft names no known account.
    package static func of(_ draft: CampaignDraft, for lead: Lead, in store: Store) async throws -> RenderedLead {
        let whole = try await store.campaigns.trying(draft)
        guard let sender = whole.accounts.first(where: { $0.weight > 0 }) else {
            throw OperationFailure(.notReady, "Choose an account to send from.")
        }
        let known = try await self.lead(lead, in: store)
        let writer = CampaignWriter(draws: Draws(key: DrawKey(secret: try await store.instance.knownSecret() ?? [])))
        return RenderedLead(
            mails: known.people.prefix(1).flatMap { person in
                writer.mails(
                    of: whole.steps.flatMap(\.ways), to: person, of: known.id, fields: known.fields, from: sender,
                    in: whole)
            })
    }

    private static func lead(_ lead: Lead, in store: Store) async throws -> PreviewedLead {
        switch lead {
        case .nobody:
            return PreviewedLead(
                id: LeadID(rawValue: 1),
                people: [
                    CampaignWriter.Addressee(address: EmailAddress("somebody@example.com")!, fields: "{}")
                ], fields: "{}")
        case .lead(let id):
            let record = try await LeadStory.of(id, in: store).lead
            return PreviewedLead(
                id: id,
                people: record.people.map { CampaignWriter.Addressee(address: $0.address, fields: $0.fields) },
                fields: record.fields)
        case .row(let number, let path, let renamed):
            let own = Set(try await store.accounts.all().map(\.address.key))
            guard let row = try LeadFile(path, renamed: renamed, own: own).lead(atRow: number) else {
                throw OperationFailure(.unknown, "Row \(number) of the file makes no lead: choose another row.")
            }
            return PreviewedLead(
                id: LeadID(rawValue: Int64(number)),
                people: row.people.map { CampaignWriter.Addressee(address: $0.address, fields: $0.fields) },
                fields: row.fields)
        }
    }
}

/// The part of a lead that a preview needs.
struct PreviewedLead {
    let id: LeadID
    let people: [CampaignWriter.Addressee]
    let fields: String
}
