import Correspondence
import Database

extension Threading {
    /// The messages that put each of these mails into its conversation: the reply it answers and our own mails since, or for
    /// outreach our own mails alone. Two statements, for ``byMail(_:followedBy:)``.
    static func rows(of mails: [MailID]) -> [SQL] {
        [
            """
            SELECT o.id, o.thread_id, o.generation, o.step, o.purpose, t.subject AS root_subject,
                t.message_id AS root_id, m.message_id, m.claimed_message_id, m.reference_ids, m.in_reply_to, m.subject
            FROM outbox o JOIN email_threads t ON t.id = o.thread_id
            LEFT JOIN messages m ON o.purpose = 'answer' AND m.id = (
                SELECT r.id FROM messages r
                WHERE r.thread_id = o.thread_id AND r.direction = 'inbound' AND r.state = 'decided'
                  AND r.outcome = 'acted' AND r.machine_verdict IS NULL
                ORDER BY r.received_at DESC, r.id DESC LIMIT 1)
            WHERE o.id \(in: mails)
            """,
            """
            SELECT o.id, COALESCE(
                (SELECT MIN(a.alias) FROM mail_aliases a WHERE a.outbox_id = e.id), e.message_id) AS message_id
            FROM outbox o JOIN outbox e
                ON e.thread_id = o.thread_id AND e.generation = o.generation AND e.step < o.step
            WHERE o.id \(in: mails) AND e.state IN ('sent', 'needs_human') AND e.message_id IS NOT NULL
            ORDER BY e.step
            """,
        ]
    }

    static func byMail(_ rows: [SQLRow], followedBy earlier: [SQLRow]) throws -> [MailID: Threading] {
        let own = try Dictionary(grouping: earlier) { try $0["id", as: MailID.self] }
        return try rows.reduce(into: [:]) { result, row in
            let id = try row["id", as: MailID.self]
            let mails = try own[id, default: []].compactMap { try $0.optionalMessageID("message_id") }
            result[id] = try Threading(row, followed: mails)
        }
    }
}

extension Threading {
    fileprivate init(_ row: SQLRow, followed own: [MessageID]) throws {
        var chain = [MessageID](stored: try row.optionalString("reference_ids"))
        if chain.isEmpty {
            chain = [try row.optionalMessageID("in_reply_to") ?? row.optionalMessageID("root_id")].compactMap(\.self)
        }
        let reply = try row.optionalMessageID("message_id") ?? row.optionalMessageID("claimed_message_id")
        chain += [reply].compactMap(\.self)
        chain += own.filter { !chain.contains($0) }
        let subject = try row.optionalString("subject") ?? ""
        self.init(
            subject: subject.isEmpty ? try row.string("root_subject") : subject, parent: chain.last, references: chain)
    }
}
