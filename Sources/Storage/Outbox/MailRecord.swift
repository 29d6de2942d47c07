package import Correspondence
import Database
package import Outreach
package import Timing

/// One mail of one conversation, as lists show it.
package struct MailRecord: Sendable, Hashable {
    package let id: MailID
    package let conversation: ConversationID
    package let account: EmailAddress
    package let recipient: EmailAddress
    package let subject: String
    package let step: Int
    package let generation: Int
    package let state: MailState
    package let reason: String?
    package let dueAt: Timestamp
    package let plannedAt: Timestamp
    package let inDoubtAt: Timestamp?
    package let sentAt: Timestamp?
    package let attempts: Int
    package let serverReply: String?
    package let messageID: MessageID?
    /// The text of a campaign's mail; for an answer, its step's present template. Nil where the sequence no longer has that
    /// step.
    package let text: String?
    package internal(set) var purpose = Purpose.answer
    /// The campaign and the step that it belongs to.
    package internal(set) var campaign: String?
    package internal(set) var campaignStep: String?
    /// Whether that campaign is paused or has ended: the mail waits for it.
    package internal(set) var isHalted = false
    package internal(set) var contactName: String?
    /// The sender that the contact knows.
    package internal(set) var writer: Correspondent?
    /// The mail as written, only when one mail or conversation was asked for.
    package internal(set) var rendered: [UInt8]?
}

extension SQL {
    /// The keys of mails in these states by their due time. Each state is read by itself, so that the index of those that are
    /// open serves it.
    fileprivate static func page(
        of states: [MailState], after place: TimePlace?, latestFirst: Bool, limit: Int
    ) -> SQL {
        let order: SQL = latestFirst ? "due_at DESC, id DESC" : "due_at, id"
        let further: SQL = place.map { "AND \(SQL.isBehind($0, "due_at", "id"))" } ?? ""
        let pages = states.map { state -> SQL in
            """
            SELECT id, due_at FROM (SELECT id, due_at FROM outbox WHERE state = '\(raw: state.rawValue)' \(further)
                ORDER BY \(order) LIMIT \(limit)) AS page_\(raw: state.rawValue)
            """
        }
        return
            "SELECT id FROM (\(SQL.joined(pages, separator: " UNION ALL "))) AS pages ORDER BY \(order) LIMIT \(limit)"
    }
}

/// One step of one try to send a mail.
package struct SendStepRecord: Sendable, Hashable {
    package let followUp: MailID
    package let at: Timestamp
    package let step: SendStep
    package let detail: String?
}

/// How many mails of a campaign one run may send, and how many have left.
package struct CampaignBatchUse: Sendable, Hashable {
    package let campaign: CampaignID
    package let size: Int
    package let sent: Int
}

extension Outbox {
    /// Mails by due time, or backwards: of one conversation or of all, in these states.
    ///
    /// - Parameter place: those alone that are due behind it; for a limited list of all conversations, forwards.
    package func list(
        in states: [MailState], of conversation: ConversationID? = nil, after place: TimePlace? = nil,
        latestFirst: Bool = false, limit: Int? = nil
    ) async throws -> [MailRecord] {
        try await database.read { session in
            let order: SQL = latestFirst ? "o.due_at DESC, o.id DESC" : "o.due_at, o.id"
            var condition: SQL = "o.state \(in: states)"
            if let conversation {
                condition = "\(condition) AND o.thread_id = \(conversation)"
            } else if let limit {
                let page = SQL.page(of: states, after: place, latestFirst: latestFirst, limit: limit)
                let keys = try await session.keys(page, as: MailID.self)
                condition = "o.id \(in: keys)"
            }
            return try await session.followUps(
                "WHERE \(condition) ORDER BY \(order) \(SQL.limit(limit))", withBytes: conversation != nil)
        }
    }

    /// Planned mails of a campaign, by their due time. An edit plans them anew: until then none of them leaves.
    package func planned(of campaign: CampaignID, limit: Int) async throws -> [MailRecord] {
        try await database.read { session in
            let keys = try await session.keys(
                """
                SELECT id FROM outbox WHERE campaign_id IS NOT NULL AND campaign_id = \(campaign)
                  AND state IN ('planned', 'claimed') AND state = 'planned' ORDER BY due_at, id LIMIT \(limit)
                """, as: MailID.self)
            return try await session.followUps("WHERE o.id \(in: keys) ORDER BY o.due_at, o.id", withBytes: false)
        }
    }

    package func count(in states: [MailState]) async throws -> Int {
        try await database.rows("SELECT COUNT(*) AS count FROM outbox WHERE state \(in: states)").first?.int("count")
            ?? 0
    }

    package func record(_ id: MailID) async throws -> MailRecord? {
        try await database.read { session in try await session.followUps("WHERE o.id = \(id)", withBytes: true).first }
    }

    /// Mails each account sent within the last 24 h.
    ///
    /// - Parameter accounts: nil for all.
    package func sentLastDay(of accounts: Set<AccountID>? = nil) async throws -> [EmailAddress: Int] {
        let which: SQL = accounts.map { "WHERE a.id \(in: $0.sorted())" } ?? ""
        let rows = try await database.rows(
            """
            SELECT a.address, (SELECT COUNT(*) FROM outbox o WHERE o.account_id = a.id AND o.in_doubt_at IS NOT NULL
                AND o.in_doubt_at > \(SQL.now) - \(Duration.seconds(86_400))) AS sent
            FROM accounts a \(which)
            """)
        return try rows.reduce(into: [:]) { $0[try $1.address("address")] = try $1.int("sent") }
    }

    /// Mails of campaigns that left from these accounts, or may have, from an instant on.
    package func campaignMailsLeft(from accounts: [AccountID], since begin: Timestamp) async throws -> Int {
        try await database.row(
            """
            SELECT COUNT(*) AS count FROM outbox
            WHERE account_id \(in: accounts) AND in_doubt_at >= \(begin) AND campaign_id IS NOT NULL
            """)?.int("count") ?? 0
    }

    /// The same for each running campaign that limits the mails of one run.
    package func batches(from accounts: [AccountID], since begin: Timestamp) async throws -> [CampaignBatchUse] {
        try await database.rows(
            """
            SELECT c.id, c.batch_size, (SELECT COUNT(*) FROM outbox o
                WHERE o.campaign_id = c.id AND o.in_doubt_at >= \(begin) AND o.account_id \(in: accounts)) AS sent
            FROM campaigns c WHERE c.batch_size IS NOT NULL AND \(SQL.isGoing("c")) ORDER BY c.id
            """
        ).map {
            CampaignBatchUse(
                campaign: try $0["id", as: CampaignID.self], size: try $0.int("batch_size"), sent: try $0.int("sent"))
        }
    }

    /// Each step of each try to send these mails, oldest first.
    package func steps(of followUps: [MailID]) async throws -> [SendStepRecord] {
        try await database.read { session in
            try await session.query(
                "SELECT * FROM send_attempts WHERE outbox_id \(in: followUps) ORDER BY id"
            ).map { row in
                SendStepRecord(
                    followUp: try row["outbox_id", as: MailID.self], at: try row.timestamp("at"),
                    step: try row["step", as: SendStep.self], detail: try row.optionalString("detail"))
            }
        }
    }
}

extension SQLSession {
    fileprivate func followUps(_ condition: SQL, withBytes: Bool) async throws -> [MailRecord] {
        let rendered: SQL = withBytes ? "o.rendered" : "NULL"
        return try await query(
            """
            SELECT o.id, o.thread_id, o.recipient, o.step, o.generation, o.state, o.reason, o.due_at, o.planned_at,
                o.in_doubt_at, o.sent_at, o.attempts, o.server_reply, o.message_id, t.subject, o.purpose,
                a.address AS account_address, c.address AS contact_address,
                COALESCE(o.body_text, x.template, s.template) AS text, c.name AS contact_name,
                COALESCE(w.from_address, a.address) AS writer_address, COALESCE(w.from_name, a.display_name) AS writer_name,
                p.name AS campaign, (p.id IS NOT NULL AND NOT \(SQL.isGoing("p"))) AS is_halted,
                z.name AS campaign_step, \(rendered) AS rendered
            FROM outbox o JOIN email_threads t ON t.id = o.thread_id JOIN accounts a ON a.id = o.account_id
            JOIN contacts c ON c.id = o.contact_id
            LEFT JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step
            LEFT JOIN sequence_texts x ON x.sequence_id = s.sequence_id AND x.position = s.position
                AND x.language = t.language
            LEFT JOIN messages w ON w.id = \(SQL.firstMail(of: "o.thread_id", named: "t.message_id"))
            LEFT JOIN campaigns p ON p.id = o.campaign_id
            LEFT JOIN campaign_steps z ON z.id = o.campaign_step_id
            \(condition)
            """
        ).map(MailRecord.init)
    }
}

extension MailRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: MailID.self]
        conversation = try row["thread_id", as: ConversationID.self]
        account = try row.address("account_address")
        // A recipient that is no valid address is shown by the mail's reason; a list shows all mails.
        recipient = try row.optionalAddress("recipient") ?? row.address("contact_address")
        subject = try row.string("subject")
        step = try row.int("step")
        generation = try row.int("generation")
        state = try row["state", as: MailState.self]
        reason = try row.optionalString("reason")
        dueAt = try row.timestamp("due_at")
        plannedAt = try row.timestamp("planned_at")
        inDoubtAt = try row.optionalTimestamp("in_doubt_at")
        sentAt = try row.optionalTimestamp("sent_at")
        attempts = try row.int("attempts")
        serverReply = try row.optionalString("server_reply")
        messageID = try row.optionalMessageID("message_id")
        text = try row.optionalString("text")
        purpose = try row["purpose", as: Purpose.self]
        campaign = try row.optionalString("campaign")
        campaignStep = try row.optionalString("campaign_step")
        isHalted = try row.bool("is_halted")
        contactName = try row.optionalString("contact_name")
        writer = try row.writer
        rendered = try row.optionalBytes("rendered")
    }
}
