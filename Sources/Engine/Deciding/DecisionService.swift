import Correspondence
import Logging
import Settings
import Storage
import Timing

/// Decides conversations as they become ripe, at most so many at once.
struct DecisionService: Sendable {
    let parts: EngineParts
    let examination: ReplyExamination
    let process: ProcessIdentity

    /// Longer than any reading and classification; a conversation whose process died is decided anew after it.
    static let leaseTime = Duration.seconds(60)
    /// How often the database is asked even when nobody signalled: other processes plan work too.
    static let safetyPoll = Duration.seconds(5)

    init(_ parts: EngineParts, _ process: ProcessIdentity) {
        self.parts = parts
        self.process = process
        examination = ReplyExamination(parts)
    }

    /// Returns when the task is cancelled.
    func run() async {
        await releaseDead()
        await withDiscardingTaskGroup { group in
            let slots = WorkerSlots(parts.settings.maxConcurrentWorkers)
            while !Task.isCancelled {
                do {
                    let limit = await slots.free()
                    for work in try await parts.store.claimDecisions(
                        limit: limit, by: process.description, lease: Self.leaseTime)
                    {
                        slots.take()
                        group.addTask {
                            await decide(work)
                            slots.give()
                        }
                    }
                    let next = try await parts.store.timeToNextDecision()
                    await waitForWork(within: next)
                } catch {
                    await pause(after: error)
                }
            }
        }
    }

    /// What a process that died on this machine was deciding need not wait for the end of its lease.
    private func releaseDead() async {
        do {
            for holder in try await parts.store.decisionHolders() {
                guard let other = ProcessIdentity(holder), process.knowsToBeDead(other) else { continue }
                try await parts.store.releaseDecisions(heldBy: holder)
            }
        } catch {
            parts.log.event(.warning, "decisions.not_released", ["error": "\(error)"])
        }
    }

    private func waitForWork(within next: Duration?) async {
        await parts.signals.decisions.wait(
            for: min(Self.safetyPoll, max(next ?? Self.safetyPoll, .milliseconds(20))))
    }

    private func pause(after error: any Error) async {
        guard !Task.isCancelled else { return }
        parts.log.event(.error, "decisions.database_failed", ["error": "\(error)", "do": "trying again"])
        await parts.signals.decisions.wait(for: .seconds(2))
    }

    func decide(_ work: DecisionWork) async {
        let thread = work.conversation.id
        do {
            let (decision, replies) = await examination.examine(work)
            try Task.checkCancellation()
            let mayAct = !parts.settings.isDryRun && work.accountState != .observe
            Failpoint.decisionBeforeCommit.pass()
            let commit = try await parts.store.commit(
                decision, on: replies, of: work.conversation, sequence: parts.settings.sequence, mayAct: mayAct)
            Failpoint.decisionAfterCommit.pass()
            note(decision, replies, commit, work)
        } catch {
            guard !Task.isCancelled else { return }
            parts.log.event(.error, "decision.failed", ["thread": thread, "error": "\(error)", "do": "trying again"])
            // If this fails too, the lease ends by itself.
            try? await parts.store.releaseDecision(of: thread, after: .seconds(5))
        }
    }

    private func note(_ decision: Decision, _ replies: [DecidedReply], _ commit: DecisionCommit, _ work: DecisionWork) {
        guard commit != .superseded else {
            parts.log.event(.info, "decision.superseded", ["thread": work.conversation.id])
            return parts.signals.decisions.raise()
        }
        let verdict = replies.last { $0.verdict != nil }?.verdict
        parts.log.event(
            .info, "reply.decided",
            [
                "thread": work.conversation.id, "contact": work.conversation.contactAddress,
                "decision": decision.name, "intent": verdict?.intent.rawValue ?? replies.last?.machine?.name ?? "none",
                "source": verdict?.source.description ?? "guard", "why": verdict?.explanation ?? "",
            ])
        parts.signals.threadChanged(work.conversation.id)
        parts.signals.dispatcher.raise()
        for account in work.mailboxes { parts.watched.poke(account) }
    }
}
