import Correspondence
import Hummingbird
import Operations
import Outreach
import Storage
import Text

extension InterfaceRoute {
    /// Leads and jobs of campaigns.
    static let jobs: [InterfaceRoute] = [
        reading(
            "/jobs",
            "Jobs, the latest first, with sums that are null while they are counted; before=ID for older ones.",
            like: "mosaic jobs"
        ) { request, _, parts in
            let before = JobRoutes.number("before", in: request).map { JobID(rawValue: $0) }
            let jobs = try await parts.store.jobs.list(of: nil, before: before, limit: JobRoutes.page)
            return try await parts.reports(of: jobs).json
        },
        reading(
            "/jobs/{id}", "One job with what became of its leads; after=LEAD for further ones.",
            like: "mosaic jobs show ID"
        ) { request, context, parts in
            let id: JobID = try context.key()
            let after = JobRoutes.number("after", in: request).map { LeadID(rawValue: $0) }
            guard let job = try await parts.store.jobs.record(id),
                let report = try await parts.reports(of: [job]).first
            else { throw OperationFailure(.unknown, "There is no job \(id): see `mosaic jobs`.") }
            let log = try await parts.store.jobs.log(of: id, after: after, limit: JobRoutes.logPage)
            return report.adding(["log": log] as JSON)
        },
        acting(
            "/campaigns/{id}/jobs",
            "Releases a step: step, what, and where wanted force, busy, and at in UTC; without it now.",
            like: "mosaic jobs start CAMPAIGN --step STEP"
        ) { acts, context, form, store in
            let campaign = try await WholeCampaign.of(try context.key() as CampaignID, in: store)
            return try await JobForm(form).wish().perform(acts, on: campaign.campaign.name)
        },
        reading(
            "/campaigns/{id}/leads", "Leads by their keys; state=STATE for some, after=LEAD for further ones.",
            like: "mosaic leads --campaign NAME"
        ) { request, context, parts in
            let campaign = try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store).campaign
            let state = LeadState(rawValue: request.asked("state") ?? "")
            let after = JobRoutes.number("after", in: request).map { LeadID(rawValue: $0) }
            return try await parts.store.leads.list(
                of: campaign.id, in: state, after: after, limit: LeadRoutes.page
            ).json
        },
        reading("/leads/{id}", "One lead with its mails.", like: "mosaic leads show ID") { _, context, parts in
            try await LeadStory.of(try context.key(), in: parts.store).json
        },
        acting("/leads/{id}/release", "Lets a lead go on that is held or has failed.", like: "mosaic leads release ID")
        {
            acts, context, _, _ in try await acts.release(try context.key())
        },
        acting("/leads/{id}/skip", "Takes a lead out of its campaign.", like: "mosaic leads skip ID") {
            acts, context, _, _ in try await acts.skip(try context.key())
        },
        acting("/jobs/{id}/cancel", "Takes a job back: nothing of it leaves any more.", like: "mosaic jobs cancel ID") {
            acts, context, _, _ in try await acts.cancelJob(try context.key())
        },
    ]
}
