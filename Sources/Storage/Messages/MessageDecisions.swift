import Correspondence
import Database
import Events
import Timing

extension SQLSession {
    /// What was found out about one message, and what follows.
    func write(_ reply: DecidedReply, of conversation: Conversation) async throws {
        let verdict = reply.verdict
        try await execute(
            """
            UPDATE messages
            SET state = 'decided', outcome = \(reply.decision.outcome), decision = \(reply.decision.name),
                reason = \(reply.decision.reason), own_text = \(reply.ownText?.storable),
                body_hash = \(reply.bodyHash), machine_verdict = \(reply.machine?.summary.storable),
                intent = \(verdict?.intent), confidence = \(verdict?.confidence), may_send = \(verdict?.maySend),
                classifier = \(verdict?.source.description), evidence = \(verdict?.evidence?.storable),
                explanation = \(verdict?.explanation.storable), language = \(verdict?.language), decided_at = \(SQL.now)
            WHERE id = \(reply.key) AND state = 'pending'
            """)
        try await insertDetails(of: reply, in: conversation.id)
        try await record(
            .replyDecided, account: conversation.account, conversation: conversation.id, message: reply.key,
            detail: reply.decision.name)
    }

    /// Counts a try on each message of the conversation before anything of it is parsed.
    func countTries(of conversation: ConversationID) async throws {
        try await execute(
            "UPDATE messages SET attempts = attempts + 1 WHERE thread_id = \(conversation) AND state = 'pending'")
    }

    /// A try that ended in order does not count: only what kills the process is to be given up on.
    func takeBackTries(of conversation: ConversationID) async throws {
        try await execute(
            """
            UPDATE messages SET attempts = attempts - 1
            WHERE thread_id = \(conversation) AND state = 'pending' AND attempts > 0
            """)
    }

    /// An outreach belongs to a conversation from now on.
    func assign(_ outreach: MessageKey, to conversation: ConversationID) async throws {
        try await execute("UPDATE messages SET thread_id = \(conversation) WHERE id = \(outreach)")
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
