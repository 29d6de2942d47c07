package import Correspondence
import Database
import Timing

/// A past decision with its inputs, so that it can be repeated.
package struct PastDecision: Sendable {
    package struct Message: Sendable, Hashable {
        package let key: MessageKey
        package let decision: String
        package let intent: String?
        package let isMachine: Bool
    }

    /// The conversation as it was before, and the messages as the engine received them.
    package let work: DecisionWork
    /// The decision on each message, in the order of the work's messages.
    package let decided: [Message]
}

extension Conversations {
    /// The conversations after `conversation` that have a decision on a stored mail.
    package func withDecisions(after conversation: ConversationID?, limit: Int) async throws -> [ConversationID] {
        try await database.read { session in
            try await session.query(
                """
                SELECT DISTINCT thread_id FROM messages
                WHERE state = 'decided' AND source IS NOT NULL AND thread_id > \(conversation?.rawValue ?? 0)
                ORDER BY thread_id LIMIT \(limit)
                """
            ).map { try $0["thread_id", as: ConversationID.self] }
        }
    }

    /// The decisions of one conversation, oldest first.
    ///
    /// Earlier states are not stored; they follow from the previous decisions, and from when mails left and the contact was
    /// barred. The account and the campaign are taken as they are now.
    package func pastDecisions(of conversation: ConversationID) async throws -> [PastDecision] {
        try await database.read { session in
            guard
                let present = try await session.first(
                    "SELECT \(DecisionWork.columns) FROM \(DecisionWork.source) WHERE t.id = \(conversation)")
            else { return [] }
            let now = try Conversation(present)
            let rows = try await session.query(
                """
                SELECT messages.*, decided_at AS now FROM messages WHERE thread_id = \(conversation) AND state = 'decided' AND source IS NOT NULL
                  AND linkage IS NOT NULL AND decided_at IS NOT NULL ORDER BY decided_at, received_at, id
                """)
            let answers = try await session.query(
                "SELECT in_doubt_at FROM outbox WHERE thread_id = \(conversation) AND purpose = 'answer' AND in_doubt_at IS NOT NULL"
            ).map { try $0.timestamp("in_doubt_at") }
            let bars = try await session.first(
                """
                SELECT c.suppressed_at, \(SQL.domainSuppressedAt("c")) AS domain_suppressed_at
                FROM contacts c WHERE c.id = \(now.contact)
                """)
            let suppressed = try [
                bars?.optionalTimestamp("suppressed_at"), bars?.optionalTimestamp("domain_suppressed_at"),
            ].compactMap(\.self).min()
            let ownMails = try await session.ownMails(in: [conversation])[conversation] ?? []
            var state = ConversationState.awaitingReply
            return try rows.decidedTogether().map { group in
                let decidedAt = try group[0].timestamp("decided_at")
                let before = now.asItWas(
                    state: state, answersSent: answers.count { $0 < decidedAt },
                    isSuppressed: suppressed.map { $0 < decidedAt } ?? false)
                let past = PastDecision(
                    work: try DecisionWork(
                        present, of: before, mailboxes: [now.account], messages: group.map(PendingReply.init),
                        ownMails: ownMails),
                    decided: try group.map(PastDecision.Message.init))
                state = past.decided.reduce(state) { state, message in
                    DecisionKind(stored: message.decision)?.event.flatMap(state.after) ?? state
                }
                return past
            }
        }
    }
}

extension [SQLRow] {
    /// Messages decided in one transaction: their instants are closer together than two decisions can be.
    fileprivate func decidedTogether() throws -> [[SQLRow]] {
        var groups: [[SQLRow]] = []
        var last = Timestamp.distantPast
        for row in self {
            let decidedAt = try row.timestamp("decided_at")
            if groups.isEmpty || decidedAt - last > .milliseconds(500) { groups.append([]) }
            groups[groups.count - 1].append(row)
            last = decidedAt
        }
        return groups
    }
}

extension PastDecision.Message {
    fileprivate init(_ row: SQLRow) throws {
        key = try row["id", as: MessageKey.self]
        decision = try row.optionalString("decision") ?? ""
        intent = try row.optionalString("intent")
        isMachine = try row.optionalString("machine_verdict") != nil
    }
}

extension Conversation {
    fileprivate func asItWas(state: ConversationState, answersSent: Int, isSuppressed: Bool) -> Conversation {
        Conversation(
            id: id, account: account, contact: contact, contactAddress: contactAddress, subject: subject, state: state,
            answersSent: answersSent, generation: generation, version: version, isSuppressed: isSuppressed,
            nextFollowUpAt: nil)
    }
}
