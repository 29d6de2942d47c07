import Correspondence
package import Outreach
import Storage
import Text
package import Timing

extension Interventions {
    /// Releases a step of a campaign, now or later.
    ///
    /// - Parameter step: its name.
    package func startJob(
        _ campaign: String, step: String, _ selection: JobSelection, force: Bool = false, busy: BusyPolicy = .fail,
        at start: Timestamp? = nil, apart: Duration = GuardWindow().span
    ) async throws -> Acknowledgement {
        let whole = try await WholeCampaign.of(campaign, in: store)
        let name = whole.campaign.name
        guard let found = whole.steps.first(where: { $0.name == step && !$0.step.isRetired }) else {
            let known = whole.steps.filter { !$0.step.isRetired }.map(\.name).joined(separator: ", ")
            throw OperationFailure(
                .unknown, "Campaign \(name) has no step \"\(step.shownOnOneLine(limit: 40))\"; there are \(known).")
        }
        let check = try await CampaignCheck.of(whole, in: store, depth: .start)
        guard check.isGood else {
            throw OperationFailure(.refused, "No job was made.\n" + check.faults.joined(separator: "\n"))
        }
        if selection.makesDrafts { try await refuseAccountsWithoutDrafts(whole) }
        let draft = JobDraft(
            campaign: whole.campaign.id, step: found.step.id, selection: selection, force: force, busy: busy,
            startsAt: start, guardWindow: GuardWindow(span: apart))
        switch try await store.jobs.make(draft) {
        case .refused(let reason): throw OperationFailure(.refused, "No job was made for \(name): \(reason).")
        case .busy(let job, let other, let account, let isRunning, let freeAt):
            throw OperationFailure(.refused, Self.busy(job, other, account, isRunning, freeAt, apart))
        case .made(let job):
            let when = job.startsAt <= clock.now ? "`mosaic run` begins it now" : "it begins at \(job.startsAt.shown)"
            return Acknowledgement(
                "Job \(job.id) was made: step \(step) of \(name); \(when). See `mosaic jobs show \(job.id)`.",
                ["job": job.id, "campaign": name, "step": step, "starts_at": job.startsAt])
        }
    }

    /// Cancels a job: none of its mails leaves any more.
    package func cancelJob(_ job: JobID) async throws -> Acknowledgement {
        let what = "job \(job)"
        try Self.settle(try await store.jobs.cancel(job, reason: "by a person"), what)
        return Acknowledgement("Job \(job) is cancelled: nothing of it leaves any more.", ["what": what])
    }

    private func refuseAccountsWithoutDrafts(_ whole: WholeCampaign) async throws {
        let own = Set(whole.accounts.filter { $0.weight > 0 }.map(\.account))
        let without = try await store.accounts.all().filter { own.contains($0.id) && !$0.hasInbox }
        guard without.isEmpty else {
            let names = without.map(\.address.text).joined(separator: ", ")
            throw OperationFailure(
                .refused, "No job was made: \(names) has no mailbox for drafts; choose to send instead.")
        }
    }

    private static func busy(
        _ job: JobID, _ campaign: String, _ account: EmailAddress, _ isRunning: Bool, _ freeAt: Timestamp,
        _ apart: Duration
    ) -> String {
        let stands = isRunning ? "runs on" : "has its time on"
        return """
            No job was made: job \(job) of campaign \(campaign) \(stands) \(account), and jobs of one account keep \
            \(apart.components.seconds / 60) minutes apart. The earliest free time is \(freeAt.shown): \
            begin it then (--at \(freeAt)), or let it wait for its accounts (--busy wait).
            """
    }
}
