import HTTPTypes
import Hummingbird
import Operations
import Outreach
import Storage
import Text

/// Faults and forecast of a campaign: the page before its start.
struct CheckRoutes {
    /// The most leads whose mails are all written while somebody waits; beyond it, `mosaic campaigns check` writes all.
    static let mostWritten = 2_000

    let parts: DeskParts

    func add(to router: Router<DeskContext>) {
        router.get("/campaigns/:id/check") { request, context in
            let whole = try await WholeCampaign.of(try context.key() as CampaignID, in: parts.store)
            let counts = try await parts.campaignCounts.value(of: whole.campaign.id)
            let report = CampaignReport(whole, counts: counts ?? .nothing)
            let isWhole = counts.map { $0.allLeads <= Self.mostWritten } ?? false
            let check = try await CampaignCheck.of(
                report.whole, in: parts.store, depth: isWhole ? .everything : .start)
            let done: String? =
                request.asked("imported").flatMap { Int($0) }.map { "\($0.of("lead", "leads")) imported." }
                ?? request.asked("done").map { _ in "Kept." }
            let model = parts.shown.row(whole, counts).joined(check.page(parts.shown)).joined([
                "title": "Check of \(report.campaign.name)", "takes_jobs": report.campaign.rules.release == .jobs,
                "place": "/campaigns", "is_whole": isWhole,
                "command": "mosaic campaigns check \(report.campaign.name.shellWord)", "done": done,
                "imports": try await imports(of: report.campaign.id).json,
                "from_count": report.whole.accounts.count { $0.weight > 0 }.of("account", "accounts"),
                "good": check.isGood, "mails_each": Self.upTo(report.whole.steps.count { !$0.step.isRetired }),
            ])
            return parts.pages.response("check", model, for: try context.user())
        }
    }

    private static func upTo(_ mails: Int) -> String { mails == 1 ? "1 mail each" : "up to \(mails) mails each" }

    private func imports(of campaign: CampaignID) async throws -> [JSON] {
        try await parts.store.imports.list(of: campaign, limit: 5).map { record in
            [
                "name": record.fileName, "at": parts.shown.time(record.createdAt),
                "added": record.progress.added.of("lead", "leads"),
                "faulty": record.progress.faulty == 0 ? nil : record.progress.faulty.of("row", "rows") as String?,
                "is_running": record.state == .running,
            ]
        }
    }
}

extension CampaignCheck {
    func page(_ shown: Shown) -> JSON {
        [
            "faults": faults.map { ["sentence": $0] as JSON }, "has_faults": !faults.isEmpty,
            "warnings": warnings.map { ["sentence": $0] as JSON }, "people": leads.of("person", "people"),
            "unwritable": unwritable == 0 ? nil : unwritable.grouped as String?,
            "examples": examples.map {
                ["lead": $0.lead, "address": $0.address, "step": $0.step, "problem": $0.problem] as JSON
            },
            "first": shown.time(forecast?.firstAt), "last": shown.time(forecast?.lastAt),
            "mails": forecast?.count.grouped,
        ]
    }
}
