import Correspondence
import Timing

extension Store {
    /// Takes a message of an inbox in: its row, its conversation and the cursor in one transaction.
    ///
    /// A reply bumps the conversation's version, which stops every stage that has not reached its final dot, and
    /// sets the instant from which the conversation may be decided.
    package func takeIn(
        _ message: IncomingMessage, _ arrival: Arrival, debounce: Duration, under lease: Lease
    ) async throws -> IntakeOutcome {
        try await database.transaction { session in
            guard try await session.isHeld(lease) else { return .leaseLost }
            let outcome = try await session.takeIn(message, arrival, debounce: debounce)
            try await session.advanceCursor(to: message.location)
            return outcome
        }
    }
}

extension SQLSession {
    func takeIn(_ message: IncomingMessage, _ arrival: Arrival, debounce: Duration) async throws -> IntakeOutcome {
        switch arrival {
        case .ignored(let reason):
            guard let key = try await insertInbound(message, state: "decided", ignored: reason) else { return .known }
            if reason == .notAReply { try await noteUnlinked(message, key) }
            return .ignored(reason)
        case .quarantined:
            guard let key = try await insertInbound(message, state: "quarantined") else { return .known }
            try await record("message.quarantined", account: message.location.account, message: key)
            try await planAction(.flagForPerson, account: message.location.account, message: key)
            return .quarantined
        case .reply(let link, let source, let isWhole, let beforeBaseline):
            return try await takeInReply(
                message, link, source: source, isWhole: isWhole, beforeBaseline: beforeBaseline, debounce: debounce)
        }
    }

    private func takeInReply(
        _ message: IncomingMessage, _ link: OutreachLink, source: [UInt8], isWhole: Bool, beforeBaseline: Bool,
        debounce: Duration
    ) async throws -> IntakeOutcome {
        guard let thread = try await thread(for: link, gmailThreadID: message.gmailThreadID) else {
            return try await takeIn(message, .ignored(.notAReply), debounce: debounce)
        }
        let reply = InboundReply(
            thread: thread, linkage: link.linkage, source: source, isWhole: isWhole, beforeBaseline: beforeBaseline)
        if try await isRedelivered(message, source: source, in: thread) {
            let key = try await insertInbound(message, state: "decided", ignored: .redelivered, thread: thread)
            return key == nil ? .known : .ignored(.redelivered)
        }
        guard let key = try await insertInbound(message, state: "pending", reply: reply) else { return .known }
        try await resolveDoubt(namedBy: message.referencedIDs, evidence: "a reply names it")
        try await execute(
            """
            UPDATE email_threads
            SET version = version + 1, updated_at = \(SQL.now),
                decide_after = COALESCE(decide_after, \(SQL.now) + \(debounce))
            WHERE id = \(thread)
            """)
        try await record(
            "reply.received", account: message.location.account, thread: thread, message: key,
            detail: link.linkage.rawValue)
        return .pending(thread)
    }

    /// The same mail in a second mailbox or a second time in this one: same id, same writer, same bytes but for the
    /// trace that each delivery adds, which is why the body alone is compared. A forged equal id has another body.
    private func isRedelivered(
        _ message: IncomingMessage, source: [UInt8], in thread: ThreadID
    ) async throws -> Bool {
        guard let id = message.messageID else { return false }
        let rows = try await query(
            """
            SELECT source, from_address FROM messages
            WHERE thread_id = \(thread) AND direction = 'inbound'
              AND (message_id = \(id.text) OR claimed_message_id = \(id.text)) AND source IS NOT NULL
            """)
        let body = source.mailBody
        return try rows.contains { row in
            try row.optionalString("from_address") == message.from?.address.key
                && row.bytes("source").mailBody == body
        }
    }

    /// Inserts the row; nil when this location is known already.
    private func insertInbound(
        _ message: IncomingMessage, state: String, ignored: IgnoreReason? = nil, thread: ThreadID? = nil,
        reply: InboundReply? = nil
    ) async throws -> MessageKey? {
        let location = message.location
        let isTaken = try await isTaken(message.messageID, in: location.account)
        let row = try await first(
            """
            INSERT INTO messages (
                account_id, thread_id, direction, role, uidvalidity, uid, message_id, claimed_message_id,
                in_reply_to, reference_ids, gmail_thread_id, linkage, from_address, from_name, reply_to, to_address,
                subject, base_subject, received_at, stored_at, before_baseline, source, source_is_whole, state,
                outcome, decision, reason, decided_at)
            VALUES (
                \(location.account), \(reply?.thread ?? thread), 'inbound', \(location.role), \(location.uidValidity),
                \(location.uid), \(isTaken ? nil : message.messageID?.text), \(isTaken ? message.messageID?.text : nil),
                \(message.inReplyTo.first?.text), \(message.references.storable), \(message.gmailThreadID),
                \(reply?.linkage), \(message.from?.address.key), \(message.from?.name?.storable),
                \(message.replyTo?.key), \(message.to.first?.address.key), \(message.subject.storable),
                \(Subject.base(message.subject).storable), \(message.receivedAt), \(SQL.now),
                \(reply?.beforeBaseline ?? false), \(reply?.source), \(reply?.isWhole ?? true), \(raw: "'\(state)'"),
                \(ignored == nil ? nil : MessageOutcome.ignored), \(ignored.map { Decision.ignore($0).name }),
                \(ignored), \(ignored == nil ? SQL("NULL") : SQL.now))
            ON CONFLICT (account_id, role, uidvalidity, uid) DO NOTHING
            RETURNING id
            """)
        return try row?["id", as: MessageKey.self]
    }

    /// Whether the account holds a message with this id: an id is unique per account, a second one is only claimed.
    func isTaken(_ id: MessageID?, in account: AccountID) async throws -> Bool {
        guard let id else { return false }
        return try await first(
            "SELECT 1 AS taken FROM messages WHERE account_id = \(account) AND message_id = \(id.text)") != nil
    }

    /// Keeps what an unlinked message refers to, in case its outreach shows up in Sent later.
    private func noteUnlinked(_ message: IncomingMessage, _ key: MessageKey) async throws {
        for id in message.referencedIDs.prefix(20) {
            try await execute(
                """
                INSERT INTO unlinked_references (referenced_id, message_key) VALUES (\(id.text), \(key))
                ON CONFLICT DO NOTHING
                """)
        }
    }
}

/// What a pending reply has beyond its header.
struct InboundReply {
    let thread: ThreadID
    let linkage: Linkage
    let source: [UInt8]
    let isWhole: Bool
    let beforeBaseline: Bool
}

extension [UInt8] {
    /// What follows the first empty line.
    fileprivate var mailBody: ArraySlice<UInt8> {
        var lineLength = 0
        for (index, byte) in enumerated() {
            switch byte {
            case UInt8(ascii: "\n"):
                if lineLength == 0 { return self[(index + 1)...] }
                lineLength = 0
            case UInt8(ascii: "\r"): break
            default: lineLength += 1
            }
        }
        return []
    }
}

extension [MessageID] {
    /// As the database keeps them, the last hundred.
    var storable: String? {
        isEmpty ? nil : suffix(100).map(\.text).joined(separator: " ")
    }

    init(stored: String?) {
        self = (stored ?? "").split(separator: " ").compactMap(MessageID.init)
    }
}
