package import Correspondence
import Database
import Outreach
import Timing

extension Messages {
    /// Finds the outreach that each inbound message answers; nil where there is none.
    ///
    /// Evidence in this order: In-Reply-To and References, Gmail's thread, the same correspondent with the same subject within 90
    /// days, a correspondent to whom mail is planned.
    package func links(for messages: [IncomingMessage]) async throws -> [OutreachLink?] {
        try await links(for: messages.map { LinkQuestion(message: $0) })
    }

    /// The same for one message; a bounce may contain `returned`, which comes after References.
    package func link(for message: IncomingMessage, returned: MessageID? = nil) async throws -> OutreachLink? {
        try await links(for: [LinkQuestion(message: message, returned: returned)])[0]
    }

    private func links(for questions: [LinkQuestion]) async throws -> [OutreachLink?] {
        guard !questions.isEmpty else { return [] }
        let names = questions.names
        let named = try NamedOutreach(
            try await database.rows(optional: [
                names.isEmpty ? nil : SQL.ownMails(named: names), names.isEmpty ? nil : SQL.outreach(named: names),
                SQL.outreach(
                    inGmailThreads: questions.compactMap(\.message.gmailThreadID),
                    of: Set(questions.map(\.message.location.account)).sorted()),
            ]))
        var links = try questions.map { try named.link($0) }
        let rest = questions.indices.filter { links[$0] == nil }
        if let bySubject = SQL.outreach(withSubjectsOf: rest.map { ($0, questions[$0].message) }) {
            for row in try await database.rows(bySubject) {
                links[try row.int("number")] = try OutreachLink(.subject, row)
            }
        }
        let strangers = questions.indices.filter { links[$0] == nil }
        if let underWay = SQL.conversationsUnderWay(with: strangers.map { ($0, questions[$0].message) }) {
            for row in try await database.rows(underWay) {
                links[try row.int("number")] = OutreachLink(
                    linkage: .subject, outreach: nil, conversation: try row["id", as: ConversationID.self])
            }
        }
        return links
    }
}

extension SQL {
    /// Whether a reply to this message may be answered: it is outreach, or its conversation has begun, whatever the present rule
    /// says.
    static let isAnswerable: SQL = "direction = 'outbound' AND (outreach OR thread_id IS NOT NULL)"
}

/// A message, and the ids that it names outside its own header.
private struct LinkQuestion {
    let message: IncomingMessage
    var returned: MessageID?
}

extension [LinkQuestion] {
    fileprivate var names: [String] {
        Set(flatMap { ($0.message.referencedIDs + [$0.returned].compactMap(\.self)).map(\.text) }).sorted()
    }
}

/// The messages with these ids, by id.
private struct NamedOutreach {
    private let ownMails: [String: [SQLRow]]
    private let outreach: [String: [SQLRow]]
    private let gmail: [String: [SQLRow]]

    init(_ answers: [[SQLRow]]) throws {
        ownMails = try Dictionary(grouping: answers[0]) { try $0.string("message_id") }
        outreach = try Dictionary(grouping: answers[1]) { try $0.string("message_id") }
        gmail = try Dictionary(grouping: answers[2]) { try $0.string("gmail_thread_id") }
    }

    func link(_ question: LinkQuestion) throws -> OutreachLink? {
        let message = question.message
        if let link = try link(message.referencedIDs, for: message, .references) { return link }
        if let returned = question.returned, var link = try link([returned], for: message, .returnedPart) {
            link.returned = returned
            return link
        }
        let thread = message.gmailThreadID.flatMap { gmail[$0] } ?? []
        let own = try thread.first { try $0["account_id", as: AccountID.self] == message.location.account }
        return try own.map { try OutreachLink(.gmailThread, $0) }
    }

    /// Our own mails first; then outreach to the writer before other outreach, the account's own before that of others, oldest
    /// first.
    private func link(_ ids: [MessageID], for message: IncomingMessage, _ linkage: Linkage) throws -> OutreachLink? {
        let mails = ids.flatMap { ownMails[$0.text] ?? [] }
        if let first = try mails.min(by: { try $0.int64("id") < $1.int64("id") }) {
            return OutreachLink(
                linkage: linkage, outreach: nil, conversation: try first["thread_id", as: ConversationID.self])
        }
        let ranked = try ids.flatMap { outreach[$0.text] ?? [] }.map { row in
            let isOwn = try row["account_id", as: AccountID.self] == message.location.account
            let isToWriter = try row.optionalString("to_address") == message.from?.address.key
            return (isToWriter ? 0 : 1, isOwn ? 0 : 1, try row.timestamp("received_at"), try row.int64("id"), row)
        }
        let best = ranked.min { ($0.0, $0.1, $0.2, $0.3) < ($1.0, $1.1, $1.2, $1.3) }
        return try best.map { try OutreachLink(linkage, $0.4) }
    }
}

extension OutreachLink {
    fileprivate init(_ linkage: Linkage, _ row: SQLRow) throws {
        self.init(
            linkage: linkage, outreach: try row["id", as: MessageKey.self],
            conversation: try row["thread_id", as: ConversationID?.self])
    }
}

extension SQL {
    fileprivate static func ownMails(named names: [String]) -> SQL {
        """
        SELECT id, thread_id, message_id FROM outbox WHERE message_id \(in: names)
        UNION
        SELECT o.id, o.thread_id, a.alias FROM mail_aliases a JOIN outbox o ON o.id = a.outbox_id
        WHERE a.alias \(in: names)
        """
    }

    fileprivate static func outreach(named names: [String]) -> SQL {
        """
        SELECT id, thread_id, account_id, received_at, to_address, message_id FROM messages
        WHERE message_id \(in: names) AND \(isAnswerable)
        UNION ALL
        SELECT id, thread_id, account_id, received_at, to_address, claimed_message_id FROM messages
        WHERE claimed_message_id \(in: names) AND claimed_message_id IS NOT NULL AND \(isAnswerable)
        """
    }

    /// Nil when there is nothing to ask.
    fileprivate static func outreach(inGmailThreads threads: [String], of accounts: [AccountID]) -> SQL? {
        guard !threads.isEmpty else { return nil }
        return """
            SELECT id, thread_id, account_id, gmail_thread_id FROM messages
            WHERE \(isAnswerable) AND gmail_thread_id IS NOT NULL AND gmail_thread_id \(in: threads)
              AND account_id \(in: accounts)
            ORDER BY received_at, id
            """
    }

    /// Nil when there is nothing to ask.
    fileprivate static func outreach(withSubjectsOf messages: [(number: Int, message: IncomingMessage)]) -> SQL? {
        let rows = messages.compactMap { number, message -> [SQLField]? in
            let base = Subject.base(message.subject)
            guard let from = message.from, !base.isEmpty else { return nil }
            return [
                .of(number), .of(message.location.account), .of(from.address.key), .of(base.storable),
                .of(message.receivedAt),
            ]
        }
        guard !rows.isEmpty else { return nil }
        let columns = ["number", "account_id", "address", "subject", "received_at"]
        let asked = SQLTable("asked", columns: columns, rows: rows)
        return """
            SELECT number, id, thread_id FROM (
                SELECT asked.number, m.id, m.thread_id,
                    ROW_NUMBER() OVER (PARTITION BY asked.number ORDER BY m.received_at DESC, m.id DESC) AS place
                FROM \(asked) JOIN messages m ON m.direction = 'outbound' AND m.account_id = asked.account_id
                 AND m.to_address = asked.address AND m.base_subject = asked.subject
                WHERE (m.outreach OR m.thread_id IS NOT NULL) AND m.received_at > asked.received_at - \(Duration.seconds(90 * 86_400))
                  AND m.received_at <= asked.received_at + \(Duration.seconds(3_600))) AS found
            WHERE place = 1
            """
    }

    /// A person who writes while mails to them are planned has something to say, in whatever thread: no mail may follow it unread. A
    /// campaign keeps most of its future mails with its leads, and a draft may have been sent unnoticed. Nil when there is nothing to ask.
    fileprivate static func conversationsUnderWay(with messages: [(number: Int, message: IncomingMessage)]) -> SQL? {
        let rows = messages.compactMap { number, message -> [SQLField]? in
            message.from.map { [.of(number), .of(message.location.account), .of($0.address.key)] }
        }
        guard !rows.isEmpty else { return nil }
        let asked = SQLTable("asked", columns: ["number", "account_id", "address"], rows: rows)
        let underWay = LeadState.allCases.filter { !$0.isEnd }
        return """
            SELECT number, id FROM (
                SELECT asked.number, t.id,
                    ROW_NUMBER() OVER (PARTITION BY asked.number
                        ORDER BY CASE WHEN t.account_id = asked.account_id THEN 0 ELSE 1 END, t.id DESC) AS place
                FROM \(asked) JOIN contacts c ON c.address = asked.address JOIN email_threads t ON t.contact_id = c.id
                WHERE EXISTS (
                    SELECT 1 FROM outbox o
                    WHERE o.thread_id = t.id AND (o.state IN ('planned', 'claimed', 'in_doubt')
                        OR (o.state = 'needs_human' AND o.reason = \(leftInDrafts)
                            AND o.in_doubt_at > \(now) - \(WaitingDraft.span))))
                  OR EXISTS (
                    SELECT 1 FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id
                    WHERE r.contact_id = c.id AND (r.thread_id = t.id OR r.thread_id IS NULL) AND l.state \(in: underWay))) AS found
            WHERE place = 1
            """
    }
}
