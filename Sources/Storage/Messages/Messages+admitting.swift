package import Correspondence
import Database
import Events
import Timing

extension Messages {
    /// Admits messages of one inbox: their rows, their conversations and the cursor in one transaction.
    ///
    /// A reply bumps its conversation's version, which stops every mail that has not reached its final dot, and sets the
    /// instant from which the conversation may be decided.
    ///
    /// - Returns: what became of each, in the order given; nil when another process watches this account now, and nothing
    ///   was written.
    package func admit(
        _ admissions: [Admission], debounce: Duration, under lease: Lease
    ) async throws -> [IntakeOutcome]? {
        try await database.settlingUniqueness { session in
            guard try await session.isHeld(lease) else { return nil }
            // All that are known at once, so that two accounts' batches cannot wait for each other.
            try await session.lock(admissions.compactMap(\.arrival.conversation))
            var outcomes: [IntakeOutcome] = []
            for admission in admissions {
                if let replaced = admission.replaced { try await session.forgetUnlinked(replaced) }
                outcomes.append(
                    try await session.admit(admission.message, admission.arrival, debounce: debounce))
            }
            try await session.advanceCursor(past: admissions.map(\.message))
            return outcomes
        }
    }
}

extension SQLSession {
    func admit(
        _ message: IncomingMessage, _ arrival: Arrival, debounce: Duration
    ) async throws -> IntakeOutcome {
        switch arrival {
        case .ignored(.notAReply):
            let reason = try await namesOurMail(message) ? IgnoreReason.notOutreach : .notAReply
            guard let key = try await insertInbound(message, state: .decided, ignored: reason) else { return .known }
            try await noteUnlinked(message, key)
            return .ignored(reason)
        case .ignored(let reason):
            guard try await insertInbound(message, state: .decided, ignored: reason) != nil else { return .known }
            return .ignored(reason)
        case .quarantined(let link):
            return try await quarantine(message, link, debounce: debounce)
        case .reply(let link, let source, let isWhole, let beforeBaseline):
            guard let (conversation, link) = try await conversation(for: link, of: message) else {
                // It answers our mail, and nobody can be written to: a person must see it.
                return link.linkage == .returnedPart || message.isReport
                    ? try await admit(message, .ignored(.notAReply), debounce: debounce)
                    : try await quarantine(message, nil, debounce: debounce)
            }
            let reply = InboundReply(
                conversation: conversation, link: link, source: source, isWhole: isWhole,
                beforeBaseline: beforeBaseline)
            return try await admit(message, reply, debounce: debounce)
        }
    }

    /// Nobody may read it: a person gets it with the conversation that its header names, or by itself.
    private func quarantine(
        _ message: IncomingMessage, _ link: OutreachLink?, debounce: Duration
    ) async throws -> IntakeOutcome {
        if let link, let (conversation, link) = try await conversation(for: link, of: message) {
            let reply = InboundReply(conversation: conversation, link: link, source: nil, isWhole: false)
            return try await admit(message, reply, debounce: debounce)
        }
        guard let key = try await insertInbound(message, state: .quarantined) else { return .known }
        try await record(.messageQuarantined, account: message.location.account, message: key)
        try await planAction(.flagForPerson, account: message.location.account, message: key)
        return .quarantined(nil)
    }

    fileprivate func forgetUnlinked(_ message: MessageKey) async throws {
        try await forgetMessage(message)
        try await execute("DELETE FROM messages WHERE id = \(message) AND thread_id IS NULL")
    }

    private func admit(
        _ message: IncomingMessage, _ reply: InboundReply, debounce: Duration
    ) async throws -> IntakeOutcome {
        let conversation = reply.conversation
        // The same reply may arrive in two mailboxes at the same moment: the second must see the first.
        try await lock([conversation])
        if let source = reply.source, let original = try await original(of: message, source: source, in: conversation) {
            let key = try await insertInbound(
                message, state: .decided, ignored: .redelivered, conversation: conversation)
            guard let key else { return .known }
            try await repeatAction(on: original, for: key, in: message.location.account)
            return .ignored(.redelivered)
        }
        guard let key = try await insertInbound(message, state: .pending, reply: reply) else { return .known }
        if try await isAnsweredByPerson(message) {
            try await move([conversation], .personHadAnswered, reason: "a person has answered already")
        }
        try await resolveDoubt(
            namedBy: message.referencedIDs + [reply.link.returned].compactMap(\.self), evidence: "a reply names it")
        try await awaitDecision(of: conversation, after: debounce)
        try await record(
            reply.source == nil ? .messageQuarantined : .replyReceived, account: message.location.account,
            conversation: conversation, message: key, detail: reply.link.linkage.rawValue)
        return reply.source == nil ? .quarantined(conversation) : .pending(conversation)
    }

    /// Whether a person answered this message before it was read here: then the conversation is theirs. What was passed
    /// on to somebody else is no answer.
    private func isAnsweredByPerson(_ message: IncomingMessage) async throws -> Bool {
        guard let id = message.messageID else { return false }
        let answers = try await query(
            """
            SELECT answer.recipients FROM messages answer
            WHERE answer.direction = 'outbound' AND answer.in_reply_to = \(id.text) AND answer.message_id IS NOT NULL
              AND COALESCE(answer.outreach_reason, '') <> 'mosaic'
              AND NOT EXISTS (SELECT 1 FROM outbox mail WHERE mail.message_id = answer.message_id)
            ORDER BY answer.id LIMIT 100
            """)
        let writer = [message.from?.address.key, message.replyTo?.key].compactMap(\.self)
        return try answers.contains { row in
            guard let recipients = try row.optionalString("recipients")?.split(separator: " ") else { return true }
            return writer.isEmpty || writer.contains { recipients.contains(Substring($0)) }
        }
    }

    /// The conversation that a message belongs to, and by what. Where our mail names no recipient that we could write to, as
    /// with Bcc, its writer is the contact; that is enough for a person, and not for an automatic answer.
    private func conversation(
        for link: OutreachLink, of message: IncomingMessage
    ) async throws -> (ConversationID, OutreachLink)? {
        if let known = try await conversation(for: link, gmailThreadID: message.gmailThreadID) { return (known, link) }
        guard let outreach = link.outreach, link.linkage != .returnedPart, !message.isReport, let writer = message.from,
            let conversation = try await conversation(with: writer, about: outreach)
        else { return nil }
        return (conversation, OutreachLink(linkage: .subject, outreach: outreach, conversation: conversation))
    }

    /// The message that this one repeats, in a second mailbox or a second time in this one: same id (or none on either
    /// side), same writer, same bytes but for the trace that each delivery adds, which is why the body alone is
    /// compared. A forged equal id has another body; beyond a few of them the message is decided, not compared.
    private func original(
        of message: IncomingMessage, source: [UInt8], in conversation: ConversationID
    ) async throws -> MessageKey? {
        let id = message.messageID?.text
        let rows = try await query(
            """
            SELECT id, source, from_address FROM messages
            WHERE thread_id = \(conversation) AND direction = 'inbound' AND (source IS NOT NULL OR state = 'decided')
              AND (message_id = \(id) OR claimed_message_id = \(id)
                OR (\(id == nil) AND message_id IS NULL AND claimed_message_id IS NULL))
            ORDER BY id LIMIT 10
            """)
        let body = source.mailBody
        let same = try rows.first { row in
            guard try row.optionalString("from_address") == message.from?.address.key else { return false }
            // What is not kept any more, or never was, is known by its id and writer alone.
            guard let known = try row.optionalBytes("source") else { return id != nil }
            return known.mailBody == body
        }
        return try same?["id", as: MessageKey.self]
    }

    /// Inserts the row; nil when this location is known already.
    private func insertInbound(
        _ message: IncomingMessage, state: MessageState, ignored: IgnoreReason? = nil,
        conversation: ConversationID? = nil, reply: InboundReply? = nil
    ) async throws -> MessageKey? {
        let location = message.location
        let isUnwanted = location.elsewhere?.isUnwanted ?? false
        let isTaken = try await isTaken(message.messageID, in: location.account)
        let row = try await first(
            """
            INSERT INTO messages (
                account_id, thread_id, direction, role, uidvalidity, uid, message_id, claimed_message_id,
                in_reply_to, reference_ids, gmail_thread_id, linkage, from_address, from_name, reply_to, to_address,
                subject, base_subject, received_at, stored_at, before_baseline, source, source_is_whole, state,
                outcome, decision, reason, decided_at, found_in, only_for_person)
            VALUES (
                \(location.account), \(reply?.conversation ?? conversation), 'inbound', \(location.role), \(location.uidValidity),
                \(location.uid), \(isTaken ? nil : message.messageID?.text), \(isTaken ? message.messageID?.text : nil),
                \(message.inReplyTo.first?.text), \(message.references.storable), \(message.gmailThreadID),
                \(reply?.link.linkage), \(message.from?.address.key), \(message.from?.name?.storable),
                \(message.replyTo?.key), \(message.to.first?.address.key), \(message.subject.storable),
                \(Subject.base(message.subject).storable), \(message.receivedAt), \(SQL.now),
                \((reply?.beforeBaseline ?? false) || isUnwanted), \(reply?.source), \(reply?.isWhole ?? true), \(state),
                \(ignored == nil ? nil : MessageOutcome.ignored), \(ignored.map { Decision.ignore($0).name }),
                \(ignored), \(ignored == nil ? SQL("NULL") : SQL.now), \(location.elsewhere?.mailbox.storable),
                \(isUnwanted))
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

    /// Whether it answers mail of ours, whatever that counts as.
    private func namesOurMail(_ message: IncomingMessage) async throws -> Bool {
        guard !message.referencedIDs.isEmpty else { return false }
        return try await !query(
            """
            SELECT 1 AS yes FROM messages
            WHERE message_id \(in: message.referencedIDs.map(\.text)) AND direction = 'outbound' LIMIT 1
            """
        ).isEmpty
    }

    /// Keeps what an unlinked message refers to, in case its outreach shows up in Sent later.
    private func noteUnlinked(_ message: IncomingMessage, _ key: MessageKey) async throws {
        let rows = message.referencedIDs.prefix(20).map { "(\($0.text), \(key))" as SQL }
        guard !rows.isEmpty else { return }
        try await execute(
            """
            INSERT INTO unlinked_references (referenced_id, message_key) VALUES \(SQL.joined(rows))
            ON CONFLICT DO NOTHING
            """)
        // Sent may have shown the outreach while this message was being looked at.
        let names = message.referencedIDs.map(\.text)
        let appeared = try await query(
            "SELECT 1 AS yes FROM messages WHERE message_id \(in: names) AND \(SQL.isAnswerable) LIMIT 1")
        guard !appeared.isEmpty else { return }
        try await planAction(.admitAgain, account: message.location.account, message: key)
        try await execute("DELETE FROM unlinked_references WHERE message_key = \(key)")
    }
}

/// What a pending reply has beyond its header.
struct InboundReply {
    let conversation: ConversationID
    let link: OutreachLink
    /// Nil when nobody may read it: then it is decided unread.
    let source: [UInt8]?
    let isWhole: Bool
    var beforeBaseline = false
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
