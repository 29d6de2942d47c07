import Outreach
package import Storage
import Templates
package import Text

extension CampaignWriter {
    /// Every value that the texts of a step find for somebody, by name: the lead's and the person's own, and those of the
    /// sender, the campaign and the step.
    ///
    /// - Parameter fields: the lead's own, a JSON object.
    package static func known(
        to person: Addressee, of step: CampaignStepRecord, fields: String, from sender: CampaignAccount,
        in campaign: CampaignRecord
    ) -> JSON {
        let people = values(fields).merging(values(person.fields))
        let all = self.fields(people, person.address, sender, campaign, step).values
        return .object(all.sorted { $0.key < $1.key }.map { JSON.Member(key: $0.key, value: $0.value.json) })
    }
}

extension TemplateValue {
    fileprivate var json: JSON {
        switch self {
        case .none, .undefined: .null
        case .bool(let flag): .bool(flag)
        case .integer(let number): .int(Int64(number))
        case .double(let number): .double(number)
        case .string(let text), .markup(let text): .string(text)
        case .list(let items): .array(items.map(\.json))
        case .dictionary(let members):
            .object(members.sorted { $0.key < $1.key }.map { JSON.Member(key: $0.key, value: $0.value.json) })
        }
    }
}
