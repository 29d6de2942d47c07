import Correspondence
import Database
import Events
import Outreach
import Timing

extension Outbox {
    /// Records the outcomes of claims, in one transaction. A claim that a newer fence has replaced changes nothing.
    package func settle(_ settlements: [MailSettlement]) async throws {
        // Conversations are locked in the order of their keys, so that two batches cannot deadlock.
        let ordered = settlements.sorted { $0.claim.conversation < $1.claim.conversation }
        try await database.transaction { session in
            if ordered.count > 1 { try await session.waitBrieflyForLocks() }
            try await session.lock(ordered.map(\.claim.conversation))
            try await session.settleAccepted(ordered)
            for settlement in ordered { try await session.settle(settlement.claim, settlement.outcome) }
        }
    }
}

extension SQLSession {
    /// Those that a server accepted, all at once.
    fileprivate func settleAccepted(_ settlements: [MailSettlement]) async throws {
        let accepted = settlements.compactMap { one -> (LeftMail, ConversationID)? in
            guard case .accepted(let reply) = one.outcome else { return nil }
            let isAnswer = one.claim.purpose == .answer && one.claim.kind != .opening
            return (LeftMail(id: one.claim.id, proof: reply, isAnswer: isAnswer), one.claim.conversation)
        }
        try await markSent(accepted.map(\.0), step: .accepted, in: accepted.map(\.1))
    }

    fileprivate func settle(_ claim: MailClaim, _ outcome: MailOutcome) async throws {
        switch outcome {
        // Done already, together with all others.
        case .accepted: break
        case .acceptedUnder(let alias, let reply):
            try await noteAlias(alias, of: claim.id)
            try await markSent([LeftMail(id: claim.id, proof: reply)], step: .accepted)
        case .returned(let pause, let reason, let step):
            try await giveBack(claim, after: pause, reason: reason, as: step)
        case .postponed(let instant, let reason):
            try await giveBack(claim, due: SQL.later(of: "due_at", "\(instant)"), reason: reason, as: .released)
        case .accountWaits(let instant, let reason):
            try await hold(account: claim.account, until: instant, knownAt: claim.claimedAt)
            try await giveBack(claim, after: .zero, reason: reason, as: .released)
        case .over(let reason): try await overtake(claim, reason: reason)
        case .forbidden(let reason):
            try await settle(claim, .over(reason: reason))
            try await leadIsSkipped(of: claim.id, reason: reason)
        case .capped(let reason, let handoff): try await end(claim, .capped, reason, handoff)
        case .refused(let reason, let suppressing):
            try await end(claim, .refused, reason, .sendFailed, suppressing: suppressing)
        case .drafted: try await fileAsDraft(claim)
        case .unknown(let detail): try await leaveInDoubt(claim, detail: detail)
        }
    }

    /// Ends a claimed mail that its conversation no longer wants, and the rest planned there.
    func overtake(_ claim: MailClaim, reason: String) async throws {
        let ended = try await moved(held(claim), .overtaken, ", lease_until = NULL, reason = \(reason.storable)")
        guard !ended.isEmpty else { return }
        try await logSendSteps(.aborted, of: [claim.id], detail: reason)
        try await record(.followupCancelled, conversation: claim.conversation, mail: claim.id, detail: reason)
        try await cancelOpenMails(of: [claim.conversation], reason: reason)
        try await closeTold([claim.conversation], by: reason)
    }

    private func held(_ claim: MailClaim) -> SQL { "id = \(claim.id) AND fence = \(claim.fence)" }

    private func giveBack(_ claim: MailClaim, after pause: Duration, reason: String, as step: SendStep) async throws {
        let due = pause > .zero ? SQL.later(of: "\(SQL.now) + \(pause)", "due_at") : "due_at"
        try await giveBack(claim, due: due, reason: reason, as: step)
        if pause > .zero, step == .failed { try await leadWaits(of: claim.id, until: "\(SQL.now) + \(pause)") }
    }

    private func giveBack(_ claim: MailClaim, due: SQL, reason: String, as step: SendStep) async throws {
        let isWanted = try await isWanted(claim)
        let returned = try await moved(
            held(claim), isWanted ? .returned : .overtaken,
            ", lease_until = NULL, in_doubt_at = NULL, due_at = \(due), reason = \(reason.storable)")
        guard !returned.isEmpty else { return }
        try await logSendSteps(step, of: [claim.id], detail: reason)
        try await refreshNextFollowUp(of: [claim.conversation])
    }

    /// Whether the conversation still wants this mail; it may have ended while the mail was with the server, and so may its job.
    private func isWanted(_ claim: MailClaim) async throws -> Bool {
        try await first(
            """
            SELECT 1 AS wanted FROM email_threads t JOIN contacts c ON c.id = t.contact_id
            WHERE t.id = \(claim.conversation) AND t.state \(in: ConversationState.wanting(claim.purpose))
              AND \(SQL.suppressedAt("c")) IS NULL
              AND NOT EXISTS (SELECT 1 FROM outbox o JOIN jobs j ON j.id = o.job_id
                  WHERE o.id = \(claim.id) AND j.state \(in: [JobState.failed, .cancelled]))
            """) != nil
    }

    /// Ends a mail that will not be sent. The conversation goes to a person, unless the address of an outreach mail is invalid.
    private func end(
        _ claim: MailClaim, _ event: MailEvent, _ reason: String, _ handoff: HandoffReason, suppressing: Bool = false
    ) async throws {
        let bounced: SQL = suppressing ? ", bounced_at = \(SQL.now)" : ""
        let ended = try await moved(
            held(claim), event, ", lease_until = NULL, in_doubt_at = NULL, reason = \(reason.storable) \(bounced)")
        guard !ended.isEmpty else { return }
        try await logSendSteps(.refused, of: [claim.id], detail: reason)
        if suppressing { try await suppress(claim.contact, .rejected) }
        if suppressing, claim.purpose == .outreach {
            // Nobody is there, and nobody had written: a person could do nothing.
            try await endUndeliverable(claim.conversation, reason: handoff.rawValue)
        } else {
            try await giveToPerson(claim.conversation, handoff, barred: suppressing)
        }
        let ending: Event = event == .capped ? .followupCancelled : .followupRejected
        try await record(ending, conversation: claim.conversation, mail: claim.id, detail: reason)
    }

    /// From now on a person may send it, so it counts towards every limit.
    private func fileAsDraft(_ claim: MailClaim) async throws {
        let drafted = try await moved(
            "\(held(claim)) AND rendered IS NOT NULL", .drafted,
            ", lease_until = NULL, in_doubt_at = \(SQL.now), reason = \(SQL.leftInDrafts)")
        guard !drafted.isEmpty else { return }
        try await planAction(.fileDraft, account: claim.account, mail: claim.id)
        if claim.outreach == nil {
            try await giveToPerson(claim.conversation, .draftWaits)
        } else {
            try await leaveToPerson(draft: claim.id, in: claim.conversation)
        }
    }

    /// Ends the lease of a send whose outcome is unknown.
    private func leaveInDoubt(_ claim: MailClaim, detail: String) async throws {
        let doubted = try await query(
            """
            UPDATE outbox SET lease_until = \(SQL.now), reason = \(detail.storable)
            WHERE \(held(claim)) AND state = 'in_doubt' RETURNING id
            """)
        // Its copy in Sent may have been seen meanwhile.
        guard !doubted.isEmpty else { return }
        try await logSendSteps(.failed, of: [claim.id], detail: detail)
        try await record(.followupInDoubt, conversation: claim.conversation, mail: claim.id, detail: detail)
    }
}

extension SQL {
    /// The reason of a mail that waits in Drafts.
    static let leftInDraftsText = "left in Drafts"
    static let leftInDrafts = SQL(raw: "'\(leftInDraftsText)'")

    /// Whether row `alias` of `outbox` is such a mail.
    static func isDraft(_ alias: SQL) -> SQL {
        "(\(alias).state = 'needs_human' AND COALESCE(\(alias).reason, '') = \(leftInDrafts))"
    }
}
