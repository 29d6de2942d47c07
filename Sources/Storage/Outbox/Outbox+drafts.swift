package import Correspondence
import Database
import Outreach
package import Timing

/// A mail that was left in Drafts, as written.
package struct DraftRecord: Sendable, Hashable {
    package let id: MailID
    package let recipient: EmailAddress
    package let rendered: [UInt8]
    package let madeAt: Timestamp
}

extension Outbox {
    /// Drafts of this account to these people that are not known to have been sent, newest first.
    package func waitingDrafts(of account: AccountID, to people: [EmailAddress]) async throws -> [DraftRecord] {
        guard !people.isEmpty else { return [] }
        return try await database.rows(
            """
            SELECT id, recipient, rendered, in_doubt_at FROM outbox
            WHERE account_id = \(account) AND state = 'needs_human' AND reason = \(SQL.leftInDrafts)
              AND recipient \(in: Set(people.map(\.key)).sorted()) AND rendered IS NOT NULL
              AND in_doubt_at > \(SQL.now) - \(WaitingDraft.span)
            ORDER BY in_doubt_at DESC, id DESC LIMIT 200
            """
        ).compactMap { row in
            guard let rendered = try row.optionalBytes("rendered") else { return nil }
            return DraftRecord(
                id: try row["id", as: MailID.self], recipient: try row.address("recipient"), rendered: rendered,
                madeAt: try row.timestamp("in_doubt_at"))
        }
    }
}

extension SQLSession {
    /// The waiting draft that a mail in Sent is, or replaces.
    func waitingDraft(_ trace: DraftTrace?) async throws -> OutboxMail? {
        let draft: MailID
        switch trace {
        case .sent(let id), .changed(let id), .replaced(let id): draft = id
        case nil: return nil
        }
        let row = try await first(
            "SELECT id, thread_id, message_id, state, reason FROM outbox WHERE id = \(draft)")
        return try row.map(OutboxMail.init).flatMap { $0.isDraft ? $0 : nil }
    }

    /// A person sent the draft: a conversation that waited for nothing else returns to Mosaic. A lead continues by itself.
    func takeBack(sentDraft mail: OutboxMail) async throws {
        try await lock([mail.conversation])
        let waiting = try await first(
            """
            SELECT o.purpose FROM outbox o JOIN email_threads t ON t.id = o.thread_id
            JOIN handoffs h ON h.thread_id = t.id AND h.closed_at IS NULL
             AND h.reason \(in: [HandoffReason.draftWaits, .draftInDoubt])
            WHERE o.id = \(mail.id) AND o.lead_id IS NULL AND t.state = 'with_person'
              AND t.reason = \(HandoffReason.draftWaits) AND t.generation = o.generation
            """)
        guard let waiting else {
            let doubt: SQL = "thread_id = \(mail.conversation) AND reason = \(HandoffReason.draftInDoubt)"
            return try await closeHandoffs(doubt, by: "its draft was sent")
        }
        let isAnswer = try waiting["purpose", as: Purpose.self] == .answer
        try await move([mail.conversation], isAnswer ? .draftSent : .resumed, reason: nil, bumping: true)
        try await closeHandoffs("thread_id = \(mail.conversation)", by: "its draft was sent")
    }
}

extension SQLSession {
    /// A campaign's draft is one of many that somebody asked for: they have no handoffs, but are shown together
    /// (``Outbox/draftsWaiting()``). A lead waits once its job is finished with it.
    func leaveToPerson(draft: MailID, in conversation: ConversationID) async throws {
        let reason = HandoffReason.draftWaits.rawValue
        try await move([conversation], .handedOff, reason: reason, bumping: true)
        try await cancelOpenMails(of: [conversation], reason: reason)
        let row = try await first(
            """
            SELECT o.lead_id FROM outbox o JOIN campaigns p ON p.id = o.campaign_id AND p.job_id = o.job_id
            WHERE o.id = \(draft)
            """)
        if let lead = try row?["lead_id", as: LeadID?.self] {
            try await awaitTurn(of: "id = \(lead)")
        } else {
            try await leadsNeedPerson(in: conversation, reason: reason)
        }
    }

    /// A person's verdict on the waiting drafts of a conversation.
    func judgeDrafts(of conversation: ConversationID, _ verdict: AutonomyVerdict) async throws {
        let drafts = try await query(
            """
            SELECT id, account_id FROM outbox WHERE thread_id = \(conversation) AND state = 'needs_human'
              AND reason = \(SQL.leftInDrafts) ORDER BY id
            """)
        for draft in drafts {
            let id = try draft["id", as: MailID.self]
            try await judge(try draft["account_id", as: AccountID.self], "mail \(id)", verdict)
        }
    }

    /// Nobody knows whether the draft lies in Drafts: somebody looks. It stays known as one, in case they send it.
    func draftIsInDoubt(_ mail: MailID) async throws {
        let row = try await first("SELECT thread_id, lead_id FROM outbox WHERE id = \(mail)")
        guard let conversation = try row?["thread_id", as: ConversationID.self] else { return }
        try await lock([conversation])
        try await restateHandoff(of: conversation, .draftWaits, as: .draftInDoubt)
        guard try row?["lead_id", as: LeadID?.self] != nil else { return }
        try await openHandoff(conversation, .draftInDoubt, message: nil)
    }

    /// The draft could not be put into Drafts: nobody can send it from there, and a person must write the mail.
    func noDraftWasFiled(_ mail: MailID) async throws {
        let row = try await first("SELECT thread_id, lead_id FROM outbox WHERE id = \(mail)")
        guard let conversation = try row?["thread_id", as: ConversationID.self] else { return }
        try await lock([conversation])
        try await write(
            "UPDATE outbox SET reason = 'no draft could be filed' WHERE id = \(mail) AND reason = \(SQL.leftInDrafts)")
        try await restateHandoff(of: conversation, .draftWaits, as: .sendFailed)
        guard try row?["lead_id", as: LeadID?.self] != nil else { return }
        try await openHandoff(conversation, .sendFailed, message: nil)
        try await leadsNeedPerson(in: conversation, reason: HandoffReason.sendFailed.rawValue)
    }
}

extension OutboxMail {
    init(_ row: SQLRow) throws {
        let state = try row["state", as: MailState.self]
        self.init(
            id: try row["id", as: MailID.self], conversation: try row["thread_id", as: ConversationID.self],
            messageID: try row.optionalMessageID("message_id"), isSent: state == .sent,
            isDraft: try state == .needsHuman && row.optionalString("reason") == SQL.leftInDraftsText)
    }
}
