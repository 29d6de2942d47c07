import HTTPTypes
import Hummingbird
import Operations
import Outreach
import Storage
import Text

/// Campaigns: a list, one of them, start and pause.
struct CampaignRoutes {
    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/campaigns") { _, context in
            let reports = try await CampaignReport.all(in: parts.store)
            let model: JSON = [
                "title": "Campaigns", "place": "/campaigns", "command": "mosaic campaigns",
                "campaigns": reports.map(parts.shown.row).json, "has_campaigns": !reports.isEmpty,
            ]
            return parts.pages.response("campaigns", model, for: try context.user())
        }
        router.get("/campaigns/:id") { request, context in
            try await campaign(context, isDone: request.uri.queryParameters["done"] != nil)
        }
        router.post("/campaigns/:id/:act") { request, context in
            let visitor = try context.user()
            _ = try await Form(request, visitor, patience: parts.options.patience)
            let name = try await report(context).campaign.name
            switch context.parameters.get("act") {
            case "start": _ = try await parts.act(as: visitor) { try await $0.start(name) }
            case "pause": _ = try await parts.act(as: visitor) { try await $0.pauseCampaign(name) }
            default: throw HTTPError(.notFound)
            }
            return Response.redirect(to: "/campaigns/\(context.parameters.get("id") ?? "")?done=1")
        }
    }

    private func report(_ context: DeskContext) async throws -> CampaignReport {
        try await CampaignReport.of(try context.key(), in: parts.store)
    }

    private func campaign(_ context: DeskContext, isDone: Bool) async throws -> Response {
        let report = try await report(context)
        let done: String? = isDone ? "Done." : nil
        let states = LeadState.allCases.compactMap { state in
            report.counts.leads[state].map { ["name": state.rawValue.words, "count": $0.grouped] as JSON }
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
        let model = parts.shown.row(report).joined([
            "title": report.campaign.name, "place": "/campaigns",
            "command": "mosaic campaigns show \(report.campaign.name)", "lead_states": states.json,
            "step_counts": steps.json, "variants": variants.json, "has_variants": !variants.isEmpty,
            "started": parts.shown.time(report.campaign.startedAt), "done": done,
        ])
        return parts.pages.response("campaign", model, for: try context.user())
    }
}
