import HTTPTypes
import Hummingbird
import Operations
import Outreach
import Storage
import Text

/// Which mails of a campaign will leave when, if nobody answers: computed beside the page, on demand.
struct ForecastRoutes {
    /// The leads that a forecast at the desk looks at: they take some ten seconds of a processor.
    static let mostLeads = 100_000

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/campaigns/:id/forecast") { _, context in
            let whole = try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
            let check = try await parts.forecasts.value(of: ForecastKey(whole.campaign))
            let model: JSON = [
                "title": "Forecast of \(whole.campaign.name)", "place": "/campaigns", "id": whole.campaign.id,
                "name": whole.campaign.name, "command": "mosaic campaigns check \(whole.campaign.name.shellWord)",
                "is_counting": check == nil, "is_draft": whole.campaign.state != .active,
                "takes_jobs": whole.campaign.rules.release == .jobs, "zone": whole.campaign.rules.zone,
                "refresh": check == nil ? 5 : nil as Int?,
            ]
            return parts.pages.response(
                "forecast", model.joined(check.map { facts($0) } ?? [:]), for: try context.user())
        }
    }

    private func facts(_ check: CampaignCheck) -> JSON {
        let forecast = check.forecast
        let days = (forecast?.perDay ?? [:]).sorted { $0.key < $1.key }
        let busiest = max(1, days.map(\.value).max() ?? 1)
        return check.page(parts.shown).joined([
            "is_known": forecast != nil, "is_partial": !check.isWhole, "looked_at": check.leads.grouped,
            "finished": forecast?.finished.grouped, "unfinished": forecast.flatMap { Self.some($0.unfinished) },
            "stuck": forecast.flatMap { Self.some($0.stuck.values.reduce(0, +) + $0.withoutSender) },
            "days": days.map { day, mails in
                ["day": day.text, "count": mails.grouped, "share": mails * 100 / busiest] as JSON
            }.json, "has_days": !days.isEmpty,
        ])
    }

    private static func some(_ leads: Int) -> String? { leads == 0 ? nil : leads.of("lead", "leads") }
}

/// The campaign as it was last edited: another edit has another forecast.
struct ForecastKey: Hashable, Sendable {
    let campaign: CampaignID
    private let version: Int64

    init(_ campaign: CampaignRecord) {
        self.campaign = campaign.id
        version = campaign.version
    }
}

extension InterfaceRoute {
    static let forecast = reading(
        "/campaigns/{id}/forecast",
        """
        Which mails leave when, if nobody answers, and what would fail; null while it is computed. whole is false where \
        only the first 100,000 leads were looked at.
        """, like: "mosaic campaigns check NAME"
    ) { _, context, parts in
        let whole = try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
        return try await parts.forecasts.value(of: ForecastKey(whole.campaign))?.json ?? .null
    }
}
