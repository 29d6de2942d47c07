import Campaigning
package import Correspondence
import Outreach
import Storage
package import Text

/// The values that the next mail to somebody is written with: those of the lead, the sender and the step.
package struct LeadValues: Sendable, Hashable {
    package let address: EmailAddress
    package let step: String
    /// The lead's account; the campaign's first that takes new leads, as long as it has none.
    package let from: EmailAddress
    package let values: JSON

    /// Of each of its people who has a step to come.
    static func all(of lead: LeadRecord, in store: Store) async throws -> [LeadValues] {
        guard let whole = try await store.campaigns.whole(lead.campaign) else { return [] }
        let sender = whole.accounts.first { $0.address == lead.account } ?? whole.accounts.first { $0.weight > 0 }
        guard let sender else { return [] }
        return lead.people.compactMap { person in
            let last = whole.steps.firstIndex { $0.name == person.lastStep }
            guard let step = whole.steps.dropFirst(last.map { $0 + 1 } ?? 0).first(where: { !$0.step.isRetired }) else {
                return nil
            }
            let addressee = CampaignWriter.Addressee(address: person.address, fields: person.fields)
            return LeadValues(
                address: person.address, step: step.name, from: sender.address,
                values: CampaignWriter.known(
                    to: addressee, of: step, fields: lead.fields, from: sender, in: whole.campaign))
        }
    }
}

extension LeadValues: JSONConvertible {
    package var json: JSON { ["address": address, "step": step, "from": from, "values": values] }
}
