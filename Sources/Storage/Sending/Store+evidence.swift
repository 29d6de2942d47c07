package import Correspondence
import Timing

/// A stage of which we do not know whether it left.
package struct DoubtfulFollowUp: Sendable, Hashable {
    package let id: FollowUpID
    package let fence: Int64
    package let account: AccountID
    package let thread: ThreadID
}

extension Store {
    /// Stages in doubt of these accounts whose sender has had its time.
    package func doubtful(of accounts: [AccountID]) async throws -> [DoubtfulFollowUp] {
        try await database.read { session in
            try await session.query(
                """
                SELECT id, fence, account_id, thread_id FROM outbox
                WHERE state = 'in_doubt' AND account_id \(in: accounts)
                  AND (lease_until IS NULL OR lease_until <= \(SQL.now))
                ORDER BY in_doubt_at LIMIT 100
                """
            ).map { row in
                DoubtfulFollowUp(
                    id: try row["id", as: FollowUpID.self], fence: try row.int64("fence"),
                    account: try row["account_id", as: AccountID.self], thread: try row["thread_id", as: ThreadID.self])
            }
        }
    }

    /// Ends the lease of a send whose outcome is unknown, so that evidence is looked for at once.
    package func leaveInDoubt(_ claim: FollowUpClaim, detail: String) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE outbox SET lease_until = \(SQL.now), reason = \(detail.storable)
                WHERE id = \(claim.id) AND fence = \(claim.fence) AND state = 'in_doubt'
                """)
            try await session.noteAttempt(claim.id, fence: claim.fence, .failed, detail)
            try await session.record("followup.in_doubt", thread: claim.thread, followUp: claim.id, detail: detail)
        }
    }

    /// No evidence turned up within the grace period: a person decides. Never sent again by itself.
    ///
    /// - Parameter grace: time since the doubt began, by the database's clock.
    /// - Returns: false while the grace lasts, or when something has become known.
    package func giveUp(_ doubt: DoubtfulFollowUp, after grace: Duration) async throws -> Bool {
        try await database.transaction { session in
            let changed = try await session.execute(
                """
                UPDATE outbox SET state = 'needs_human', reason = 'no evidence that it left or did not'
                WHERE id = \(doubt.id) AND fence = \(doubt.fence) AND state = 'in_doubt'
                  AND in_doubt_at <= \(SQL.now) - \(grace)
                """)
            guard changed == 1 else { return false }
            try await session.noteAttempt(doubt.id, fence: doubt.fence, .gaveUp, nil)
            try await session.record("followup.needs_human", thread: doubt.thread, followUp: doubt.id)
            try await session.giveToPerson(doubt.thread, .sendInDoubt, stopped: false)
            return true
        }
    }

    /// What was sent lately, for the caps.
    package func sendHistory(for claim: FollowUpClaim) async throws -> SendHistory {
        try await database.read { session in try await session.sendHistory(for: claim) }
    }
}

extension SQLSession {
    func sendHistory(for claim: FollowUpClaim) async throws -> SendHistory {
        let day = Duration.seconds(86_400)
        let account = try await query(
            """
            SELECT in_doubt_at FROM outbox
            WHERE account_id = \(claim.account) AND in_doubt_at > \(SQL.now) - \(day) ORDER BY in_doubt_at
            """)
        let counts = try await first(
            """
            SELECT \(SQL.now) AS now,
                (SELECT COUNT(*) FROM outbox
                 WHERE thread_id = \(claim.thread) AND in_doubt_at IS NOT NULL) AS thread_sends,
                (SELECT COUNT(*) FROM outbox WHERE contact_id = \(claim.contact)
                   AND in_doubt_at > \(SQL.now) - \(day * 30)) AS contact_sends,
                (SELECT MAX(in_doubt_at) FROM outbox
                 WHERE contact_id = \(claim.contact) AND thread_id <> \(claim.thread)) AS elsewhere,
                (SELECT COUNT(*) FROM outbox WHERE in_doubt_at > \(SQL.now) - \(Duration.seconds(60))) AS burst,
                (SELECT COUNT(*) FROM contacts WHERE suppressed_at > \(SQL.now) - \(Duration.seconds(3_600))
                   AND suppressed_reason IN ('hard_bounce', 'rejected')) AS bounces
            """)
        return SendHistory(
            asOf: try counts?.timestamp("now") ?? .epoch,
            accountSends: try account.map { try $0.timestamp("in_doubt_at") },
            threadSends: try counts?.int("thread_sends") ?? 0, contactSends: try counts?.int("contact_sends") ?? 0,
            lastSendElsewhere: try counts?.optionalTimestamp("elsewhere"),
            instanceSendsLastMinute: try counts?.int("burst") ?? 0,
            instanceBouncesLastHour: try counts?.int("bounces") ?? 0)
    }
}

extension SQLSession {
    /// A reply or a bounce that names one of our stages proves that it left.
    func resolveDoubt(namedBy ids: [MessageID], evidence: String) async throws {
        guard !ids.isEmpty else { return }
        let rows = try await query(
            """
            SELECT id, fence FROM outbox
            WHERE message_id \(in: ids.map(\.text)) AND state IN ('in_doubt', 'needs_human')
            """)
        for row in rows {
            try await markSent(
                try row["id", as: FollowUpID.self], fence: try row.int64("fence"), step: .evidence, detail: evidence)
        }
    }

    /// Our mail lies in Sent: whatever we believed of it, it left.
    func noteSentCopy(of id: MessageID) async throws -> FollowUpID? {
        guard
            let row = try await first(
                "SELECT id, fence, state, reason FROM outbox WHERE message_id = \(id.text)")
        else { return nil }
        let followUp = try row["id", as: FollowUpID.self]
        try await execute("UPDATE outbox SET sent_copy = 'found' WHERE id = \(followUp) AND sent_copy = 'unknown'")
        if try row["state", as: FollowUpState.self] != .sent {
            try await markSent(followUp, fence: try row.int64("fence"), step: .evidence, detail: "found in Sent")
        }
        return followUp
    }
}
