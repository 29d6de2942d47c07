import Correspondence
import Database

extension SQLSession {
    /// The only statement that writes `outbox.state`: the next state comes from the table of ``MailState/after(_:)``.
    ///
    /// - Parameters:
    ///   - mails: a condition on `outbox`; those whose state the event does not change are left alone.
    ///   - others: further assignments, each with a comma before it.
    func move(_ mails: SQL, _ event: MailEvent, _ others: SQL = "") async throws {
        try await write(transition(of: mails, event, others))
    }

    /// The same.
    ///
    /// - Returns: `id`, `fence`, `thread_id`, `account_id` and `contact_id` of the mails that moved.
    func moved(_ mails: SQL, _ event: MailEvent, _ others: SQL = "") async throws -> [SQLRow] {
        try await query(
            "\(transition(of: mails, event, others)) RETURNING id, fence, thread_id, account_id, contact_id")
    }

    private func transition(of mails: SQL, _ event: MailEvent, _ others: SQL) -> SQL {
        """
        UPDATE outbox SET state = \(MailState.sql(after: event)) \(others)
        WHERE \(mails) AND state IN (\(MailState.sql(allowing: event)))
        """
    }

    /// Cancels every mail of these conversations that has certainly not left. A claimed mail is thereby refused its final
    /// dot.
    func cancelOpenMails(of conversations: [ConversationID], reason: String) async throws {
        guard !conversations.isEmpty else { return }
        try await move(
            "thread_id \(in: conversations)", .cancelled, ", reason = \(reason.storable), lease_until = NULL")
        try await refreshNextFollowUp(of: conversations)
    }

    /// Plans claims again that were certainly not sent.
    func returnLapsedClaims(_ mails: SQL) async throws {
        let reason = "its holder was lost"
        let lapsed = try await moved(mails, .lapsed, ", lease_until = NULL, reason = \(reason)")
        try await logSendSteps(
            .released, of: lapsed.map { try $0["id", as: MailID.self] }, detail: reason)
    }

    /// The same, with the evidence for each.
    func logSendSteps(_ step: SendStep, of mails: [LeftMail]) async throws {
        guard !mails.isEmpty else { return }
        try await write(
            """
            INSERT INTO send_attempts (outbox_id, fence, at, step, detail)
            SELECT o.id, o.fence, \(SQL.now), \(step), proof.detail
            FROM \(LeftMail.table(mails)) JOIN outbox o ON o.id = proof.id ORDER BY o.id
            """)
    }

    /// Appends one line for each of these mails to the log of their tries.
    func logSendSteps(_ step: SendStep, of mails: [MailID], detail: String? = nil) async throws {
        guard !mails.isEmpty else { return }
        try await write(
            """
            INSERT INTO send_attempts (outbox_id, fence, at, step, detail)
            SELECT id, fence, \(SQL.now), \(step), \(detail?.storable) FROM outbox WHERE id \(in: mails) ORDER BY id
            """)
    }
}

extension MailState {
    /// `CASE state WHEN … END`, the state after the event.
    fileprivate static func sql(after event: MailEvent) -> SQL {
        SQL(raw: transitionCase(allCases, { $0.after(event)?.rawValue }))
    }

    /// The states that the event changes, as a list.
    static func sql(allowing event: MailEvent) -> SQL {
        SQL(raw: allCases.filter { $0.after(event) != nil }.map { "'\($0.rawValue)'" }.joined(separator: ", "))
    }
}

/// A `CASE` over a column, made of a pure table.
func transitionCase<State: RawRepresentable<String>>(
    _ states: [State], of column: String = "state", _ after: (State) -> String?
) -> String {
    let arms = states.compactMap { state in after(state).map { "WHEN '\(state.rawValue)' THEN '\($0)'" } }
    return "CASE \(column) \(arms.joined(separator: " ")) ELSE \(column) END"
}
