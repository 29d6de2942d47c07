import Correspondence
import Database
import Outreach
import Timing

extension Outbox {
    /// Everything that sending these claims needs, in one round trip. A claim that is no longer ours is left out.
    ///
    /// - Parameter fences: of the claims.
    func load(_ fences: [MailID: Int64], _ policy: SendPolicy) async throws -> ClaimedMails {
        let mails = fences.keys.sorted()
        guard !mails.isEmpty else { return ClaimedMails() }
        let results = try await database.rows([MailClaim.rows(of: mails)] + Threading.rows(of: mails))
        let threadings = try Threading.byMail(results[1], followedBy: results[2])
        return try results[0].reduce(into: ClaimedMails()) { result, row in
            let id = try row["id", as: MailID.self]
            guard try row["mail_state", as: MailState.self] == .claimed, try row.int64("fence") == fences[id] else {
                return
            }
            do { result.readable.append(try MailClaim(row, threadings[id], GateTable(policy))) } catch {
                result.unreadable.append(
                    UnreadableMail(
                        id: id, fence: try row.int64("fence"), account: try row["account_id", as: AccountID.self],
                        conversation: try row["thread_id", as: ConversationID.self], reason: "\(error)"))
            }
        }
    }
}

extension MailClaim {
    fileprivate static func rows(of mails: [MailID]) -> SQL {
        """
        SELECT o.id, o.state AS mail_state, o.fence, o.thread_id, o.account_id, o.contact_id, o.step, o.generation, o.message_id,
            o.rendered, t.subject, t.message_id AS root_id, t.created_at AS began_at, s.kind,
            COALESCE(o.subject, x.subject, s.subject) AS step_subject, o.body_html AS html,
            COALESCE(o.body_text, x.template, s.template) AS text, COALESCE(c.name,
                (SELECT MAX(r.from_name) FROM messages r WHERE r.thread_id = o.thread_id
                   AND r.direction = 'inbound' AND r.from_address = c.address)) AS contact_name,
            w.from_address AS writer_address, w.from_name AS writer_name,
            (SELECT COUNT(*) FROM send_attempts f WHERE f.outbox_id = o.id AND f.step = 'failed') AS mail_failures,
            (SELECT COUNT(*) FROM send_attempts f WHERE f.outbox_id = o.id AND f.step = 'aborted') AS withheld,
            (SELECT MIN(f.at) FROM send_attempts f WHERE f.outbox_id = o.id AND f.step = 'failed') AS failing_since,
            p.name AS campaign_name,
            (SELECT z.name FROM campaign_steps z WHERE z.id = o.campaign_step_id) AS campaign_step, \(GateFacts.columns)
        FROM \(GateFacts.source)
        LEFT JOIN sequence_steps s ON s.sequence_id = o.sequence_id AND s.position = o.step
        LEFT JOIN sequence_texts x ON x.sequence_id = s.sequence_id AND x.position = s.position
            AND x.language = t.language
        LEFT JOIN messages w ON w.id = \(SQL.firstMail(of: "o.thread_id", named: "t.message_id"))
        WHERE o.id \(in: mails) ORDER BY o.due_at, o.id
        """
    }

    fileprivate init(_ row: SQLRow, _ threading: Threading?, _ gates: GateTable) throws {
        id = try row["id", as: MailID.self]
        fence = try row.int64("fence")
        conversation = try row["thread_id", as: ConversationID.self]
        account = try row["account_id", as: AccountID.self]
        contact = try row["contact_id", as: ContactID.self]
        accountState = try row["account_state", as: AccountState.self]
        isDraft = try accountState == .draft || row.bool("as_draft")
        recipient = try row.address("recipient")
        let began = try row.timestamp("began_at")
        origin = try row.optionalString("root_id") ?? "began at \(began.microsecondsSince1970)"
        outreach = try CampaignMailName(row)
        purpose = try row["purpose", as: Purpose.self]
        step = try row.int("step")
        let opens = try row.optionalInt64("campaign_id") != nil && row.optionalString("root_id") == nil
        kind = try row["kind", as: StepKind?.self] ?? (opens ? .opening : .followUp)
        generation = try row.int("generation")
        dueAt = try row.timestamp("due_at")
        subject = try row.optionalString("step_subject")
        failures = try row.int("mail_failures")
        writer = try row.writer
        contactName = try row.optionalString("contact_name")
        failingSince = try row.optionalTimestamp("failing_since")
        withheld = try row.int("withheld")
        let template = try row.optionalString("text")
        text = template ?? ""
        html = try row.optionalString("html")
        if let id = try row.optionalMessageID("message_id"), let bytes = try row.optionalBytes("rendered") {
            rendered = RenderedMail(messageID: id, bytes: bytes)
        } else {
            rendered = nil
        }
        self.threading = try threading ?? Threading(subject: row.string("subject"), parent: nil, references: [])
        let facts = try GateFacts(row)
        claimedAt = facts.now
        accountFailures = facts.accountFailures
        accountLastMail = facts.history.accountLastMail
        let closed = gates.obstacle(facts)
        let isLost = template == nil && rendered == nil && closed?.state.isOver != true
        obstacle =
            isLost
            ? GateTable.Row(gate: .conversation, state: .forPerson("its sequence has no step \(step) any more"))
            : closed
    }
}

extension CampaignMailName {
    fileprivate init?(_ row: SQLRow) throws {
        guard let id = try row["campaign_id", as: CampaignID?.self],
            let campaign = try row.optionalString("campaign_name"), let step = try row.optionalString("campaign_step")
        else { return nil }
        self.init(id: id, campaign: campaign, step: step)
    }
}
