package import Correspondence
package import Timing

/// What came of a person's wish about a stage or a conversation.
package enum Intervention: Sendable, Hashable {
    case done
    /// Nothing was changed, and why.
    case refused(String)
    /// There is no such thing.
    case unknown
}

extension Store {
    /// Takes a stage back, and with it the rest of its sequence: the conversation is with a person from now on.
    ///
    /// A stage that a process holds is refused its final dot by this; one that may have left cannot be taken back.
    package func cancelFollowUp(_ id: FollowUpID) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.stage(id) else { return .unknown }
            let state = try row["state", as: FollowUpState.self]
            guard state == .planned || state == .claimed else { return .refused(state.reasonAgainstChange) }
            let thread = try row["thread_id", as: ThreadID.self]
            try await session.cancelOpenStages(of: thread, reason: "cancelled by a person")
            try await session.execute(
                """
                UPDATE email_threads SET state = 'with_person', reason = 'cancelled by a person', version = version + 1
                WHERE id = \(thread) AND state = 'in_sequence'
                """)
            try await session.record("followup.cancelled", thread: thread, followUp: id, detail: "by a person")
            return .done
        }
    }

    /// Moves a planned stage to another time; the stages after it follow it at their distance.
    package func rescheduleFollowUp(_ id: FollowUpID, to instant: Timestamp) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.stage(id) else { return .unknown }
            let state = try row["state", as: FollowUpState.self]
            guard state == .planned else { return .refused(state.reasonAgainstChange) }
            try await session.execute(
                "UPDATE outbox SET due_at = \(instant), reason = 'rescheduled by a person' WHERE id = \(id)")
            let thread = try row["thread_id", as: ThreadID.self]
            try await session.refreshNextFollowUp(of: thread)
            try await session.record("followup.rescheduled", thread: thread, followUp: id, detail: instant.rfc3339)
            return .done
        }
    }
}

extension SQLSession {
    /// Locks the conversation first, as everything does that plans or cancels, then its stage.
    fileprivate func stage(_ id: FollowUpID) async throws -> SQLRow? {
        _ = try await first(
            """
            SELECT id FROM email_threads WHERE id = (SELECT thread_id FROM outbox WHERE id = \(id)) \(SQL.forUpdate)
            """)
        return try await first("SELECT thread_id, state FROM outbox WHERE id = \(id) \(SQL.forUpdate)")
    }
}

extension FollowUpState {
    fileprivate var reasonAgainstChange: String {
        switch self {
        case .planned: "it is planned"
        case .claimed: "it is being sent at this moment; look again in a minute"
        case .inDoubt: "it may have left already; its evidence is being looked for"
        case .sent: "it was sent already"
        case .rejected: "the server has refused it"
        case .cancelled: "it is cancelled already"
        case .needsHuman: "it may have left, or lies in Drafts: look into the mailbox"
        }
    }
}
