package import Correspondence
import Timing

extension Store {
    /// Gives a conversation back to Mosaic: its handoff is closed, and the *next* reply is decided as a first one.
    /// Nothing is planned or sent by this.
    ///
    /// Refused where that next reply would go to a person all the same, or where an answer could be wrong: a contact that
    /// is barred, a stage that may have left, a message that waits for its decision.
    package func resume(_ thread: ThreadID) async throws -> Intervention {
        try await database.transaction { session in
            _ = try await session.first("SELECT id FROM email_threads WHERE id = \(thread) \(SQL.forUpdate)")
            guard let conversation = try await session.conversation(thread) else { return .unknown }
            let waits =
                try await session.first(
                    "SELECT 1 AS waits FROM email_threads WHERE id = \(thread) AND decide_after IS NOT NULL") != nil
            if waits { return .refused("a message waits for its decision") }
            if let reason = conversation.reasonAgainstResuming { return .refused(reason) }
            try await session.cancelOpenStages(of: thread, reason: "resumed by a person")
            try await session.execute(
                """
                UPDATE email_threads
                SET state = 'awaiting_reply', reason = 'resumed by a person', version = version + 1
                WHERE id = \(thread)
                """)
            try await session.closeHandoffs("thread_id = \(thread)", by: "resumed by a person")
            try await session.record("conversation.resumed", thread: thread)
            return .done
        }
    }

    /// Marks a handoff as dealt with. The conversation stays with a person.
    package func closeHandoff(_ id: HandoffID) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.first("SELECT thread_id, closed_at FROM handoffs WHERE id = \(id)") else {
                return .unknown
            }
            if let closed = try row.optionalTimestamp("closed_at") { return .refused("it was closed at \(closed)") }
            try await session.closeHandoffs("id = \(id)", by: "a person")
            try await session.record("handoff.closed", thread: try row["thread_id", as: ThreadID.self])
            return .done
        }
    }
}

extension SQLSession {
    fileprivate func closeHandoffs(_ condition: SQL, by whom: String) async throws {
        try await execute(
            """
            UPDATE handoffs SET closed_at = \(SQL.now), closed_by = \(whom) WHERE \(condition) AND closed_at IS NULL
            """)
    }
}

extension Conversation {
    /// The same rows of the decision table that keep a reply from starting a sequence.
    fileprivate var reasonAgainstResuming: String? {
        if isSuppressed { return "the contact wants or takes no more mail" }
        if stagesSent > 0 { return "a stage was sent, so every further reply is a person's" }
        switch state {
        case .withPerson: return nil
        case .awaitingReply, .inSequence: return "it is not with a person"
        case .sequenceFinished, .completed, .stopped: return "it is \(state.rawValue), which is final"
        }
    }
}
