import Correspondence
import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Outreach
import Storage
import Text
import Timing

/// Jobs: steps of a campaign that a person releases, and the result for each lead.
struct JobRoutes {
    /// The jobs on one page.
    static let page = 50
    /// Leads of a job's log on one page.
    static let logPage = 100

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/jobs") { request, context in
            let older = try await rows(of: nil, before: Self.number("before", in: request))
            let model: JSON = ["title": "Jobs", "place": "/jobs", "command": "mosaic jobs"]
            return parts.pages.response("jobs", model.joined(older), for: try context.user())
        }
        router.get("/campaigns/:id/jobs") { request, context in
            try await page(try await campaign(context), JobForm(), request, context)
        }
        router.post("/campaigns/:id/jobs") { request, context in try await start(request, context) }
        router.get("/jobs/:id") { request, context in try await job(request, context) }
        router.get("/jobs/:id/report.csv") { _, context in try await report(context) }
        router.post("/jobs/:id/cancel") { request, context in
            let visitor = try context.user()
            _ = try await Form(request, visitor, patience: parts.options.patience)
            let id: JobID = try context.key()
            _ = try await parts.act(as: visitor) { try await $0.cancelJob(id) }
            return Response.redirect(to: "/jobs/\(id)?done=cancelled")
        }
    }

    private func campaign(_ context: DeskContext) async throws -> WholeCampaign {
        try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
    }

    /// A page of jobs, the latest first.
    private func rows(of campaign: CampaignID?, before: Int64?) async throws -> JSON {
        let found = try await parts.store.jobs.list(
            of: campaign, before: before.map { JobID(rawValue: $0) }, limit: Self.page + 1)
        let jobs = found.prefix(Self.page)
        let totals = try await parts.jobTotals.values(of: jobs.map(\.id))
        let shown = parts.shown
        return [
            "jobs": jobs.map { shown.row($0, totals[$0.id]) }.json, "has_jobs": !jobs.isEmpty,
            "is_counting": totals.count < jobs.count, "older": found.count > Self.page ? jobs.last?.id : nil,
        ]
    }

    private func page(
        _ campaign: WholeCampaign, _ form: JobForm, _ request: Request, _ context: DeskContext, fault: String? = nil
    ) async throws -> Response {
        let jobs = try await rows(of: campaign.campaign.id, before: Self.number("before", in: request))
        let model: JSON = [
            "title": "Jobs of \(campaign.campaign.name)", "place": "/campaigns", "id": campaign.campaign.id,
            "name": campaign.campaign.name,
            "command": "mosaic jobs start \(campaign.campaign.name.shellWord) --step STEP",
            "takes_jobs": campaign.campaign.rules.release == .jobs, "fault": fault,
        ]
        return parts.pages.response(
            "campaign_jobs", model.joined(jobs).joined(form.model(steps: campaign.steps)), for: try context.user(),
            status: fault == nil ? .ok : .unprocessableContent)
    }

    /// The reason why a job cannot be made is shown beside the choices.
    private func start(_ request: Request, _ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        let form = JobForm(try await Form(request, visitor, patience: parts.options.patience))
        let campaign = try await campaign(context)
        do {
            let wish = try form.wish()
            let made = try await parts.act(as: visitor) { try await wish.perform($0, on: campaign.campaign.name) }
            guard case .int(let job)? = made.json["job"] else { return .redirect(to: "/jobs") }
            return .redirect(to: "/jobs/\(job)?done=made")
        } catch let failure as OperationFailure {
            return try await page(campaign, form, request, context, fault: failure.description)
        }
    }

    private func job(_ request: Request, _ context: DeskContext) async throws -> Response {
        let id: JobID = try context.key()
        guard let job = try await parts.store.jobs.record(id) else { throw HTTPError(.notFound) }
        let after = Self.number("after", in: request)
        let lines = try await parts.store.jobs.log(
            of: id, after: after.map { LeadID(rawValue: $0) }, limit: Self.logPage)
        let totals = try await parts.jobTotals.value(of: id)
        let sentences = [
            "made": "The job is made; mosaic run begins it at its time.",
            "cancelled": "Cancelled: nothing of it leaves any more.",
        ]
        let shown = parts.shown
        let leads = Set(lines.map(\.lead)).count
        let model = shown.row(job, totals).joined([
            "title": "Job \(id)", "place": "/jobs", "command": "mosaic jobs show \(id)",
            "done": request.asked("done").flatMap { sentences[$0] },
            "is_counting": totals == nil, "lines": lines.map(shown.row).json, "has_lines": !lines.isEmpty,
            "is_first": after == nil, "next": leads == Self.logPage ? lines.last?.lead : nil,
        ])
        return parts.pages.response("job", model, for: try context.user())
    }

    /// A stream, so that few leads are in memory at any time.
    private func report(_ context: DeskContext) async throws -> Response {
        _ = try context.user()
        let id: JobID = try context.key()
        guard try await parts.store.jobs.record(id) != nil else { throw HTTPError(.notFound) }
        let store = parts.store
        let body = ResponseBody { writer in
            try await JobReport.writeLog(of: id, in: store) { try await writer.write(ByteBuffer(bytes: $0)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: .download("job-\(id).csv"), body: body)
    }

    static func number(_ name: String, in request: Request) -> Int64? {
        request.asked(name).flatMap { Int64($0) }
    }
}
