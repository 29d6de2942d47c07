import Correspondence
import Database
import Outreach
import Timing

/// Events of people are events of their leads, in every campaign and in the same transaction. Mail that is planned for them is
/// refused by its gates.
extension SQLSession {
    /// Mails of campaigns were sent: their recipients were contacted, and what follows must be worked out.
    ///
    /// - Parameter mails: rows of `mailsOfLeads(among:)`.
    func leadsWereSent(_ mails: [SQLRow]) async throws {
        for row in mails {
            let step = try row.int64("campaign_step_id")
            try await moveRecipients(
                "id = \(try row.int64("recipient_id"))", .contacted,
                ", last_step_id = \(step), last_contacted_at = \(try row.timestamp("sent_at"))")
            let lead: SQL = "id = \(try row.int64("lead_id"))"
            try await moveLeads(lead, .mailSent, reason: nil)
            let conversation = try row["thread_id", as: ConversationID.self]
            if try row.bool("was_awaited") { try await release(lead, [conversation], by: "its mail left after all") }
            if try row.bool("was_draft") { try await release(lead, draftOf: conversation) }
            try await awaitTurn(of: lead)
            try await write("UPDATE campaign_leads SET not_before = NULL WHERE \(lead) AND not_before IS NOT NULL")
        }
    }

    /// The obstacle of a lead is settled: its conversations are Mosaic's again, and lateness counts from now.
    func release(_ lead: SQL, _ conversations: [ConversationID], by whom: String) async throws {
        try await move(conversations, .resumed, reason: whom, bumping: true)
        try await closeHandoffs("thread_id \(in: conversations)", by: whom)
        try await moveLeads(lead, .released, reason: nil)
        try await moveLeads(lead, .retried, reason: nil)
        try await write("UPDATE campaign_leads SET released_at = \(SQL.now) WHERE \(lead)")
    }

    /// A person sent a draft of the lead. The lead continues once no other draft of it waits.
    private func release(_ lead: SQL, draftOf conversation: ConversationID) async throws {
        try await move([conversation], .resumed, reason: nil, bumping: true)
        try await closeHandoffs("thread_id = \(conversation)", by: "its draft was sent")
        let waits: SQL = """
            \(lead) AND state = 'held' AND reason = \(HandoffReason.draftWaits) AND NOT EXISTS (
                SELECT 1 FROM outbox w WHERE w.lead_id = campaign_leads.id AND \(SQL.isDraft("w")))
            """
        try await write("UPDATE campaign_leads SET released_at = \(SQL.now) WHERE \(waits)")
        try await moveLeads(waits, .released, reason: nil)
    }

    /// Leads of a job with waiting drafts go to a person once the job is finished with them.
    ///
    /// - Parameter leads: a condition on `campaign_leads`.
    func holdDrafted(by job: JobID, _ leads: SQL) async throws {
        try await moveLeads(
            """
            \(leads) AND EXISTS (SELECT 1 FROM outbox w
                WHERE w.lead_id = campaign_leads.id AND w.job_id = \(job) AND \(SQL.isDraft("w")))
            """, .mailNeedsPerson, reason: HandoffReason.draftWaits.rawValue)
    }

    /// The next mail of this mail's lead leaves no earlier, whenever it is planned again.
    func leadWaits(of mail: MailID, until instant: SQL) async throws {
        try await write(
            """
            UPDATE campaign_leads SET not_before = \(instant)
            WHERE id = (SELECT lead_id FROM outbox WHERE id = \(mail))
            """)
    }

    /// This mail may not be sent: its lead gets no further mail.
    func leadIsSkipped(of mail: MailID, reason: String) async throws {
        try await moveLeads(
            "id = (SELECT lead_id FROM outbox WHERE id = \(mail)) AND state IN ('pending', 'active')", .skipped,
            reason: reason)
    }

    /// A person cancelled the mail of this conversation: its lead gets no further mail.
    func leadsAreSkipped(in conversation: ConversationID, reason: String) async throws {
        try await moveLeads(
            "id IN (SELECT lead_id FROM lead_recipients WHERE thread_id = \(conversation))", .skipped, reason: reason)
    }

    /// The contacts of these conversations answered, or a person took over: their leads are updated in every campaign.
    func leadsHear(_ event: LeadEvent, in conversations: [ConversationID], reason: String) async throws {
        guard !conversations.isEmpty else { return }
        let contacts: SQL = "SELECT contact_id FROM email_threads WHERE id \(in: conversations)"
        if event == .replied { try await moveRecipients("contact_id IN (\(contacts))", .replied) }
        try await moveLeads(
            "id IN (SELECT lead_id FROM lead_recipients WHERE contact_id IN (\(contacts)))", event, reason: reason)
        if event == .replied { try await stopColleagues(of: contacts) }
    }

    /// Ends the other leads of an answering person's company in the same campaign, where the campaign says so.
    private func stopColleagues(of contacts: SQL) async throws {
        let colleagues: SQL = """
            SELECT s.lead_id FROM lead_recipients r
            JOIN campaign_leads l ON l.id = r.lead_id
            JOIN campaigns p ON p.id = l.campaign_id AND p.stop_scope = 'company'
            JOIN lead_recipients s ON s.company = r.company AND s.lead_id <> r.lead_id
            JOIN campaign_leads k ON k.id = s.lead_id AND k.campaign_id = l.campaign_id
            WHERE r.contact_id IN (\(contacts))
            """
        try await moveLeads("id IN (\(colleagues))", .companyReplied, reason: Self.companyAnswered)
    }

    /// Ends new leads of a company that has answered already, in a campaign that stops for companies.
    func stopNewcomers(_ leads: [LeadID], of campaign: CampaignID) async throws {
        let answered: SQL = """
            SELECT r.lead_id FROM lead_recipients r
            JOIN lead_recipients s ON s.company = r.company AND s.status IN ('replied', 'opted_out')
            JOIN campaign_leads k ON k.id = s.lead_id AND k.campaign_id = \(campaign)
            WHERE r.lead_id \(in: leads)
            """
        try await moveLeads(
            """
            id IN (\(answered)) AND EXISTS (SELECT 1 FROM campaigns WHERE id = \(campaign) AND stop_scope = 'company')
            """, .companyReplied, reason: Self.companyAnswered)
    }

    private static var companyAnswered: String { "somebody at the same company answered" }

    /// The contact gets no more mail: a lead continues only with the people who are left.
    func leadsWereSuppressed(_ contact: ContactID, _ reason: SuppressionReason) async throws {
        let isAddress = reason == .hardBounce || reason == .rejected
        if reason != .manual { try await noteHarm(isAddress ? .bounce : .optOut, to: contact) }
        try await moveRecipients("contact_id = \(contact)", isAddress ? .bounced : .optedOut)
        let leads: SQL = "id IN (SELECT lead_id FROM lead_recipients WHERE contact_id = \(contact))"
        let told = "suppressed: \(reason.rawValue)"
        if reason == .optOut {
            try await moveLeads(leads, .optedOut, reason: told)
            return try await stopColleagues(of: "\(contact)")
        }
        let nobody: SQL = """
            NOT EXISTS (SELECT 1 FROM lead_recipients r
                WHERE r.lead_id = campaign_leads.id AND r.status IN ('not_contacted', 'contacted'))
            """
        try await moveLeads("\(leads) AND \(nobody)", isAddress ? .undeliverable : .suppressed, reason: told)
        try await awaitTurn(of: "\(leads) AND state IN ('pending', 'active')")
    }

    /// Values that leads of the campaign lacked may be there now.
    func leadsGotValues(of campaign: CampaignID) async throws {
        try await moveLeads("campaign_id = \(campaign)", .valuesGiven, reason: nil)
    }

    /// A mail of the conversation went to a person, so its lead waits for one too.
    func leadsNeedPerson(in conversation: ConversationID, reason: String) async throws {
        try await moveLeads(
            "id IN (SELECT lead_id FROM lead_recipients WHERE thread_id = \(conversation))", .mailNeedsPerson,
            reason: reason)
    }

    /// Whether the conversation began with a mail of a campaign.
    func isOfCampaign(_ conversation: ConversationID) async throws -> Bool {
        try await !query("SELECT 1 AS some FROM lead_recipients WHERE thread_id = \(conversation) LIMIT 1").isEmpty
    }
}

extension SQL {
    /// Those of these mails that belong to a lead.
    static func mailsOfLeads(among mails: [MailID]) -> SQL {
        """
        SELECT o.id, o.lead_id, o.recipient_id, o.campaign_step_id, o.sent_at, o.thread_id,
            CASE WHEN l.state = 'held' AND l.reason = \(HandoffReason.sendInDoubt) THEN EXISTS (
                SELECT 1 FROM handoffs h WHERE h.thread_id = o.thread_id AND h.closed_at IS NULL
                  AND h.reason = l.reason) ELSE \(false) END AS was_awaited,
            t.state = 'with_person' AND COALESCE(t.reason, '') = \(HandoffReason.draftWaits) AS was_draft
        FROM outbox o JOIN campaign_leads l ON l.id = o.lead_id JOIN email_threads t ON t.id = o.thread_id
        WHERE o.id \(in: mails) ORDER BY o.lead_id, o.id
        """
    }
}
