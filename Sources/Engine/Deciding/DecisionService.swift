import Correspondence
import Database
import Events
import Logging
import Observability
import Settings
import Storage
import Timing
import Understanding

/// Decides conversations as they become ripe, at most a set number at once.
struct DecisionService: Sendable {
    let parts: EngineParts
    let examination: ReplyExamination
    let process: ProcessIdentity
    private let writing: GroupCommit<DecidedConversation, DecisionCommit>
    private let places: ExaminationPlaces

    /// Longer than any reading and classification; after this, a conversation whose process died is decided by another.
    static let leaseTime = Duration.seconds(60)
    /// How often the database is asked even without a signal: other processes plan work too.
    static let safetyPoll = Duration.seconds(5)

    /// This many conversations are held for each one being examined, so that they are claimed and written together. All of them must
    /// be done within the lease, even when each waits for a model.
    private static let heldForEach = 4

    init(_ parts: EngineParts, _ process: ProcessIdentity) {
        self.parts = parts
        self.process = process
        writing = GroupCommit { try await parts.store.conversations.commit($0) }
        places = ExaminationPlaces(parts.settings.maxConcurrentWorkers)
        examination = ReplyExamination(parts)
    }

    /// Returns when the task is cancelled.
    func run() async {
        await releaseDead()
        await WorkLoop(
            slots: WorkerSlots(Self.heldForEach * parts.settings.maxConcurrentWorkers), news: parts.notices.decisions,
            claim: { limit in
                try await parts.store.conversations.claimDecisions(
                    limit: limit, by: process.description, lease: Self.leaseTime)
            },
            timeToNext: { try await parts.store.conversations.timeToNextDecision() },
            perform: { work in await decide(work) },
            failed: { error in
                parts.log.event(.decisionsDatabaseFailed, ["error": "\(error)", "do": "trying again"])
            },
            turned: { parts.heartbeat.beat("deciding") }
        ).run()
    }

    /// Conversations that a process of this machine was deciding when it died need not wait for their lease to expire.
    private func releaseDead() async {
        do {
            for holder in try await parts.store.conversations.decisionHolders() {
                guard let other = ProcessIdentity(holder), process.knowsToBeDead(other) else { continue }
                try await parts.store.conversations.releaseDecisions(heldBy: holder)
            }
        } catch {
            parts.log.event(.decisionsNotReleased, ["error": "\(error)"])
        }
    }

    func decide(_ work: DecisionWork) async {
        let conversation = work.conversation.id
        do {
            let (decision, replies) = await places.occupied { await examination.examine(work) }
            try Task.checkCancellation()
            Failpoint.decisionBeforeCommit.pass()
            let commit = try await writing.commit(
                DecidedConversation(
                    work.conversation, decision, on: replies,
                    mayAct: parts.settings.answerRules.standing(of: work).mayAct))
            Failpoint.decisionAfterCommit.pass()
            note(decision, replies, commit, work)
        } catch {
            guard !Task.isCancelled else { return }
            parts.log.event(.decisionFailed, ["thread": conversation, "error": "\(error)", "do": "trying again"])
            // A decision that cannot be stored must not be tried for ever: its try counts, and after three a person gets it.
            if (error as? StorageError)?.concernsOneRow == true { return }
            // If this fails too, the lease expires.
            try? await parts.store.conversations.releaseDecision(of: conversation, after: .seconds(5))
        }
    }

    private func note(_ decision: Decision, _ replies: [DecidedReply], _ commit: DecisionCommit, _ work: DecisionWork) {
        guard commit != .superseded else {
            parts.log.event(.decisionSuperseded, ["thread": work.conversation.id])
            return parts.notices.decisions.raise()
        }
        let verdict = replies.last { $0.verdict != nil }?.verdict
        parts.log.event(
            .replyDecided,
            [
                "thread": work.conversation.id, "contact": work.conversation.contactAddress,
                "decision": decision.name, "intent": verdict?.intent.rawValue ?? replies.last?.machine?.name ?? "none",
                "source": verdict?.source.description ?? "guard", "why": verdict?.explanation ?? "",
            ])
        parts.notices.changed(work.conversation.id)
        parts.notices.dispatcher.raise()
        for account in work.mailboxes { parts.ready.poke(account, .inbox) }
    }
}

extension ReplyExamination {
    /// By the accounts and the classifier of this engine.
    fileprivate init(_ parts: EngineParts) {
        let understanding = ReplyUnderstanding(
            reader: parts.reader, detector: parts.detector, ownAddresses: parts.ownAddresses)
        self.init(
            understanding, classifier: parts.classifier,
            regions: parts.settings.accounts.reduce(into: [:]) { $0[$1.address] = $1.region },
            defaultRegion: parts.settings.defaultRegion,
            handsOverSignedContacts: parts.settings.handsOverSignedContacts, answering: parts.settings.answerRules)
    }
}
