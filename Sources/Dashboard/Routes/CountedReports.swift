import Operations
import Storage
import Text

/// Records with sums over many rows, which are counted beside the requests that ask for them.
extension DeskParts {
    /// A page of campaigns, by name.
    func campaignReports(after name: String?) async throws -> JSON {
        var reports: [JSON] = []
        for whole in try await store.campaigns.page(after: name, limit: CampaignRoutes.page) {
            reports.append(try await report(of: whole))
        }
        return reports.json
    }

    func report(of whole: WholeCampaign, outlook: CampaignOutlook = .unknown) async throws -> JSON {
        let counts = try await campaignCounts.value(of: whole.campaign.id)
        let results = try await results(of: whole)
        var uncounted = counts == nil ? CampaignReport.sums : []
        if results == nil { uncounted.insert("steps") }
        return CampaignReport(whole, counts: counts ?? .nothing, results: results ?? [:], outlook: outlook).json
            .uncounted(uncounted)
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
        "leads", "mails_sent", "mails_sent_last_24h", "mails_planned", "drafts", "replies", "harms", "mails_per_step",
    ]
}

extension JSON {
    /// The same with null in these members.
    fileprivate func uncounted(_ names: Set<String>) -> JSON {
        .object((members ?? []).map { names.contains($0.key) ? Member(key: $0.key, value: .null) : $0 })
    }
}
