package import Correspondence
import Database
import Timing

extension Messages {
    /// Finds the outreach that each inbound message answers; nil where there is none.
    ///
    /// In-Reply-To and References first, then `returned` (a bounce's own evidence), then Gmail's thread, then the
    /// same correspondent with the same subject within 90 days, then a correspondent to whom mail is planned.
    package func links(for messages: [IncomingMessage]) async throws -> [OutreachLink?] {
        try await database.read { session in
            var links: [OutreachLink?] = []
            for message in messages { links.append(try await session.link(for: message)) }
            return links
        }
    }

    /// The same for one message, of which a bounce may give `returned` back.
    package func link(for message: IncomingMessage, returned: MessageID? = nil) async throws -> OutreachLink? {
        try await database.read { session in try await session.link(for: message, returned: returned) }
    }
}

extension SQL {
    /// Whether a reply to this message may be answered: it is outreach, or its conversation has begun, whatever the rule
    /// says by now.
    static let isAnswerable: SQL = "direction = 'outbound' AND (outreach OR thread_id IS NOT NULL)"
}

extension SQLSession {
    fileprivate func link(for message: IncomingMessage, returned: MessageID? = nil) async throws -> OutreachLink? {
        if let link = try await outreach(named: message.referencedIDs, for: message, as: .references) { return link }
        if let returned, var link = try await outreach(named: [returned], for: message, as: .returnedPart) {
            link.returned = returned
            return link
        }
        if let link = try await outreachInGmailThread(of: message) { return link }
        if let link = try await outreachWithSubject(of: message) { return link }
        return try await conversationUnderWay(with: message)
    }

    /// Whoever writes while mails to them are planned has something to say, in whatever thread: no mail may follow it unseen.
    private func conversationUnderWay(with message: IncomingMessage) async throws -> OutreachLink? {
        guard let from = message.from else { return nil }
        let row = try await first(
            """
            SELECT t.id FROM email_threads t JOIN contacts c ON c.id = t.contact_id
            WHERE c.address = \(from.address.key) AND EXISTS (
                SELECT 1 FROM outbox o
                WHERE o.thread_id = t.id AND o.state IN ('planned', 'claimed', 'in_doubt'))
            ORDER BY CASE WHEN t.account_id = \(message.location.account) THEN 0 ELSE 1 END, t.id DESC LIMIT 1
            """)
        return try row.map {
            OutreachLink(linkage: .subject, outreach: nil, conversation: try $0["id", as: ConversationID.self])
        }
    }

    fileprivate func outreach(
        named ids: [MessageID], for message: IncomingMessage, as linkage: Linkage
    ) async throws -> OutreachLink? {
        guard !ids.isEmpty else { return nil }
        let names = ids.map(\.text)
        if let own = try await ownMail(ids) {
            return OutreachLink(linkage: linkage, outreach: nil, conversation: own.conversation)
        }
        return try await link(
            linkage,
            first(
                """
                SELECT id, thread_id FROM (
                    SELECT id, thread_id, account_id, received_at, to_address FROM messages
                    WHERE message_id \(in: names) AND \(SQL.isAnswerable)
                    UNION
                    SELECT id, thread_id, account_id, received_at, to_address FROM messages
                    WHERE claimed_message_id \(in: names) AND claimed_message_id IS NOT NULL
                      AND \(SQL.isAnswerable)) AS outreach
                ORDER BY CASE WHEN to_address = \(message.from?.address.key) THEN 0 ELSE 1 END,
                    CASE WHEN account_id = \(message.location.account) THEN 0 ELSE 1 END, received_at, id LIMIT 1
                """))
    }

    fileprivate func outreachInGmailThread(of message: IncomingMessage) async throws -> OutreachLink? {
        guard let gmailThread = message.gmailThreadID else { return nil }
        return try await link(
            .gmailThread,
            first(
                """
                SELECT id, thread_id FROM messages
                WHERE \(SQL.isAnswerable) AND account_id = \(message.location.account)
                  AND gmail_thread_id = \(gmailThread)
                ORDER BY received_at, id LIMIT 1
                """))
    }

    fileprivate func outreachWithSubject(of message: IncomingMessage) async throws -> OutreachLink? {
        let base = Subject.base(message.subject)
        guard let from = message.from, !base.isEmpty else { return nil }
        return try await link(
            .subject,
            first(
                """
                SELECT id, thread_id FROM messages
                WHERE \(SQL.isAnswerable) AND account_id = \(message.location.account)
                  AND to_address = \(from.address.key) AND base_subject = \(base.storable)
                  AND received_at > \(message.receivedAt) - \(Duration.seconds(90 * 86_400))
                  AND received_at <= \(message.receivedAt) + \(Duration.seconds(3_600))
                ORDER BY received_at DESC, id DESC LIMIT 1
                """))
    }

    private func link(_ linkage: Linkage, _ row: SQLRow?) throws -> OutreachLink? {
        try row.map {
            OutreachLink(
                linkage: linkage, outreach: try $0["id", as: MessageKey.self],
                conversation: try $0["thread_id", as: ConversationID?.self])
        }
    }
}
