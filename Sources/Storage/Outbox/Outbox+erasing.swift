import Correspondence
import Database
import Outreach
import Timing

extension SQLSession {
    func mails(to contact: ContactID?, in conversations: [ConversationID]) async throws -> [MailID] {
        try await query(
            """
            SELECT id FROM outbox WHERE contact_id = \(contact) OR thread_id \(in: conversations) ORDER BY id
            """
        ).map { try $0["id", as: MailID.self] }
    }

    /// Why it is unknown whether a mail to the contact left; nil when that is known for all.
    func mailIsLeaving(to contact: ContactID, for span: Duration) async throws -> String? {
        let row = try await first(
            """
            SELECT COUNT(*) AS count FROM outbox WHERE contact_id = \(contact) AND state = 'in_doubt'
              AND (lease_until > \(SQL.now) OR in_doubt_at > \(SQL.now) - \(span))
            """)
        guard let row, try row.int("count") > 0 else { return nil }
        return "a mail to it may be leaving at this moment; try again in a quarter of an hour"
    }

    /// Removes mails and the log of their tries. A process that holds one finds its row gone when asking for the dot.
    func erase(_ mails: [MailID]) async throws {
        try await write("DELETE FROM send_attempts WHERE outbox_id \(in: mails)")
        try await write("DELETE FROM mail_aliases WHERE outbox_id \(in: mails)")
        try await write("DELETE FROM outbox WHERE id \(in: mails)")
    }

    /// Mails that have left stay when their leads are removed.
    func forgetLeads(_ leads: [LeadID]) async throws {
        try await move("lead_id \(in: leads)", .cancelled, ", reason = 'its lead was erased', lease_until = NULL")
        try await write("UPDATE outbox SET lead_id = NULL, recipient_id = NULL WHERE lead_id \(in: leads)")
    }
}
