import HTTPTypes
import Hummingbird
import Operations
import Outreach
import Storage
import Text

/// Campaigns: a list, one of them, start, pause and archive.
struct CampaignRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/campaigns") { _, context in
            try await campaigns(context)
        }
        router.get("/campaigns/:id") { request, context in
            try await campaign(context, isDone: request.asked("done") != nil)
        }
        router.post("/campaigns/:id/:act") { request, context in
            let visitor = try context.user()
            _ = try await Form(request, visitor, patience: parts.options.patience)
            let name = try await whole(context).campaign.name
            switch context.parameters.get("act") {
            case "start": _ = try await parts.act(as: visitor) { try await $0.start(name) }
            case "pause": _ = try await parts.act(as: visitor) { try await $0.pauseCampaign(name) }
            case "archive": _ = try await parts.act(as: visitor) { try await $0.archive(name) }
            default: throw HTTPError(.notFound)
            }
            return Response.redirect(to: "/campaigns/\(context.parameters.get("id") ?? "")?done=1")
        }
    }

    private func campaigns(_ context: DeskContext) async throws -> Response {
        let list = try await parts.store.campaigns.list()
        let counts = try await parts.campaignCounts.values(of: list.map(\.id))
        var rows: [JSON] = []
        for campaign in list {
            guard let whole = try await parts.store.campaigns.whole(campaign.id) else { continue }
            rows.append(parts.shown.row(whole, counts[campaign.id]))
        }
        let model: JSON = [
            "title": "Campaigns", "place": "/campaigns", "command": "mosaic campaigns", "campaigns": rows.json,
            "has_campaigns": !rows.isEmpty, "is_counting": counts.count < list.count,
        ]
        return parts.pages.response("campaigns", model, for: try context.user())
    }

    private func whole(_ context: DeskContext) async throws -> WholeCampaign {
        try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
    }

    private func campaign(_ context: DeskContext, isDone: Bool) async throws -> Response {
        let whole = try await whole(context)
        let counts = try await parts.campaignCounts.value(of: whole.campaign.id)
        let results = try await parts.results(of: whole)
        let isCounting = counts == nil || results == nil
        let report = CampaignReport(whole, counts: counts ?? .nothing, results: results ?? [:])
        let done: String? = isDone ? "Done." : nil
        let states = LeadState.allCases.compactMap { state in
            report.counts.leads[state].map {
                ["name": state.rawValue.words, "value": state.rawValue, "count": $0.grouped] as JSON
            }
        }
        let steps = report.counts.perStep.map { ["name": $0.name, "count": $0.mails.grouped] as JSON }
        let variants = report.whole.steps.flatMap { step in
            report.variants(of: step).map { line in
                let stands = line.record.variant.isRetired ? "taken away" : "weight \(line.record.variant.weight)"
                return [
                    "name": "\(step.name)/\(line.record.name)", "finding": line.result.finding,
                    "stands": line.record.variant.hasWon ? "the best" : stands,
                ] as JSON
            }
        }
        let hours = report.campaign.rules.hours.text
        let model = parts.shown.row(whole, counts).joined([
            "title": report.campaign.name, "place": "/campaigns", "is_counting": isCounting,
            "open_hours": hours.isEmpty ? "every hour of the week" : hours,
            "takes_jobs": report.campaign.rules.release == .jobs,
            "command": "mosaic campaigns show \(report.campaign.name.shellWord)", "lead_states": states.json,
            "step_counts": steps.json, "variants": variants.json,
            "has_variants": results != nil && !variants.isEmpty,
            "started": parts.shown.time(report.campaign.startedAt), "done": done,
        ])
        return parts.pages.response("campaign", model, for: try context.user())
    }
}
