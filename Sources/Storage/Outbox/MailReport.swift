package import Correspondence
import Database
package import Timing

/// The results of mails in a span of time.
package struct ReportedMail: Sendable, Hashable {
    package let id: MailID
    /// When it left, or was to leave.
    package let at: Timestamp
    package let state: MailState
    package let recipient: EmailAddress
    package let account: EmailAddress
    package let messageID: MessageID?
    package let subject: String
    /// Of its campaign; nil for an answer.
    package let campaign: String?
    /// Why it did not leave.
    package let fault: String?
    /// Whether it waits in Drafts for a person.
    package let isDraft: Bool
}

/// Mails of a span of time, counted.
package struct ReportedSums: Sendable, Hashable {
    package let sent: Int
    package let failed: Int
    /// People who got at least one of the mails that left.
    package let recipients: Int
}

/// Where a page of reported mails continues: before this mail.
package struct ReportPlace: Sendable, Hashable {
    package let at: Timestamp
    package let mail: MailID

    package init(at: Timestamp, mail: MailID) {
        self.at = at
        self.mail = mail
    }
}

extension Outbox {
    /// Mails that left, or failed, from `begin` to before `end`, newest first.
    package func reported(
        from begin: Timestamp, to end: Timestamp, before place: ReportPlace? = nil, limit: Int
    ) async throws -> [ReportedMail] {
        let last = place?.at ?? end
        let key = place?.mail.rawValue ?? .max
        func mails(_ at: SQL, _ which: SQL, _ name: SQL) -> SQL {
            """
            SELECT * FROM (SELECT o.id, \(at) AS at FROM outbox o
                WHERE \(which) AND \(at) >= \(begin) AND \(at) < \(end) AND \(at) <= \(last)
                  AND (\(at) < \(last) OR o.id < \(key))
                ORDER BY \(at) DESC, o.id DESC LIMIT \(limit)) AS \(name)
            """
        }
        return try await database.rows(
            """
            SELECT o.id, found.at, o.state, o.recipient, a.address AS account, o.message_id,
                COALESCE(o.subject, t.subject, '') AS subject, c.name AS campaign, o.reason, o.server_reply
            FROM (\(mails(Self.leftAt, Self.left, "departed")) UNION ALL \(mails(Self.dueAt, Self.failed, "stayed"))) AS found
            JOIN outbox o ON o.id = found.id JOIN accounts a ON a.id = o.account_id
            LEFT JOIN email_threads t ON t.id = o.thread_id LEFT JOIN campaigns c ON c.id = o.campaign_id
            ORDER BY found.at DESC, found.id DESC LIMIT \(limit)
            """
        ).map(ReportedMail.init)
    }

    /// The sums of ``reported(from:to:before:limit:)``.
    package func reportedSums(from begin: Timestamp, to end: Timestamp) async throws -> ReportedSums {
        let rows = try await database.rows([
            """
            SELECT COUNT(*) AS count, COUNT(DISTINCT o.contact_id) AS people FROM outbox o
            WHERE \(Self.left) AND \(Self.leftAt) >= \(begin) AND \(Self.leftAt) < \(end)
            """,
            """
            SELECT COUNT(*) AS count FROM outbox o
            WHERE \(Self.failed) AND \(Self.dueAt) >= \(begin) AND \(Self.dueAt) < \(end)
            """,
        ])
        return ReportedSums(
            sent: try rows[0].first?.int("count") ?? 0, failed: try rows[1].first?.int("count") ?? 0,
            recipients: try rows[0].first?.int("people") ?? 0)
    }

    private static var leftAt: SQL { "o.in_doubt_at" }
    private static var dueAt: SQL { "o.due_at" }
    /// A mail in doubt may have left, and so counts; so does a draft.
    private static var left: SQL {
        "o.in_doubt_at IS NOT NULL AND (o.state NOT IN ('rejected', 'needs_human') OR \(isDraft))"
    }
    private static var failed: SQL { "o.state IN ('rejected', 'needs_human') AND NOT \(isDraft)" }
    private static var isDraft: SQL { .isDraft("o") }
}

extension ReportedMail {
    fileprivate init(_ row: SQLRow) throws {
        id = try row["id", as: MailID.self]
        at = try row.timestamp("at")
        state = try row["state", as: MailState.self]
        recipient = try row.address("recipient")
        account = try row.address("account")
        messageID = try row.optionalMessageID("message_id")
        subject = try row.string("subject")
        campaign = try row.optionalString("campaign")
        fault = try row.optionalString("server_reply") ?? row.optionalString("reason")
        isDraft = try state == .needsHuman && row.optionalString("reason") == SQL.leftInDraftsText
    }
}
