import Correspondence
import Database
import Events
import Timing

extension SQLSession {
    /// The only statement that writes `email_threads.state`: the next state comes from the table of
    /// ``ConversationState/after(_:)``. Conversations whose state the event does not change are left alone.
    ///
    /// - Parameter bumping: whether to raise the version, which voids claims and decisions in progress.
    func move(
        _ conversations: [ConversationID], _ event: ConversationEvent, reason: String?, intent: Intent? = nil,
        bumping: Bool = false
    ) async throws {
        guard !conversations.isEmpty else { return }
        try await write(transition(of: conversations, event, reason, intent, bumping))
    }

    /// The same; returns the conversations that moved.
    func moved(
        _ conversations: [ConversationID], _ event: ConversationEvent, reason: String?, bumping: Bool
    ) async throws -> [ConversationID] {
        guard !conversations.isEmpty else { return [] }
        return try await query("\(transition(of: conversations, event, reason, nil, bumping)) RETURNING id").map {
            try $0["id", as: ConversationID.self]
        }
    }

    private func transition(
        of conversations: [ConversationID], _ event: ConversationEvent, _ reason: String?, _ intent: Intent?,
        _ bumping: Bool
    ) -> SQL {
        let version: SQL = bumping ? ", version = version + 1" : ""
        return """
            UPDATE email_threads SET state = \(ConversationState.sql(after: event)), reason = \(reason?.storable),
                intent = COALESCE(\(intent), intent), updated_at = \(SQL.now) \(version)
            WHERE id \(in: conversations) AND state IN (\(ConversationState.sql(allowing: event)))
            """
    }

    /// The only statement that writes `next_followup_at` and `followups_sent`: they repeat what the outbox says.
    func refreshNextFollowUp(of conversations: [ConversationID]) async throws {
        guard !conversations.isEmpty else { return }
        try await refreshNextFollowUp(where: "id \(in: conversations)")
    }

    func refreshNextFollowUp(where condition: SQL) async throws {
        try await write(
            """
            UPDATE email_threads
            SET next_followup_at = (SELECT MIN(due_at) FROM outbox
                    WHERE thread_id = email_threads.id AND state IN ('planned', 'claimed')),
                followups_sent = (SELECT COUNT(*) FROM outbox WHERE thread_id = email_threads.id AND state = 'sent'),
                updated_at = \(SQL.now)
            WHERE \(condition)
            """)
    }

    /// Locks conversations in the order of their keys, as everything does that plans, decides or cancels.
    func lock(_ conversations: [ConversationID]) async throws {
        guard !conversations.isEmpty else { return }
        try await write(.locking(conversations: conversations))
    }

    /// Voids every claim and every decision in progress in these conversations.
    func bump(_ conversations: [ConversationID]) async throws {
        try await write("UPDATE email_threads SET version = version + 1 WHERE id \(in: conversations)")
    }

    /// A message arrived in the conversation: it is decided once `debounce` has passed, together with later messages until then.
    func awaitDecision(of conversations: [ConversationID], after debounce: Duration) async throws {
        guard !conversations.isEmpty else { return }
        try await write(
            """
            UPDATE email_threads
            SET version = version + 1, updated_at = \(SQL.now),
                decide_after = COALESCE(decide_after, \(SQL.now) + \(debounce)), decide_lease_until = NULL
            WHERE id \(in: conversations)
            """)
    }

    /// Nothing waits for a decision in these conversations any more.
    ///
    /// - Parameters:
    ///   - endingHold: those among them in which mail planned from now on need not wait for the end of an absence.
    ///   - beginningGeneration: those among them in which a next generation of mails begins.
    func endDecision(
        of conversations: [ConversationID], endingHold: [ConversationID], beginningGeneration: [ConversationID]
    ) async throws {
        try await write(
            """
            UPDATE email_threads
            SET decide_after = NULL, decide_lease_until = NULL, decide_holder = NULL, updated_at = \(SQL.now),
                hold_until = CASE WHEN id \(in: endingHold) THEN NULL ELSE hold_until END,
                generation = generation + CASE WHEN id \(in: beginningGeneration) THEN 1 ELSE 0 END
            WHERE id \(in: conversations)
            """)
    }

    /// Begins the next generation of mails; its number is part of their identity.
    func beginGeneration(of conversations: [ConversationID]) async throws {
        try await write("UPDATE email_threads SET generation = generation + 1 WHERE id \(in: conversations)")
    }

    /// From now on the conversation is known by its first mail.
    func name(_ conversation: ConversationID, after messageID: String) async throws {
        try await write(
            "UPDATE email_threads SET message_id = \(messageID) WHERE id = \(conversation) AND message_id IS NULL")
    }

    /// A conversation of which no mail has left takes the subject of its first mail.
    func restate(_ conversation: ConversationID, as subject: String) async throws {
        try await write(
            "UPDATE email_threads SET subject = \(subject.storable) WHERE id = \(conversation) AND message_id IS NULL")
    }

    /// No mail of the conversation leaves before `instant`, because of an out-of-office notice.
    func hold(_ conversation: ConversationID, until instant: Timestamp) async throws {
        try await write("UPDATE email_threads SET hold_until = \(instant) WHERE id = \(conversation)")
        try await postponeOpenMails(of: conversation, until: instant)
        try await refreshNextFollowUp(of: [conversation])
    }

    /// Gives a conversation to a person, with the newest message that its contact wrote.
    ///
    /// - Parameter barred: whether no mail may go to the contact any more.
    func giveToPerson(_ conversation: ConversationID, _ reason: HandoffReason, barred: Bool = false) async throws {
        try await move([conversation], barred ? .barred : .handedOff, reason: reason.rawValue, bumping: true)
        try await cancelOpenMails(of: [conversation], reason: reason.rawValue)
        if !barred { try await leadsNeedPerson(in: conversation, reason: reason.rawValue) }
        let message = try await first(
            """
            SELECT id, account_id FROM messages WHERE thread_id = \(conversation) AND direction = 'inbound'
              AND role = 'inbox' ORDER BY received_at DESC, id DESC LIMIT 1
            """)
        try await openHandoff(conversation, reason, message: try message?["id", as: MessageKey.self])
        if let message {
            try await planAction(
                .flagForPerson, account: try message["account_id", as: AccountID.self],
                message: try message["id", as: MessageKey.self])
        }
    }

    /// Its address accepts no mail, and nobody had written from it: the conversation ends without a person.
    func endUndeliverable(_ conversation: ConversationID, reason: String) async throws {
        try await move([conversation], .barred, reason: reason, bumping: true)
        try await cancelOpenMails(of: [conversation], reason: reason)
    }

    /// Applies a statement made in one conversation to all: no mail of another may follow it.
    ///
    /// - Parameter others: the contact's other conversations in which mail may still leave.
    func moveOthers(
        _ others: [ConversationID], of conversation: ConversationID, _ event: ConversationEvent, reason: String
    ) async throws {
        guard !others.isEmpty else { return }
        let told = "\(reason) in conversation \(conversation)"
        for other in try await moved(others, event, reason: told, bumping: true) {
            try await record(.conversationStopped, conversation: other, detail: told)
        }
        try await cancelOpenMails(of: others, reason: told)
    }
}

extension ConversationState {
    /// `CASE state WHEN … END`, the state after the event.
    fileprivate static func sql(after event: ConversationEvent) -> SQL {
        SQL(raw: transitionCase(allCases, { $0.after(event)?.rawValue }))
    }

    fileprivate static func sql(allowing event: ConversationEvent) -> SQL {
        SQL(raw: allCases.filter { $0.after(event) != nil }.map { "'\($0.rawValue)'" }.joined(separator: ", "))
    }
}

extension SQL {
    static func locking(conversations: [ConversationID]) -> SQL {
        "SELECT id FROM email_threads WHERE id \(in: conversations) ORDER BY id \(SQL.forUpdate)"
    }
}
