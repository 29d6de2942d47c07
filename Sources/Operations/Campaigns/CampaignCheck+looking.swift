import Campaigning
import Outreach
import Storage
import Templates

/// The checks of everything but the mails themselves.
extension CampaignCheck {
    /// A value that an account lacks stops all of its leads.
    mutating func look(at accounts: [CampaignAccount], of whole: WholeCampaign, _ writer: CampaignWriter) {
        for account in accounts where account.weight > 0 {
            let lacking = CampaignWriter.lacking(account)
            for need in Need.all(of: account) {
                let missing = lacking.intersection(need.names)
                guard !missing.isEmpty else { continue }
                let steps = whole.steps.filter { !$0.step.isRetired && writer.needs(missing, for: $0.template) }
                    .map(\.name)
                if !steps.isEmpty {
                    let needs = steps.count == 1 ? "needs" : "need"
                    faults.append(
                        "\(account.address) has no \(need.what), which \(steps.joined(separator: " and ")) \(needs): \(need.remedy)"
                    )
                }
            }
        }
    }

    /// The fields of an account that texts use.
    private struct Need {
        let names: Set<String>
        let what: String
        let remedy: String

        static func all(of account: CampaignAccount) -> [Need] {
            let setting = "set GMAIL_ACCOUNT_n_NAME and run mosaic once, or write {{ sender_name | default(\"…\") }}"
            let isNamed = account.displayName != nil
            let names: Set = ["sender_name", "sender_first_name", "sender_last_name"]
            return [
                Need(
                    names: isNamed ? ["sender_last_name"] : names, what: isNamed ? "last name" : "name", remedy: setting
                ),
                Need(
                    names: [MailTemplate.signatureField], what: "signature",
                    remedy: "give the account one in the campaign's file, or take {{ account_signature }} out"),
            ]
        }
    }

    /// A campaign whose leads have all ended differs from one that never had any.
    mutating func lookForLeads(in store: Store) async throws {
        guard leads == 0 else { return }
        let more = "mosaic leads import FILE.csv --campaign \(campaign.name.shellWord)"
        let hasAny = try await !store.leads.list(of: campaign.id, limit: 1).isEmpty
        faults.append(
            hasAny
                ? """
                None of its leads may get more mail: each has come to its end, or waits for you (mosaic campaigns progress \
                \(campaign.name.shellWord)). New people: \(more)
                """ : "It has no leads: \(more)")
    }

    /// Such a text has words for a missing value, so nothing else would reveal a misspelt name.
    ///
    /// - Parameter most: the number of leads to look at; nil: all.
    mutating func lookForFields(
        of whole: WholeCampaign, in store: Store, _ writer: CampaignWriter, atMost most: Int?
    ) async throws {
        guard leads > 0 else { return }
        let steps = whole.steps.filter { !$0.step.isRetired }
        let own = CampaignWriter.ownFields.union([MailTemplate.signatureField])
        let asked = Set(steps.flatMap { writer.optionalFields(of: $0.template) })
            .subtracting(own)
        let missing = try await store.leads.fieldsOfNobody(among: asked.sorted(), in: campaign.id, most: most)
        guard !missing.isEmpty else { return }
        let sample = try await store.leads.list(of: campaign.id, limit: 20)
        let known = Set(
            sample.flatMap { [$0.fields] + $0.people.map(\.fields) }.flatMap(LeadValueNames.names))
        for name in missing {
            let near = NearestNames.to(name, among: known.sorted()).first
            let users = steps.filter { writer.optionalFields(of: $0.template).contains(name) }
            warnings.append(
                "\(users.map(\.name).joined(separator: ", ")) asks for \(name), which none of its leads has"
                    + (near.map { ": did you mean \($0)?" } ?? ""))
        }
    }
}

extension CampaignCheck {
    /// The next possible step, as a sentence; nil where a fault prevents it.
    package var verdict: String? {
        guard isGood else { return nil }
        if campaign.rules.release == .jobs {
            return campaign.job.map { "Job \($0) of it runs: mosaic jobs show \($0)" }
                ?? "Nothing keeps its steps from being released: mosaic jobs start \(campaign.name) --step STEP"
        }
        switch campaign.state {
        case .draft: return "Nothing keeps it from being started: mosaic campaigns start \(campaign.name)"
        case .paused: return "It is paused, and nothing keeps it from going on: mosaic campaigns start \(campaign.name)"
        case .completed:
            return "It was completed, and has leads again: mosaic campaigns start \(campaign.name)"
        case .active: return "It is active, and nothing stands in its way."
        case .archived: return nil
        }
    }
}
