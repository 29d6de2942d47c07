import HTTPTypes
import Hummingbird
import NIOCore
import Operations
import Outreach
import Storage
import Text

/// Campaigns: a list, one of them with what it waits for, and the acts on it.
struct CampaignRoutes {
    /// Campaigns on one page.
    static let page = 50

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/campaigns") { request, context in
            try await campaigns(after: request.asked("after"), context)
        }
        router.get("/campaigns/:id") { request, context in
            try await campaign(context, done: request.asked("done"))
        }
        router.get("/campaigns/:id/file.yaml") { _, context in
            let whole = try await whole(context)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/yaml; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"campaign-\(whole.campaign.id).yaml\"",
                ], body: .init(byteBuffer: ByteBuffer(string: try CampaignFile.yaml(of: whole.draft))))
        }
        router.post("/campaigns/:id/:act") { request, context in try await act(request, context) }
    }

    private func act(_ request: Request, _ context: DeskContext) async throws -> Response {
        let visitor = try context.user()
        let form = try await Form(request, visitor, patience: parts.options.patience)
        guard let act = context.parameters.get("act").flatMap(CampaignAct.init) else { throw HTTPError(.notFound) }
        let campaign = try await whole(context).campaign
        let told = try await parts.act(as: visitor) { try await act.perform($0, on: campaign.name, form) }
        // A clone is a campaign of its own.
        let shown: JSON = act == .clone ? told.json["id"] ?? campaign.id.json : campaign.id.json
        return .redirect(to: "/campaigns/\(shown)?done=\(act.rawValue)")
    }

    private func campaigns(after: String?, _ context: DeskContext) async throws -> Response {
        let found = try await parts.store.campaigns.page(after: after, limit: Self.page + 1)
        let campaigns = found.prefix(Self.page)
        let ids = campaigns.map(\.campaign.id)
        let counts = try await parts.campaignCounts.values(of: ids)
        let going = campaigns.filter(\.campaign.isGoing).map(\.campaign.id)
        let outlooks = try await parts.outlooks.values(of: going)
        let isCounting = counts.count < ids.count || outlooks.count < going.count
        let model: JSON = [
            "title": "Campaigns", "place": "/campaigns", "command": "mosaic campaigns",
            "campaigns": campaigns.map { whole in
                parts.shown.row(whole, counts[whole.campaign.id]).joined(
                    parts.shown.facts(of: outlooks[whole.campaign.id]))
            }.json,
            "has_campaigns": !campaigns.isEmpty,
            "is_counting": isCounting,
            "next_page": found.count > Self.page ? campaigns.last?.campaign.name.formQuery : nil,
        ]
        return parts.pages.response("campaigns", model, for: try context.user())
    }

    private func whole(_ context: DeskContext) async throws -> WholeCampaign {
        try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
    }

    private func campaign(_ context: DeskContext, done: String?) async throws -> Response {
        let whole = try await whole(context)
        let counts = try await parts.campaignCounts.value(of: whole.campaign.id)
        let results = try await parts.results(of: whole)
        let outlook = try await whole.campaign.isGoing ? parts.outlooks.value(of: whole.campaign.id) : nil
        let isCounting = counts == nil || results == nil || (outlook == nil && whole.campaign.isGoing)
        let report = CampaignReport(whole, counts: counts ?? .nothing, results: results ?? [:])
        let variants = CampaignPage(report: report).variants
        let model = parts.shown.row(whole, counts).joined(parts.shown.facts(of: outlook)).joined(
            CampaignPage(report: report).model
        ).joined([
            "title": report.campaign.name, "place": "/campaigns",
            "is_counting": isCounting,
            "command": "mosaic campaigns show \(report.campaign.name.shellWord)",
            "variants": variants.json, "has_variants": results != nil && !variants.isEmpty,
            "started": parts.shown.time(report.campaign.startedAt), "done": done.flatMap(CampaignAct.init)?.done,
        ])
        return parts.pages.response("campaign", model, for: try context.user())
    }
}
