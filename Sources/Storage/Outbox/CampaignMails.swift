package import Correspondence
import Database
package import Outreach
package import Timing

/// A mail of a campaign as the planner wants it: rendered, with a time in its account's schedule.
package struct PlannedCampaignMail: Sendable, Hashable {
    package var lead: LeadID
    package var recipient: RecipientID
    package var step: StepID
    package var template: TemplateID
    /// The variant that the lead has drawn; nil where the step has none.
    package var variant: VariantID?
    package var account: AccountID
    package var dueAt: Timestamp
    /// The end of the open hours in which it lies; nil where they never end.
    package var leaveUntil: Timestamp?
    /// Time between the account's previous mail and this one.
    package var gap: Duration
    /// Nil: the conversation's own.
    package var subject: String?
    package var text: String
    package var html: String?
    /// The row that is planned again; nil for a new mail.
    package var replacing: MailID?
    /// The job that releases it; nil where time does.
    package var job: JobID?
    package var delivery: MailDelivery

    package init(
        lead: LeadID, recipient: RecipientID, step: StepID, template: TemplateID, variant: VariantID? = nil,
        account: AccountID, dueAt: Timestamp, leaveUntil: Timestamp?, gap: Duration, subject: String?, text: String,
        html: String?,
        replacing: MailID?, job: JobID? = nil, delivery: MailDelivery = .send
    ) {
        self.lead = lead
        self.recipient = recipient
        self.step = step
        self.template = template
        self.variant = variant
        self.account = account
        self.dueAt = dueAt
        self.leaveUntil = leaveUntil
        self.gap = gap
        self.subject = subject
        self.text = text
        self.html = html
        self.replacing = replacing
        self.job = job
        self.delivery = delivery
    }
}

extension SQLSession {
    /// Plans the next mail of a conversation. Its number within the conversation is never used twice, so a cancelled mail does not
    /// pass its identity on to another.
    func plan(
        _ mail: PlannedCampaignMail, of campaign: CampaignID, version: Int64, in conversation: ConversationID
    ) async throws {
        // The same mail has the same id whenever it is planned; one that did not leave passes it on.
        try await write(
            """
            UPDATE outbox SET message_id = NULL, rendered = NULL
            WHERE thread_id = \(conversation) AND campaign_step_id = \(mail.step) AND state IN ('cancelled', 'rejected')
            """)
        try await execute(
            """
            INSERT INTO outbox (thread_id, account_id, contact_id, sequence_id, step, generation, recipient, purpose, due_at,
                planned_at, campaign_id, campaign_version, lead_id, recipient_id, campaign_step_id, template_id, subject,
                body_text, body_html, gap_seconds, leave_until, job_id, as_draft, variant_id)
            SELECT t.id, t.account_id, t.contact_id, p.sequence_id,
                (SELECT COALESCE(MAX(e.step), 0) + 1 FROM outbox e
                 WHERE e.thread_id = t.id AND e.generation = t.generation),
                t.generation, c.address, 'outreach', \(mail.dueAt), \(SQL.now), p.id, \(version), \(mail.lead),
                \(mail.recipient), \(mail.step), \(mail.template), \(mail.subject?.storable), \(mail.text.storable),
                \(mail.html?.storable), \(mail.gap.wholeSeconds), \(mail.leaveUntil),
                \(mail.job), \(mail.delivery == .draft), \(mail.variant)
            FROM email_threads t JOIN contacts c ON c.id = t.contact_id JOIN campaigns p ON p.id = \(campaign)
            WHERE t.id = \(conversation)
            ON CONFLICT DO NOTHING
            """)
        try await refreshNextFollowUp(of: [conversation])
    }

    /// Gives a planned mail that nobody holds new words and a new time.
    ///
    /// - Returns: false when it is for somebody else, or no longer planned.
    func planAnew(
        _ mail: PlannedCampaignMail, _ id: MailID, version: Int64
    ) async throws -> Bool {
        let rows = try await query(
            """
            UPDATE outbox SET due_at = \(mail.dueAt), campaign_version = \(version), campaign_step_id = \(mail.step),
                template_id = \(mail.template), subject = \(mail.subject?.storable), body_text = \(mail.text.storable),
                body_html = \(mail.html?.storable), gap_seconds = \(mail.gap.wholeSeconds),
                leave_until = \(mail.leaveUntil), job_id = \(mail.job), as_draft = \(mail.delivery == .draft),
                variant_id = \(mail.variant), rendered = NULL, message_id = NULL, reason = 'planned anew'
            WHERE id = \(id) AND state = 'planned' AND recipient_id = \(mail.recipient)
            RETURNING thread_id
            """)
        let conversations = try rows.map { try $0["thread_id", as: ConversationID.self] }
        if let subject = mail.subject {
            for conversation in conversations { try await restate(conversation, as: subject) }
        }
        try await refreshNextFollowUp(of: conversations)
        return !rows.isEmpty
    }

    /// Cancels every mail of a lead that has certainly not left.
    func cancelOpenMails(of lead: LeadID, reason: String) async throws {
        try await cancelOpenMails(where: "lead_id = \(lead)", reason: reason)
    }

    /// The same for a condition on `outbox`.
    func cancelOpenMails(where mails: SQL, reason: String) async throws {
        let rows = try await moved(mails, .cancelled, ", reason = \(reason.storable), lease_until = NULL")
        let conversations = try rows.map { try $0["thread_id", as: ConversationID.self] }
        try await closeTold(conversations, by: reason)
        try await refreshNextFollowUp(of: conversations)
    }

    /// Cancels a mail that has certainly not left.
    ///
    /// - Returns: false when it may have left, or is cancelled already.
    @discardableResult
    func cancel(_ mail: MailID, reason: String) async throws -> Bool {
        let rows = try await moved("id = \(mail)", .cancelled, ", reason = \(reason.storable), lease_until = NULL")
        try await refreshNextFollowUp(of: rows.map { try $0["thread_id", as: ConversationID.self] })
        return !rows.isEmpty
    }
}

extension Duration {
    /// Rounded up: a gap may be longer, never shorter.
    fileprivate var wholeSeconds: Int64 { (microseconds + 999_999) / 1_000_000 }
}
