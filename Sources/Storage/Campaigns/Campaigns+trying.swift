import Correspondence
import Database
import Outreach
import Timing

extension Campaigns {
    /// The campaign as it would be if the draft were applied, for previews. Nothing is written; its keys belong to no row.
    ///
    /// Accounts that the database does not know are left out.
    package func trying(_ draft: CampaignDraft) async throws -> WholeCampaign {
        let rows = try await database.rows(
            "SELECT id, address, display_name FROM accounts WHERE address \(in: draft.senders.map(\.address.key))")
        let known = try rows.reduce(into: [String: (AccountID, String?)]()) {
            $0[try $1.string("address")] = (try $1["id", as: AccountID.self], try $1.optionalString("display_name"))
        }
        let accounts = draft.senders.compactMap { sender in
            known[sender.address.key].map { id, name in
                CampaignAccount(
                    account: id, address: sender.address, displayName: name, weight: sender.weight,
                    dailyLimit: sender.dailyLimit, signature: sender.signature)
            }
        }
        let steps = draft.steps.enumerated().map { CampaignStepRecord(trying: $1, at: $0 + 1) }
        let campaign = CampaignRecord(
            id: CampaignID(rawValue: 0), name: draft.name, sequence: SequenceID(rawValue: 0), state: .draft,
            reason: nil, version: 0, rules: draft.rules, startedAt: nil, resumedAt: nil,
            createdAt: Timestamp(microsecondsSince1970: 0), job: nil)
        return WholeCampaign(campaign: campaign, accounts: accounts, steps: steps)
    }
}

extension WholeCampaign {
    /// The draft last applied, for editing. Accounts that get no new leads and retired steps are left out.
    package var draft: CampaignDraft {
        CampaignDraft(
            name: campaign.name, rules: campaign.rules,
            senders: accounts.filter { $0.weight > 0 }.map {
                CampaignDraft.Sender(
                    $0.address, weight: $0.weight, dailyLimit: $0.dailyLimit, signature: $0.signature)
            },
            steps: steps.filter { !$0.step.isRetired }.map(\.draft))
    }
}

extension CampaignStepRecord {
    /// Its keys, and those of its variants, belong to no row.
    fileprivate init(trying step: CampaignDraft.Step, at position: Int) {
        func template(_ name: String, _ subject: String?, _ text: String?, _ html: String?) -> TemplateRecord {
            TemplateRecord(
                id: TemplateID(rawValue: 0), name: name, version: 0, subject: subject, text: text, html: html)
        }
        self.init(
            step: CampaignStep(id: StepID(rawValue: Int64(position)), delay: step.delay), name: step.name,
            position: position, template: template(step.name, step.subject, step.text, step.html))
        variants = step.variants.enumerated().map { index, variant in
            StepVariantRecord(
                variant: StepVariant(id: VariantID(rawValue: Int64(index + 1)), weight: variant.weight),
                name: variant.name, template: template(variant.name, variant.subject, variant.text, variant.html))
        }
    }

    fileprivate var draft: CampaignDraft.Step {
        let variants = openVariants.map { open in
            CampaignDraft.Variant(
                name: open.name, weight: open.variant.weight, subject: open.template.subject,
                text: open.template.text, html: open.template.html)
        }
        let words = openVariants.first?.template ?? template
        return CampaignDraft.Step(
            name: name, delay: step.delay, subject: words.subject, text: words.text, html: words.html,
            variants: variants, trial: trial?.leads)
    }
}
