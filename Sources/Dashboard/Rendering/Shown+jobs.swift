import Operations
import Outreach
import Storage
import Text

extension Shown {
    /// - Parameter totals: nil while they are being counted.
    func row(_ job: JobRecord, _ totals: [JobLogStatus: Int]?) -> JSON {
        let report = JobReport(job: job, totals: totals ?? [:])
        let count = { (status: JobLogStatus) in (report.totals[status] ?? 0).grouped }
        let done = report.total - (report.totals[.waiting] ?? 0)
        let drafted: String? = report.totals[.drafted].map(\.grouped)
        return report.json.joined([
            "campaign_id": job.campaign, "what": job.selection.meaning, "is_forced": job.force,
            "starts": time(job.startsAt), "begun": time(job.begunAt), "ended": time(job.endedAt),
            "is_open": !job.state.isEnd, "is_failed": job.state == .failed, "is_running": job.state == .running,
            "is_counted": totals != nil, "all": report.total.grouped, "finished": done.grouped,
            "share": report.total == 0 ? 0 : done * 100 / report.total, "sent": count(.sent), "drafted": drafted,
            "skipped": count(.skipped), "failed": count(.error),
        ])
    }

    func row(_ line: JobLogRow) -> JSON {
        line.json.joined([
            "left": time(line.sentAt), "why": line.reason, "words": line.status.rawValue.lowercased(),
            "is_fault": line.status == .error,
        ])
    }
}

extension JobSelection {
    /// A job's leads and how its mails leave, in words.
    var meaning: String {
        switch self {
        case .sendAll: "send to everybody"
        case .sendSelected: "send to those who are selected"
        case .draftAll: "put a draft for everybody into Drafts"
        case .draftSelected: "put drafts for those who are selected into Drafts"
        case .draftSelectedSendRest: "drafts for those who are selected, send to the others"
        }
    }
}

extension BusyPolicy {
    /// A job's behaviour when another job uses its accounts.
    var meaning: String {
        switch self {
        case .fail: "do not make it, and say when they are free"
        case .wait: "wait until they are free"
        case .switch: "use those that are free"
        }
    }
}
