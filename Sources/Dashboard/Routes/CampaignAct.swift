import Hummingbird
import Operations
import Outreach
import Storage
import Text

/// The acts on a campaign; each has a command that does the same.
enum CampaignAct: String, CaseIterable {
    case start, pause, archive, clone, winner

    /// The result of an act.
    var done: String {
        switch self {
        case .start: "It is active: mosaic run sends it."
        case .pause: "Paused: nothing of it leaves any more."
        case .archive: "Archived for good: nothing of it leaves any more."
        case .clone: "This is the new one: a draft that says the same."
        case .winner: "Leads that have drawn nothing yet get it."
        }
    }

    func perform(_ acts: Interventions, on campaign: String, _ form: Form) async throws -> Acknowledgement {
        switch self {
        case .start: return try await acts.start(campaign)
        case .pause: return try await acts.pauseCampaign(campaign)
        case .archive: return try await acts.archive(campaign)
        case .clone:
            let name = form["name"].trimmed
            guard !name.isEmpty, name.count <= 80 else {
                throw OperationFailure(.unusable, "The new campaign's name has 1 to 80 characters.")
            }
            return try await acts.clone(campaign, as: name, movingLeads: !form["move_leads"].isEmpty)
        case .winner: return try await acts.setWinner(form["variant"], of: form["step"], in: campaign)
        }
    }
}

extension CampaignAct {
    var summary: String {
        switch self {
        case .start: "Lets a campaign's mails leave, if its check finds no fault."
        case .pause: "Holds a campaign: nothing of it leaves any more, at once."
        case .archive: "Ends a campaign for good."
        case .clone: "Makes a new draft that says the same: name, and where wanted move_leads=1."
        case .winner: "Says which variant of a step is the best: step, variant."
        }
    }

    var command: String {
        switch self {
        case .start: "mosaic campaigns start NAME"
        case .pause: "mosaic campaigns pause NAME"
        case .archive: "mosaic campaigns archive NAME"
        case .clone: "mosaic campaigns clone NAME NEW"
        case .winner: "mosaic campaigns winner NAME --step STEP --variant VARIANT"
        }
    }
}

extension InterfaceRoute {
    /// One campaign, and what can be done about it.
    static let campaigns: [InterfaceRoute] =
        [
            reading(
                "/campaigns/{id}", "One campaign with the sums of its rows, what it waits for and its next mail.",
                like: "mosaic campaigns show NAME"
            ) { _, context, parts in
                let whole = try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
                return try await parts.report(
                    of: whole, outlook: parts.outlooks.value(of: whole.campaign.id) ?? .unknown)
            }
        ]
        + CampaignAct.allCases.map { act in
            acting("/campaigns/{id}/\(act.rawValue)", act.summary, like: act.command) { acts, context, form, store in
                let whole = try await WholeCampaign.of(try context.key() as CampaignID, in: store)
                return try await act.perform(acts, on: whole.campaign.name, form)
            }
        }
}
