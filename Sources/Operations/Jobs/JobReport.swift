import CSV
import Correspondence
package import Outreach
package import Storage
package import Text
import Timing

/// A job with the results for its leads.
package struct JobReport: Sendable {
    /// Leads read at a time.
    private static let page = 500
    /// The column that identifies a report, so that it is not taken for a list of people.
    static let mark = "mosaic_report"

    package let job: JobRecord
    package let totals: [JobLogStatus: Int]

    package init(job: JobRecord, totals: [JobLogStatus: Int]) {
        self.job = job
        self.totals = totals
    }

    package var total: Int { totals.values.reduce(0, +) }

    /// - Throws: an ``OperationFailure`` when there is no job with this number.
    package static func of(_ id: JobID, in store: Store) async throws -> JobReport {
        guard let job = try await store.jobs.record(id) else {
            throw OperationFailure(.unknown, "There is no job \(id): see `mosaic jobs`.")
        }
        return JobReport(job: job, totals: try await store.jobs.totals(of: id))
    }

    /// The latest first.
    package static func all(
        of campaign: CampaignID? = nil, before: JobID? = nil, limit: Int, in store: Store
    ) async throws -> [JobReport] {
        var reports: [JobReport] = []
        for job in try await store.jobs.list(of: campaign, before: before, limit: limit) {
            reports.append(JobReport(job: job, totals: try await store.jobs.totals(of: job.id)))
        }
        return reports
    }

    /// Writes its log as CSV, page by page.
    ///
    /// - Parameter write: called with the bytes, in order.
    package static func writeLog(
        of job: JobID, in store: Store, to write: ([UInt8]) async throws -> Void
    ) async throws {
        var writer = CSVWriter(.spreadsheet)
        try await write(
            writer.row([mark, "lead", "email", "status", "reason", "account", "sent_at", "message_id"]))
        var last: LeadID?
        while true {
            let page = try await store.jobs.log(of: job, after: last, limit: Self.page)
            for row in page {
                try await write(
                    writer.row([
                        "\(job)", "\(row.lead)", row.recipient.text, row.status.rawValue, row.reason ?? "",
                        row.account?.text ?? "", row.sentAt.map { "\($0)" } ?? "", row.messageID?.text ?? "",
                    ]))
            }
            guard let newest = page.last else { return }
            last = newest.lead
        }
    }
}

extension JobReport: JSONConvertible {
    package var json: JSON {
        [
            "id": job.id, "campaign": job.campaignName, "step": job.stepName, "selection": job.selection.rawValue,
            "force": job.force, "busy": job.busy.rawValue, "state": job.state.rawValue, "reason": job.reason,
            "starts_at": job.startsAt, "begun_at": job.begunAt, "ended_at": job.endedAt,
            "accounts": job.accounts.map(\.text), "total": total,
            "totals": JSON.object(
                JobLogStatus.allCases.map { JSON.Member(key: $0.rawValue.lowercased(), value: (totals[$0] ?? 0).json) }),
        ]
    }
}

extension JobLogRow: JSONConvertible {
    package var json: JSON {
        [
            "lead": lead, "email": recipient, "account": account, "status": status.rawValue, "reason": reason,
            "sent_at": sentAt, "message_id": messageID,
        ]
    }
}
