import Operations
import Storage
import Text

/// Records with sums over many rows, which are counted beside the requests that ask for them.
extension DeskParts {
    /// All campaigns, by name.
    func campaignReports() async throws -> JSON {
        let list = try await store.campaigns.list()
        let counts = try await campaignCounts.values(of: list.map(\.id))
        var reports: [JSON] = []
        for campaign in list {
            guard let whole = try await store.campaigns.whole(campaign.id) else { continue }
            let results = try await results(of: whole)
            let report = CampaignReport(whole, counts: counts[campaign.id] ?? .nothing, results: results ?? [:])
            var uncounted = counts[campaign.id] == nil ? CampaignReport.sums : []
            if results == nil { uncounted.insert("steps") }
            reports.append(report.json.uncounted(uncounted))
        }
        return reports.json
    }

    func reports(of jobs: [JobRecord]) async throws -> [JSON] {
        let totals = try await jobTotals.values(of: jobs.map(\.id))
        return jobs.map { job in
            guard let totals = totals[job.id] else {
                return JobReport(job: job, totals: [:]).json.uncounted(["total", "totals"])
            }
            return JobReport(job: job, totals: totals).json
        }
    }
}

extension CampaignReport {
    /// The members of its JSON that are sums over its rows.
    fileprivate static let sums: Set = [
        "leads", "mails_sent", "mails_sent_last_24h", "mails_planned", "drafts", "replies", "mails_per_step",
    ]
}

extension JSON {
    /// The same with null in these members.
    fileprivate func uncounted(_ names: Set<String>) -> JSON {
        .object((members ?? []).map { names.contains($0.key) ? Member(key: $0.key, value: .null) : $0 })
    }
}
