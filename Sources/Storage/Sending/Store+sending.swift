package import Correspondence
package import Timing

extension Store {
    /// Commits that the final dot is about to go out. Only a claim that nothing has overtaken gets the permission:
    /// same fence, lease and watch still held, conversation unchanged, nobody suppressed or paused.
    ///
    /// - Parameter quota: the caps, judged once more under a lock on the contact, so that two accounts cannot both be
    ///   the only one that writes to somebody.
    package func permitDot(
        for claim: FollowUpClaim, within quota: SendQuota? = nil, under watch: Lease
    ) async throws -> DotPermission {
        try await database.transaction { session in
            guard try await session.isHeld(watch) else { return .refused("another process watches the account") }
            try await session.lock(claim)
            guard let row = try await session.standing(of: claim) else { return .refused("the row is gone") }
            if let reason = try Self.end(of: row) {
                try await session.cancelOpenStages(of: claim.thread, reason: reason)
                return .refused(reason)
            }
            if let reason = try Self.objection(row, claim) { return .refused(reason) }
            if let quota, case let answer = quota.answer(for: try await session.sendHistory(for: claim)),
                answer != .allowed
            {
                return .refused("a cap was reached meanwhile")
            }
            let changed = try await session.execute(
                """
                UPDATE outbox SET state = 'in_doubt', in_doubt_at = \(SQL.now)
                WHERE id = \(claim.id) AND fence = \(claim.fence) AND state = 'claimed' AND rendered IS NOT NULL
                """)
            guard changed == 1 else { return .refused("the mail was not kept") }
            try await session.noteAttempt(claim.id, fence: claim.fence, .inDoubt, nil)
            try await session.refreshNextFollowUp(of: claim.thread)
            return .granted
        }
    }

    /// Why this stage will never be sent; nil when it may be, now or later.
    private static func end(of row: SQLRow) throws -> String? {
        guard try row["state", as: FollowUpState.self] == .claimed, try row.bool("quiet") else { return nil }
        if try row["conversation", as: ConversationState.self] != .inSequence { return "the sequence has ended" }
        if try row.optionalTimestamp("suppressed_at") != nil { return "the contact is suppressed" }
        return nil
    }

    /// Why it may not be sent now.
    private static func objection(_ row: SQLRow, _ claim: FollowUpClaim) throws -> String? {
        let state = try row["state", as: FollowUpState.self]
        if state != .claimed { return "the stage is \(state.rawValue)" }
        if try row.int64("fence") != claim.fence || row.optionalBool("holds") != true { return "the claim has lapsed" }
        if try row.optionalBool("unchanged") != true || !row.bool("quiet") { return "the conversation has moved on" }
        if try row["account_state", as: AccountState.self] != .auto { return "the account may not send" }
        if try row.optionalBool("paused") == true { return "the account is paused" }
        if try row.optionalTimestamp("stopped_at") != nil { return "all sending is stopped" }
        return nil
    }

    /// The server took the mail: the stage is sent, the next one planned, its copy in Sent looked after.
    package func confirmSent(_ claim: FollowUpClaim, serverReply: String) async throws {
        try await database.transaction { session in
            try await session.markSent(claim.id, fence: claim.fence, step: .accepted, detail: serverReply)
        }
    }

    /// Gives back a stage that certainly was not sent, to be tried again after `pause`; without one it keeps its due
    /// time. A refusal after the dot (a 4xx reply) is such a certainty too.
    ///
    /// - Parameter step: what became of the try; ``SendAttemptStep/failed`` counts towards giving up.
    package func giveBack(
        _ claim: FollowUpClaim, after pause: Duration, reason: String, as step: SendAttemptStep = .released
    ) async throws {
        try await database.transaction { session in
            let due = pause > .zero ? SQL.later(of: "\(SQL.now) + \(pause)", "due_at") : "due_at"
            try await session.lock(claim)
            let mayFollow = try await session.mayFollow(claim)
            let changed = try await session.execute(
                """
                UPDATE outbox SET state = \(mayFollow ? FollowUpState.planned : .cancelled), lease_until = NULL,
                    in_doubt_at = NULL, due_at = \(due), reason = \(reason.storable)
                WHERE id = \(claim.id) AND fence = \(claim.fence) AND state IN ('claimed', 'in_doubt')
                """)
            guard changed == 1 else { return }
            try await session.noteAttempt(claim.id, fence: claim.fence, step, reason)
            try await session.refreshNextFollowUp(of: claim.thread)
        }
    }

    /// Gives back a stage that keeps its place while its account may send nothing before `instant`.
    package func giveBack(_ claim: FollowUpClaim, untilAccountMaySendAt instant: Timestamp) async throws {
        try await database.transaction { session in
            try await session.execute(
                "UPDATE accounts SET next_send_at = \(instant) WHERE id = \(claim.account)")
        }
        try await giveBack(claim, after: .zero, reason: "the account's own limit, until \(instant)")
    }

    /// Ends a stage that will not be sent: refused for good, or held by a cap. The conversation goes to a person.
    ///
    /// - Parameter suppressing: whether the refusal shows that the recipient's address is dead.
    package func end(
        _ claim: FollowUpClaim, as state: FollowUpState, reason: String, handoff: HandoffReason, suppressing: Bool
    ) async throws {
        try await database.transaction { session in
            let changed = try await session.execute(
                """
                UPDATE outbox SET state = \(state), lease_until = NULL, reason = \(reason.storable),
                    in_doubt_at = \(state.mayHaveLeft ? SQL("in_doubt_at") : SQL("NULL"))
                WHERE id = \(claim.id) AND fence = \(claim.fence) AND state IN ('claimed', 'in_doubt')
                """)
            guard changed == 1 else { return }
            try await session.noteAttempt(claim.id, fence: claim.fence, .refused, reason)
            if suppressing { try await session.suppress(claim.contact, reason: "rejected") }
            try await session.giveToPerson(claim.thread, handoff, stopped: suppressing)
            try await session.record(
                "followup.\(state.rawValue)", thread: claim.thread, followUp: claim.id, detail: reason)
        }
    }

    /// Leaves the mail in Drafts for a person to send, instead of sending it.
    package func fileAsDraft(_ claim: FollowUpClaim) async throws {
        try await database.transaction { session in
            let changed = try await session.execute(
                """
                UPDATE outbox SET state = 'needs_human', lease_until = NULL, reason = 'left in Drafts'
                WHERE id = \(claim.id) AND fence = \(claim.fence) AND state = 'claimed' AND rendered IS NOT NULL
                """)
            guard changed == 1 else { return }
            try await session.planAction(.fileDraft, account: claim.account, followUp: claim.id)
            try await session.giveToPerson(claim.thread, .draftWaits, stopped: false)
        }
    }
}

extension SQLSession {
    /// The conversation first and then the contact, as everything locks them.
    fileprivate func lock(_ claim: FollowUpClaim) async throws {
        _ = try await first("SELECT id FROM email_threads WHERE id = \(claim.thread) \(SQL.forUpdate)")
        _ = try await first("SELECT id FROM contacts WHERE id = \(claim.contact) \(SQL.forUpdate)")
    }

    /// Everything that a stage's permission depends on.
    fileprivate func standing(of claim: FollowUpClaim) async throws -> SQLRow? {
        try await first(
            """
            SELECT o.state, o.fence, o.lease_until > \(SQL.now) AS holds, o.thread_version = t.version AS unchanged,
                \(SQL.contactIsQuiet) AS quiet, t.state AS conversation, c.suppressed_at, a.state AS account_state,
                a.paused_until > \(SQL.now) AS paused,
                (SELECT sending_stopped_at FROM instance WHERE id = 1) AS stopped_at
            FROM outbox o JOIN email_threads t ON t.id = o.thread_id JOIN contacts c ON c.id = o.contact_id
            JOIN accounts a ON a.id = o.account_id
            WHERE o.id = \(claim.id) \(SQL.either(postgres: "FOR UPDATE OF o", sqlite: ""))
            """)
    }

    /// Whether the conversation still wants its stages; it may have ended while one was with the server.
    fileprivate func mayFollow(_ claim: FollowUpClaim) async throws -> Bool {
        try await first(
            """
            SELECT 1 AS wanted FROM email_threads t JOIN contacts c ON c.id = t.contact_id
            WHERE t.id = \(claim.thread) AND t.state = 'in_sequence' AND c.suppressed_at IS NULL
            """) != nil
    }

    /// Marks a stage sent and plans the next, unless the conversation has left its sequence.
    func markSent(_ id: FollowUpID, fence: Int64, step: SendAttemptStep, detail: String) async throws {
        _ = try await first(
            """
            SELECT id FROM email_threads WHERE id = (SELECT thread_id FROM outbox WHERE id = \(id)) \(SQL.forUpdate)
            """)
        let row = try await first(
            """
            UPDATE outbox
            SET state = 'sent', sent_at = COALESCE(sent_at, \(SQL.now)), in_doubt_at = COALESCE(in_doubt_at, \(SQL.now)),
                lease_until = NULL, reason = NULL, server_reply = \(detail.storable)
            WHERE id = \(id) AND state IN ('planned', 'claimed', 'in_doubt', 'needs_human')
            RETURNING thread_id, account_id, step, generation, sent_at, sent_copy
            """)
        guard let row else { return }
        let thread = try row["thread_id", as: ThreadID.self]
        let account = try row["account_id", as: AccountID.self]
        try await noteAttempt(id, fence: fence, step, detail)
        try await record("worker.sent", account: account, thread: thread, followUp: id, detail: detail)
        if try row.string("sent_copy") == "unknown" {
            try await planAction(.fileSentCopy, account: account, followUp: id, after: .seconds(5))
        }
        try await planNext(after: row, thread: thread, followUp: id)
        try await refreshNextFollowUp(of: thread)
    }

    /// Inserts the stage after the one just sent, from the steps stored with its sequence.
    private func planNext(after row: SQLRow, thread: ThreadID, followUp: FollowUpID) async throws {
        let step = try row.int("step")
        let generation = try row.int("generation")
        let planned = try await execute(
            """
            INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, due_at,
                planned_at)
            SELECT o.thread_id, o.account_id, o.contact_id, o.sequence_id, s.position, o.generation, o.recipient,
                \(SQL.later(of: "o.sent_at + \(SQL.interval(microseconds: "s.delay_seconds * 1000000"))", "t.hold_until")),
                \(SQL.now)
            FROM outbox o JOIN email_threads t ON t.id = o.thread_id
            JOIN contacts c ON c.id = o.contact_id AND c.suppressed_at IS NULL
            JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step + 1
            WHERE o.id = \(followUp) AND t.state = 'in_sequence' AND t.generation = o.generation
            ON CONFLICT (thread_id, step, generation) DO NOTHING
            """)
        if planned == 0 {
            try await execute(
                """
                UPDATE email_threads SET state = 'sequence_finished', reason = 'all stages sent'
                WHERE id = \(thread) AND state = 'in_sequence' AND generation = \(generation)
                  AND NOT EXISTS (SELECT 1 FROM outbox WHERE thread_id = \(thread) AND generation = \(generation)
                    AND step > \(step))
                """)
        }
    }

    func giveToPerson(_ thread: ThreadID, _ reason: HandoffReason, stopped: Bool) async throws {
        try await execute(
            """
            UPDATE email_threads SET reason = \(reason), version = version + 1,
                state = CASE WHEN state = 'stopped' THEN state ELSE \(stopped ? ConversationState.stopped : .withPerson) END
            WHERE id = \(thread)
            """)
        try await cancelOpenStages(of: thread, reason: reason.rawValue)
        let message = try await first(
            """
            SELECT id, account_id FROM messages WHERE thread_id = \(thread) AND direction = 'inbound'
              AND role = 'inbox' ORDER BY received_at DESC, id DESC LIMIT 1
            """)
        try await openHandoff(thread, reason, message: try message?["id", as: MessageKey.self])
        if let message {
            try await planAction(
                .flagForPerson, account: try message["account_id", as: AccountID.self],
                message: try message["id", as: MessageKey.self])
        }
    }
}
