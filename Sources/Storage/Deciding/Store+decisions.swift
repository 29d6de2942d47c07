package import Correspondence
import Timing

extension Store {
    /// Writes a decision and all that follows from it in one transaction, unless the conversation has moved on.
    ///
    /// - Parameter mayAct: false while the account only observes: then no mail is planned and no flag changed, and what
    ///   would have been answered is handed to a person.
    package func commit(
        _ decision: Decision, on replies: [DecidedReply], of conversation: Conversation,
        sequence: FollowUpSequence, mayAct: Bool
    ) async throws -> DecisionCommit {
        try await database.transaction { session in
            guard try await session.lock(conversation), try await session.stillHolds(decision, for: conversation) else {
                try await session.takeBackAttempt(of: conversation.id)
                try await session.execute(
                    "UPDATE email_threads SET decide_lease_until = NULL WHERE id = \(conversation.id)")
                return .superseded
            }
            for reply in replies { try await session.write(reply, of: conversation) }
            try await session.applyMachines(replies, decided: decision, to: conversation)
            let due = try await session.apply(
                decision, to: conversation, replies: replies, sequence: sequence, mayAct: mayAct)
            try await session.execute(
                """
                UPDATE email_threads SET decide_after = NULL, decide_lease_until = NULL, updated_at = \(SQL.now)
                WHERE id = \(conversation.id)
                """)
            return .committed(firstStageDue: due)
        }
    }

    /// Gives a claimed conversation back undecided, to be tried again after `pause`.
    package func releaseDecision(of thread: ThreadID, after pause: Duration) async throws {
        try await database.transaction { session in
            try await session.takeBackAttempt(of: thread)
            try await session.execute(
                "UPDATE email_threads SET decide_lease_until = \(SQL.now) + \(pause) WHERE id = \(thread)")
        }
    }
}

extension SQLSession {
    /// An attempt that ended in order does not count: only what kills the process is to be given up on.
    fileprivate func takeBackAttempt(of thread: ThreadID) async throws {
        try await execute(
            "UPDATE messages SET attempts = attempts - 1 WHERE thread_id = \(thread) AND state = 'pending' AND attempts > 0"
        )
    }

    /// Locks the conversation; false when its version is no longer the one that was decided on.
    fileprivate func lock(_ conversation: Conversation) async throws -> Bool {
        try await first(
            """
            SELECT 1 AS unchanged FROM email_threads
            WHERE id = \(conversation.id) AND version = \(conversation.version) AND decide_after IS NOT NULL
            \(SQL.forUpdate)
            """) != nil
    }

    /// Whether what was known of the contact when a sequence was decided on is still so: another conversation with the
    /// same contact may have been decided meanwhile.
    fileprivate func stillHolds(_ decision: Decision, for conversation: Conversation) async throws -> Bool {
        guard decision == .startSequence else { return true }
        _ = try await first("SELECT id FROM contacts WHERE id = \(conversation.contact) \(SQL.forUpdate)")
        let current = try await self.conversation(conversation.id)
        return current?.isSuppressed == conversation.isSuppressed && current?.stagesSent == conversation.stagesSent
    }

    fileprivate func write(_ reply: DecidedReply, of conversation: Conversation) async throws {
        try await execute(
            """
            UPDATE messages
            SET state = 'decided', outcome = \(reply.decision.outcome), decision = \(reply.decision.name),
                reason = \(reply.decision.reason), own_text = \(reply.ownText?.storable),
                body_hash = \(reply.bodyHash), machine_verdict = \(reply.machine?.summary.storable),
                intent = \(reply.verdict?.intent), confidence = \(reply.verdict?.confidence),
                may_send = \(reply.verdict?.maySend), classifier = \(reply.verdict?.source.description),
                evidence = \(reply.verdict?.evidence?.storable), explanation = \(reply.verdict?.explanation.storable),
                language = \(reply.verdict?.language), decided_at = \(SQL.now)
            WHERE id = \(reply.key) AND state = 'pending'
            """)
        for contact in reply.contacts {
            try await execute(
                """
                INSERT INTO contact_details
                    (message_key, thread_id, kind, value, zone, start_offset, end_offset)
                VALUES (\(reply.key), \(conversation.id), \(contact.kind), \(contact.value.storable), \(contact.zone),
                    \(contact.range.lowerBound), \(contact.range.upperBound))
                """)
        }
        try await record(
            "reply.decided", account: conversation.account, thread: conversation.id, message: reply.key,
            detail: reply.decision.name)
    }

    fileprivate func apply(
        _ decision: Decision, to conversation: Conversation, replies: [DecidedReply], sequence: FollowUpSequence,
        mayAct: Bool
    ) async throws -> Timestamp? {
        let intent = replies.last { $0.machine == nil }?.verdict?.intent
        switch decision {
        case .startSequence where !mayAct:
            try await handOff(conversation, .observed, intent: intent, message: replies.last?.key)
        case .startSequence:
            let due = try await plan(firstOf: sequence, for: conversation, intent: intent)
            try await planActions(.markHandled, for: replies, of: conversation)
            return due
        case .handOff(let reason):
            try await handOff(conversation, reason, intent: intent, message: replies.last?.key)
            try await keepContacts(replies, of: conversation)
            if mayAct { try await planActions(.flagForPerson, for: replies, of: conversation) }
        case .complete:
            try await end(conversation, as: .completed, reason: "not interested", intent: intent)
            if mayAct { try await planActions(.markHandled, for: replies, of: conversation) }
        case .optOut:
            try await end(conversation, as: .stopped, reason: "opt-out", intent: intent)
            try await suppress(conversation.contact, reason: "opt_out")
            if mayAct { try await planActions(.markHandled, for: replies, of: conversation) }
        case .suppressBounced:
            try await end(conversation, as: .stopped, reason: "hard bounce", intent: .bounce)
            try await suppress(conversation.contact, reason: "hard_bounce")
        case .hold(let until):
            try await hold(conversation, until: until)
        case .ignore: break
        }
        return nil
    }

    /// What machines said beside a person's words holds too.
    fileprivate func applyMachines(
        _ replies: [DecidedReply], decided decision: Decision, to conversation: Conversation
    ) async throws {
        for reply in replies where reply.machine != nil && reply.decision != decision {
            switch reply.decision {
            case .hold(let until): try await hold(conversation, until: until)
            case .suppressBounced: try await suppress(conversation.contact, reason: "hard_bounce")
            case .startSequence, .handOff, .complete, .optOut, .ignore: break
            }
        }
    }

    private func hold(_ conversation: Conversation, until: Timestamp) async throws {
        try await execute(
            """
            UPDATE email_threads SET hold_until = \(until),
                next_followup_at = CASE WHEN next_followup_at < \(until) THEN \(until) ELSE next_followup_at END
            WHERE id = \(conversation.id)
            """)
        try await execute(
            """
            UPDATE outbox SET due_at = \(until)
            WHERE thread_id = \(conversation.id) AND state IN ('planned', 'claimed') AND due_at < \(until)
            """)
    }

    private func keepContacts(_ replies: [DecidedReply], of conversation: Conversation) async throws {
        let own = replies.flatMap(\.contacts).filter { $0.zone == .own }
        let phone = own.first { $0.kind == .whatsapp } ?? own.first { $0.kind == .phone }
        let address = own.first { $0.kind == .address }
        guard phone != nil || address != nil else { return }
        try await execute(
            """
            UPDATE contacts SET phone = COALESCE(\(phone?.value.storable), phone),
                postal_address = COALESCE(\(address?.value.storable), postal_address)
            WHERE id = \(conversation.contact)
            """)
    }

    /// Flags each decided message, and its copy in the mailbox that owns the conversation.
    private func planActions(
        _ action: MailboxActionKind, for replies: [DecidedReply], of conversation: Conversation
    ) async throws {
        for reply in replies where reply.machine == nil {
            try await execute(
                """
                INSERT INTO mailbox_actions (account_id, role, action, message_key, due_at)
                SELECT copy.account_id, 'inbox', \(action), copy.id, \(SQL.now)
                FROM messages decided JOIN messages copy ON copy.thread_id = decided.thread_id
                 AND copy.direction = 'inbound' AND copy.role = 'inbox'
                 AND (copy.id = decided.id
                    OR (copy.reason = 'redelivered' AND copy.from_address = decided.from_address
                        AND COALESCE(copy.message_id, copy.claimed_message_id)
                            = COALESCE(decided.message_id, decided.claimed_message_id)))
                WHERE decided.id = \(reply.key)
                """)
        }
    }
}

extension Decision {
    /// The reason alone, as the database keeps it.
    fileprivate var reason: String? {
        switch self {
        case .handOff(let reason): reason.rawValue
        case .ignore(let reason): reason.rawValue
        case .startSequence, .complete, .optOut, .suppressBounced, .hold: nil
        }
    }
}

extension MachineMail {
    fileprivate var summary: String { "\(name): \(evidence)" }
}
