import Correspondence
import Outreach
import Storage
import Timing

extension CampaignPlanner {
    /// Nobody gets two steps within this time, however soon one job follows another: the time between the beginnings of two jobs
    /// says nothing about a person whom the first one reached last.
    static let jobPause = GuardWindow().span

    /// The job's own step, whatever came before it.
    func jobTurn(of lead: PlanningLead, _ job: PlanningJob, _ snapshot: PlanningSnapshot) -> Turn {
        func settled(_ event: JobLeadEvent, _ reason: String) -> Turn { self.settled(lead, event, reason) }
        guard lead.delivery != nil else {
            return .outcome(.idle(lead.id, reason: "the job is not for it", stale: lead.stale))
        }
        guard lead.state.isRunning else {
            let event: JobLeadEvent = lead.state.isEnd && lead.state != .failed ? .skipped : .failed
            return settled(event, "\(lead.state.rawValue)" + (lead.reason.map { ": \($0)" } ?? ""))
        }
        if lead.hasOpenMail { return .wait }
        let steps = snapshot.whole.steps
        guard let step = steps.first(where: { $0.step.id == job.step }), !step.step.isRetired else {
            return settled(.failed, "the step was taken away")
        }
        if let account = lead.account, !job.accounts.contains(account) {
            return settled(.failed, "another job has its account")
        }
        let got = Set(lead.recipients.flatMap(\.sent.keys))
        let first = steps.first { !$0.step.isRetired }?.step.id
        if step.step.id != first, got.isEmpty { return settled(.skipped, "it had no first mail") }
        if !job.force, step.step.id != first, !got.subtracting([step.step.id, first].compactMap(\.self)).isEmpty {
            return settled(.skipped, "it had a follow-up already; --force reminds it again")
        }
        let turn = next(of: lead, in: [step], snapshot, pause: Self.jobPause)
        // The job is to end, and the lead need not wait for a person because of it.
        if case .outcome(.moved(_, .senderUnavailable, _, _)) = turn {
            return settled(.failed, "its account cannot send: it only observes, or has no way out")
        }
        return turn
    }
}
