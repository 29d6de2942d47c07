import Correspondence
import Delivery
import Logging
import Settings
import Storage
import Synchronization
import Timing

/// Takes one claimed stage through the send protocol. Whatever happens, the row says what is known:
/// before the final dot the stage is certainly unsent; from the commit of `in_doubt` on it may have left, and only a
/// reply of the server or evidence changes that.
struct FollowUpSender: Sendable {
    let parts: EngineParts
    let senders: [AccountID: AccountSender]

    /// How long Inbox and Sent may take to be read again before a send.
    static let fenceLimit = Duration.seconds(30)

    /// How old a permission may be when the dot goes out. Whatever is taken in after it was asked for cannot hold the mail
    /// back, so a process that stood still in between has to ask again.
    static let permissionLimit = Duration.seconds(5)

    func send(_ claim: FollowUpClaim) async {
        do {
            guard let sender = senders[claim.account], let watch = parts.watched[claim.account] else {
                return try await parts.store.giveBack(claim, after: .seconds(5), reason: "the account is not watched")
            }
            guard try await isWithinQuota(claim, sender) else { return }
            Failpoint.sendClaimed.pass()
            parts.signals.sendingBegan(claim.id)
            guard let mail = try await rendered(claim, sender) else { return }
            Failpoint.sendRendered.pass()
            if claim.accountState == .draft { return try await fileAsDraft(claim, watch) }
            try await watch.sync(within: Self.fenceLimit)
            Failpoint.sendFenced.pass()
            await transmit(mail, claim, sender, watch)
        } catch {
            let isEnding = Task.isCancelled
            await giveBack(claim, after: isEnding ? .zero : .seconds(5), reason: isEnding ? "shut down" : "\(error)")
        }
    }

    // MARK: Before the dot

    private func isWithinQuota(_ claim: FollowUpClaim, _ sender: AccountSender) async throws -> Bool {
        let history = try await parts.store.sendHistory(for: claim)
        switch quota(of: sender).answer(for: history) {
        case .allowed: return true
        case .wait(let until):
            try await parts.store.giveBack(claim, untilAccountMaySendAt: until)
            note(.info, "followup.waits", claim, ["until": until])
        case .refused(let reason):
            try await parts.store.end(
                claim, as: .cancelled, reason: reason, handoff: .capReached, suppressing: false)
            note(.warning, "followup.capped", claim, ["reason": reason])
            parts.watched.poke(claim.account)
        case .breaker(let reason):
            try await parts.store.stopSending(reason: reason)
            try await parts.store.giveBack(claim, after: .zero, reason: reason)
            note(.error, "sending.stopped", claim, ["reason": reason, "do": "mosaic accounts resume-sending"])
        }
        parts.signals.threadChanged(claim.thread)
        return false
    }

    private func quota(of sender: AccountSender) -> SendQuota {
        SendQuota(perAccountPerDay: sender.settings.dailyLimit, spacing: parts.settings.sendSpacing)
    }

    /// The mail as it is sent on every try: rendered once, then kept.
    private func rendered(_ claim: FollowUpClaim, _ sender: AccountSender) async throws -> OutgoingMail? {
        if let kept = claim.rendered { return sender.outgoing(kept, to: claim.recipient) }
        guard let stage = parts.settings.sequence.stage(at: claim.step) else {
            try await parts.store.end(
                claim, as: .cancelled, reason: "the sequence has no stage \(claim.step)", handoff: .sendFailed,
                suppressing: false)
            return nil
        }
        let mail = sender.compose(claim, stage, mint: parts.mint, now: parts.clock.now)
        let isKept = try await parts.store.keep(RenderedMail(messageID: mail.messageID, bytes: mail.bytes), for: claim)
        return isKept ? mail : nil
    }

    private func fileAsDraft(_ claim: FollowUpClaim, _ watch: AccountWatch) async throws {
        try await parts.store.fileAsDraft(claim)
        note(.info, "followup.drafted", claim, [:])
        parts.signals.threadChanged(claim.thread)
        parts.watched.poke(claim.account)
    }

    private func giveBack(_ claim: FollowUpClaim, after pause: Duration, reason: String) async {
        let store = parts.store
        // A task of its own: shutting down must not keep the row from being given back. If this fails, the lease ends.
        await Task {
            try? await withDeadline(.seconds(3), for: "giving a stage back") {
                try await store.giveBack(claim, after: pause, reason: reason)
            }
        }.value
        note(.warning, "followup.given_back", claim, ["reason": reason])
        parts.signals.threadChanged(claim.thread)
    }

    // MARK: The dot

    private func transmit(_ mail: OutgoingMail, _ claim: FollowUpClaim, _ sender: AccountSender, _ watch: AccountWatch)
        async
    {
        note(.debug, "followup.sending", claim, ["message_id": mail.messageID])
        let objection = Objection()
        let outcome = await sender.mailer.send(mail) {
            await permitDot(for: claim, within: quota(of: sender), under: watch.lease, noting: objection)
        }
        Failpoint.sendAfterDot.pass()
        let ending = Ending(Task.isCancelled)
        // A task of its own: what the server answered must be written down even while shutting down.
        let settling = Task { await settle(claim, outcome, objection, ending) }
        await withTaskCancellationHandler {
            await settling.value
        } onCancel: {
            ending.begin()
        }
        parts.signals.threadChanged(claim.thread)
        parts.watched.poke(claim.account)
    }

    private func permitDot(
        for claim: FollowUpClaim, within quota: SendQuota, under lease: Lease, noting objection: Objection
    ) async -> FinalWord {
        Failpoint.sendBeforeInDoubt.pass()
        let asked = parts.clock.now
        do {
            switch try await parts.store.permitDot(for: claim, within: quota, under: lease) {
            case .granted:
                Failpoint.sendInDoubt.pass()
                return .send { isFresh(asked, claim, noting: objection) }
            case .refused(let reason):
                objection.raise(reason)
                note(.info, "followup.stopped_at_the_dot", claim, ["reason": reason])
                return .withhold
            }
        } catch {
            // Whether the commit was written is unknown, but no dot goes out, and the row may only say "in doubt".
            objection.raise("the database did not answer: \(error)")
            note(.error, "followup.dot_not_permitted", claim, ["error": "\(error)"])
            return .withhold
        }
    }

    /// Whether a permission asked for at `asked` still holds. A clock that was set back tells nothing about its age.
    private func isFresh(_ asked: Timestamp, _ claim: FollowUpClaim, noting objection: Objection) -> Bool {
        let age = parts.clock.now - asked
        if age >= .zero && age <= Self.permissionLimit { return true }
        objection.raise("the permission was \(age) old")
        note(.warning, "followup.permission_lapsed", claim, ["age": age, "do": "trying again"])
        return false
    }

    // MARK: After the dot

    /// Tries until it is written: a database that is away for a while must not make a mail that left look doubtful.
    private func settle(
        _ claim: FollowUpClaim, _ outcome: DeliveryOutcome, _ objection: Objection, _ ending: Ending
    ) async {
        let start = ContinuousClock.now
        while true {
            do {
                let isEnding = ending.hasBegun
                return try await withDeadline(.seconds(3), for: "writing down what the server answered") {
                    try await write(outcome, of: claim, objection, isEnding: isEnding)
                }
            } catch {
                note(.error, "followup.outcome_not_written", claim, ["error": "\(error)", "do": "trying again"])
            }
            guard start.duration(to: .now) < (ending.hasBegun ? .seconds(2) : Dispatcher.leaseTime) else { return }
            // Ends early only if this task is cancelled, which nobody does.
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    private func write(
        _ outcome: DeliveryOutcome, of claim: FollowUpClaim, _ objection: Objection, isEnding: Bool
    ) async throws {
        switch outcome {
        case .accepted(let reply):
            try await parts.store.confirmSent(claim, serverReply: reply)
            Failpoint.sendConfirmed.pass()
            note(.info, "worker.sent", claim, ["reply": reply])
        case .withheld:
            try await parts.store.giveBack(
                claim, after: isEnding ? .zero : .seconds(1), reason: objection.text ?? "shut down", as: .aborted)
        case .failed(let failure):
            note(.error, "worker.smtp_error", claim, ["kind": failure.kind.rawValue, "error": failure])
            try await write(failure, of: claim)
        }
    }

    private func write(_ failure: DeliveryFailure, of claim: FollowUpClaim) async throws {
        let reason = failure.description
        let failing = claim.failingSince.map { parts.clock.now - $0 } ?? .zero
        switch SendFailurePolicy.action(on: failure, earlierFailures: claim.failures, failing: failing) {
        case .retry(let pause): try await parts.store.giveBack(claim, after: pause, reason: reason, as: .failed)
        case .pauseAccount(let span):
            try await parts.store.pause(claim.account, until: parts.clock.now + span, reason: reason)
            try await parts.store.giveBack(claim, after: .zero, reason: reason)
        case .suppressRecipient:
            try await parts.store.end(claim, as: .rejected, reason: reason, handoff: .sendFailed, suppressing: true)
        case .giveToPerson:
            try await parts.store.end(claim, as: .rejected, reason: reason, handoff: .sendFailed, suppressing: false)
        case .lookForEvidence: try await parts.store.leaveInDoubt(claim, detail: reason)
        }
    }

    private func note(
        _ level: Logger.Level, _ name: String, _ claim: FollowUpClaim,
        _ facts: KeyValuePairs<String, any CustomStringConvertible>
    ) {
        var metadata: Logger.Metadata = [
            "protocol": "SMTP", "thread": "\(claim.thread)", "stage": "\(claim.step)", "to": "\(claim.recipient)",
            "account": "\(senders[claim.account]?.settings.address.text ?? "?")",
        ]
        for (key, value) in facts { metadata[key] = .string(value.description) }
        parts.log.log(level: level, "\(name)", metadata: metadata)
    }
}

/// Why no dot went out; nothing where the mailer withheld the mail because its task was cancelled.
private final class Objection: Sendable {
    private let state = Mutex<String?>(nil)

    var text: String? { state.withLock(\.self) }

    func raise(_ reason: String) { state.withLock { $0 = reason } }
}

/// Whether the process has begun to shut down, for work that must not be cancelled by that and yet make haste.
private final class Ending: Sendable {
    private let state: Atomic<Bool>

    init(_ hasBegun: Bool) { state = Atomic(hasBegun) }

    var hasBegun: Bool { state.load(ordering: .relaxed) }

    func begin() { state.store(true, ordering: .relaxed) }
}
