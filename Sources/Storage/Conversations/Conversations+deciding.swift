package import Correspondence
import Database
import Outreach
import Timing

extension Conversations {
    /// Writes decisions and all that follows from them in one transaction. Those whose conversation has moved on are left
    /// out; the others are written all the same.
    ///
    /// - Returns: what became of each, in the order given.
    package func commit(_ decided: [DecidedConversation]) async throws -> [DecisionCommit] {
        let order = decided.indices.sorted { decided[$0].conversation.id < decided[$1].conversation.id }
        return try await database.transaction { session in
            var commits = [DecisionCommit](repeating: .superseded, count: decided.count)
            for index in order { commits[index] = try await session.commit(decided[index]) }
            return commits
        }
    }

    /// Gives a claimed conversation back undecided, to be tried again after `pause`.
    package func releaseDecision(of conversation: ConversationID, after pause: Duration) async throws {
        try await database.transaction { session in
            try await session.takeBackTries(of: conversation)
            try await session.execute(
                "UPDATE email_threads SET decide_lease_until = \(SQL.now) + \(pause) WHERE id = \(conversation)")
        }
    }
}

extension SQLSession {
    fileprivate func commit(_ decided: DecidedConversation) async throws -> DecisionCommit {
        let conversation = decided.conversation
        guard try await lockUnchanged(conversation), try await stillHolds(decided.decision, for: conversation) else {
            try await takeBackTries(of: conversation.id)
            try await execute("UPDATE email_threads SET decide_lease_until = NULL WHERE id = \(conversation.id)")
            return .superseded
        }
        for reply in decided.replies {
            try await write(reply, of: conversation)
            try await noteBounce(reportedBy: reply, in: conversation.id)
        }
        // Whoever writes is back: the notice of an absence holds nothing any more.
        if decided.replies.contains(where: { $0.machine == nil }) { try await endHold(of: conversation.id) }
        if decided.replies.contains(where: \.isFromPerson) {
            try await leadsHear(.replied, in: conversation.id, reason: "answered in conversation \(conversation.id)")
        }
        try await applyMachines(decided)
        let due = try await apply(decided)
        try await execute(
            """
            UPDATE email_threads SET decide_after = NULL, decide_lease_until = NULL, updated_at = \(SQL.now)
            WHERE id = \(conversation.id)
            """)
        return .committed(firstStageDue: due)
    }

    /// Locks the conversation; false when its version is no longer the one that was decided on.
    private func lockUnchanged(_ conversation: Conversation) async throws -> Bool {
        try await first(
            """
            SELECT 1 AS unchanged FROM email_threads
            WHERE id = \(conversation.id) AND version = \(conversation.version) AND decide_after IS NOT NULL
            \(SQL.forUpdate)
            """) != nil
    }

    /// Whether what was known of the contact when a sequence was decided on is still so: another conversation with the
    /// same contact may have been decided meanwhile.
    private func stillHolds(_ decision: Decision, for conversation: Conversation) async throws -> Bool {
        guard decision == .startSequence else { return true }
        _ = try await first("SELECT id FROM contacts WHERE id = \(conversation.contact) \(SQL.forUpdate)")
        let current = try await self.conversation(conversation.id)
        return current?.isSuppressed == conversation.isSuppressed && current?.stagesSent == conversation.stagesSent
    }

    private func apply(_ decided: DecidedConversation) async throws -> Timestamp? {
        let (conversation, replies, mayAct) = (decided.conversation, decided.replies, decided.mayAct)
        let intent = replies.last { $0.machine == nil }?.verdict?.intent
        switch decided.decision {
        case .startSequence where !decided.mayAnswer:
            try await handOff(conversation, decided.unanswered, intent: intent, message: replies.last?.key)
            if mayAct { try await planActions(.flagForPerson, for: replies) }
        case .startSequence:
            if let due = try await startAnswers(in: conversation, intent: intent) {
                try await planActions(.markHandled, for: replies)
                return due
            }
            // No sequence answers, or it has no steps: nobody may be lost by that.
            try await handOff(conversation, .sendFailed, intent: intent, message: replies.last?.key)
            try await planActions(.flagForPerson, for: replies)
        case .handOff(let reason):
            try await handOff(conversation, reason, intent: intent, message: replies.last?.key)
            try await keepDetails(of: replies, for: conversation.contact)
            if mayAct { try await planActions(.flagForPerson, for: replies) }
        case .complete:
            try await end(conversation, .declined, .declinedElsewhere, reason: "not interested", intent: intent)
            if mayAct { try await planActions(.markHandled, for: replies) }
        case .optOut:
            try await end(conversation, .barred, .barredElsewhere, reason: "opt-out", intent: intent)
            try await suppress(conversation.contact, .optOut)
            if mayAct { try await planActions(.markHandled, for: replies) }
        case .suppressBounced:
            try await end(conversation, .barred, .barredElsewhere, reason: "hard bounce", intent: .bounce)
            try await suppress(conversation.contact, .hardBounce)
        case .hold(let until): try await hold(conversation.id, until: until)
        case .ignore: break
        }
        return nil
    }

    /// What machines said beside a person's words holds too.
    private func applyMachines(_ decided: DecidedConversation) async throws {
        for reply in decided.replies where reply.machine != nil && reply.decision != decided.decision {
            switch reply.decision {
            case .hold(let until): try await hold(decided.conversation.id, until: until)
            case .suppressBounced: try await suppress(decided.conversation.contact, .hardBounce)
            case .optOut: try await suppress(decided.conversation.contact, .optOut)
            case .startSequence, .handOff, .complete, .ignore: break
            }
        }
    }

    /// The answers begin: what was planned before makes way for them, our outreach to this contact anywhere included.
    private func startAnswers(in conversation: Conversation, intent: Intent?) async throws -> Timestamp? {
        try await cancelOpenMails(of: [conversation.id], reason: "decided anew")
        try await cancelOutreach(to: conversation.contact, reason: "answered in conversation \(conversation.id)")
        try await move([conversation.id], .sequenceBegan, reason: nil, intent: intent)
        try await beginGeneration(of: conversation.id)
        return try await planFirst(in: conversation.id)
    }

    private func handOff(
        _ conversation: Conversation, _ reason: HandoffReason, intent: Intent?, message: MessageKey?
    ) async throws {
        try await end(conversation, .handedOff, .handedOffElsewhere, reason: reason.rawValue, intent: intent)
        try await openHandoff(conversation.id, reason, message: message)
    }

    /// Nothing planned follows what was said, here or in the contact's other conversations.
    private func end(
        _ conversation: Conversation, _ event: ConversationEvent, _ elsewhere: ConversationEvent, reason: String,
        intent: Intent?
    ) async throws {
        try await cancelOpenMails(of: [conversation.id], reason: reason)
        try await move([conversation.id], event, reason: reason, intent: intent)
        try await moveOthers(of: conversation, elsewhere, reason: reason)
    }
}
