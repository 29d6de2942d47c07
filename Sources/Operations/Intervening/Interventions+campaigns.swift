import Campaigning
import Correspondence
import Outreach
package import Storage
import Text

extension Interventions {
    /// Creates a campaign from a draft, or edits it, even while it runs.
    ///
    /// - Parameter basis: what the draft's writer has seen; refused where that is no longer so.
    package func apply(_ draft: CampaignDraft, over basis: DraftBasis) async throws -> Acknowledgement {
        guard ZoneFolder.zone(named: draft.rules.zone) != nil else {
            throw OperationFailure(.unknown, "Nothing was changed: \(CampaignCheck.unknownZone(draft.rules.zone)).")
        }
        let applied = try await store.campaigns.apply(draft, over: basis)
        if let refusal = applied.refusal { throw refusal.failure(of: draft) }
        let what = applied.isNew ? "was made, a draft" : "is now at version \(applied.version)"
        return Acknowledgement(
            "Campaign \(draft.name) \(what).",
            ["campaign": draft.name, "id": applied.campaign, "version": applied.version])
    }

    /// Starts a campaign, if its check finds no fault.
    package func start(_ name: String) async throws -> Acknowledgement {
        let whole = try await WholeCampaign.of(name, in: store)
        guard whole.campaign.rules.release == .time else {
            throw OperationFailure(
                .refused, "Its steps are released by jobs: mosaic jobs start \(whole.campaign.name) --step STEP")
        }
        let check = try await CampaignCheck.of(whole, in: store, depth: .start)
        guard check.isGood else {
            throw OperationFailure(
                .refused, "Campaign \(whole.campaign.name) was not started.\n" + check.faults.joined(separator: "\n"))
        }
        try await change(whole.campaign, .started, reason: nil)
        let lacking =
            check.unwritable == 0
            ? ""
            : " \(check.unwritable) of its first \(check.leads) leads lack values and will wait: `mosaic campaigns check`."
        return Acknowledgement(
            "Campaign \(whole.campaign.name) is active; `mosaic run` sends it.\(lacking)",
            ["campaign": whole.campaign.name])
    }

    /// Pauses a campaign: once this is committed, none of its mails is permitted to leave.
    package func pauseCampaign(_ name: String, reason: String? = nil) async throws -> Acknowledgement {
        let whole = try await WholeCampaign.of(name, in: store)
        guard whole.campaign.rules.release == .time else {
            throw OperationFailure(
                .refused, "Its steps are released by jobs: mosaic jobs cancel JOB (see `mosaic jobs`)")
        }
        try await change(whole.campaign, .paused, reason: reason ?? "by a person")
        return Acknowledgement(
            "Campaign \(whole.campaign.name) is paused: nothing of it leaves any more.",
            ["campaign": whole.campaign.name])
    }

    /// Ends a campaign for good; nothing starts it again.
    package func archive(_ name: String, reason: String? = nil) async throws -> Acknowledgement {
        let campaign = try await WholeCampaign.of(name, in: store).campaign
        guard let ended = try await store.campaigns.archive(campaign.id, reason: reason ?? "by a person") else {
            throw OperationFailure(.unknown, "There is no campaign \(campaign.id): see `mosaic campaigns`.")
        }
        let leads = ended == 1 ? "1 lead ends" : "\(ended) leads end"
        return Acknowledgement(
            "Campaign \(campaign.name) is archived for good: nothing of it leaves any more, and \(leads) by it. "
                + "Replies to what was sent are still read and answered.",
            ["campaign": campaign.name, "leads": ended])
    }

    /// Lets all leads of a campaign begin anew that have got nothing yet, and says what becomes of the others.
    package func reset(_ name: String) async throws -> Acknowledgement {
        let campaign = try await WholeCampaign.of(name, in: store).campaign
        let reset = try await store.leads.carryOut(.reset, LeadSelection(), of: campaign.id)
        let others = try await store.campaigns.counts(of: campaign.id).allLeads - reset
        let begin =
            reset == 1
            ? "1 lead of campaign \(campaign.name) begins" : "\(reset) leads of campaign \(campaign.name) begin"
        let rest = "\(others) stay\(others == 1 ? "s" : "") as \(others == 1 ? "it is" : "they are")"
        let why =
            others == 0
            ? ""
            : " \(rest): they have had a mail of it, and nobody gets a step twice, or an answer has ended them. "
                + "Something new to say is a new campaign: mosaic campaigns clone \(campaign.name) NAME"
        return Acknowledgement(
            "\(begin) anew.\(why)", ["campaign": campaign.name, "reset": reset, "others": others])
    }

    /// Makes a new campaign, a draft, that says what another one says.
    ///
    /// - Parameter movingLeads: whether those who have got nothing of the other one go over to it.
    package func clone(
        _ name: String, as new: String, movingLeads: Bool = false
    ) async throws -> Acknowledgement {
        let whole = try await WholeCampaign.of(name, in: store)
        var draft = whole.draft
        draft.name = new
        guard !draft.senders.isEmpty else {
            throw OperationFailure(.refused, "Campaign \(whole.campaign.name) has no account that takes new leads.")
        }
        _ = try await apply(draft, over: .new)
        let copy = try await WholeCampaign.of(new, in: store).campaign
        let moved = movingLeads ? try await store.leads.move(from: whole.campaign, to: copy.id) : 0
        let people = movingLeads ? " \(moved) lead\(moved == 1 ? "" : "s") that had got nothing went over to it." : ""
        return Acknowledgement(
            "Campaign \(new) was made, a draft that says what \(whole.campaign.name) says.\(people)",
            ["campaign": new, "id": copy.id, "from": whole.campaign.name, "leads": moved])
    }

    /// Says which variant of a step is the best: leads that have drawn none yet get it.
    package func setWinner(_ variant: String, of step: String, in name: String) async throws -> Acknowledgement {
        let whole = try await WholeCampaign.of(name, in: store)
        guard let record = whole.steps.first(where: { $0.name == step }),
            let winner = record.openVariants.first(where: { $0.name == variant }),
            try await store.campaigns.setWinner(winner.variant.id, of: record.step.id, in: whole.campaign)
        else {
            throw OperationFailure(
                .unknown,
                """
                Campaign \(whole.campaign.name) has no step "\(step)" with a variant "\(variant)": see `mosaic campaigns show`.
                """)
        }
        return Acknowledgement(
            "Leads that have no variant of step \(step) yet get \(variant). The others keep theirs.",
            ["campaign": whole.campaign.name, "step": step, "winner": variant])
    }

    private func change(_ campaign: CampaignRecord, _ event: CampaignEvent, reason: String?) async throws {
        guard try await store.campaigns.change(campaign.id, event, reason: reason) else {
            throw OperationFailure(
                .refused, "Campaign \(campaign.name) is \(campaign.state.rawValue): nothing was changed.")
        }
    }
}
