package import Correspondence
import Database
import Events
import Outreach

extension Outbox {
    /// Records a provider's report on a mail. Repeated reports change nothing.
    ///
    /// - Returns: the conversation that it changed; nil when the mail is not ours, or everything was known.
    package func note(_ report: ProviderReport) async throws -> ConversationID? {
        try await database.transaction { session in
            guard let known = try await session.ownMail(report.ids) else { return nil }
            let row = try await session.first(
                """
                SELECT t.contact_id, c.address FROM outbox o
                JOIN email_threads t ON t.id = o.thread_id JOIN contacts c ON c.id = t.contact_id WHERE o.id = \(known.id)
                """)
            guard let row else { return nil }
            let contact = try row["contact_id", as: ContactID.self]
            let conversations = try await session.query(
                "SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id"
            ).map { try $0["id", as: ConversationID.self] }
            try await session.lock(conversations)
            let address = try row.address("address")
            let isAboutContact = report.recipients.isEmpty || report.recipients.contains { $0.key == address.key }
            return try await session.apply(report, to: known, contact, conversations, isAboutContact)
                ? known.conversation : nil
        }
    }
}

extension SQLSession {
    fileprivate func apply(
        _ report: ProviderReport, to mail: OutboxMail, _ contact: ContactID, _ conversations: [ConversationID],
        _ isAboutContact: Bool
    ) async throws -> Bool {
        if let alias = report.alias, alias != mail.messageID { try await noteAlias(alias, of: mail.id) }
        if report.kind == .rejected { return try await reject(mail, report.detail) }
        // Whatever happened to it later, it left.
        if !mail.isSent { try await markSent([LeftMail(id: mail.id, proof: report.detail)], step: .evidence) }
        guard report.kind != .left, isAboutContact else { return !mail.isSent }
        let marked = try await execute(
            "UPDATE outbox SET bounced_at = \(SQL.now) WHERE id = \(mail.id) AND bounced_at IS NULL")
        guard marked == 1 else { return false }
        if report.kind == .complained { try await noteHarm(.complaint, to: contact) }
        try await suppress(contact, report.kind == .bounced ? .hardBounce : .optOut)
        try await move(conversations, .barred, reason: report.detail, bumping: true)
        try await record(.mailReported, conversation: mail.conversation, mail: mail.id, detail: report.detail)
        return true
    }

    /// The provider accepted it but did not send it: a person decides. The mail is not sent again automatically.
    private func reject(_ mail: OutboxMail, _ detail: String) async throws -> Bool {
        let told = try await first(
            """
            SELECT id FROM events WHERE thread_id = \(mail.conversation) AND outbox_id = \(mail.id)
              AND name = \(Event.mailReported.rawValue)
            """)
        guard told == nil else { return false }
        try await giveToPerson(mail.conversation, .sendFailed)
        try await record(.mailReported, conversation: mail.conversation, mail: mail.id, detail: detail)
        return true
    }
}
