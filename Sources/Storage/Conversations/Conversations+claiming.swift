package import Correspondence
import Database
import Timing

extension Conversations {
    /// How long, by the database's clock, until a conversation may be decided; nil when none waits.
    package func timeToNextDecision() async throws -> Duration? {
        try await database.row(
            """
            SELECT MIN(CASE WHEN decide_lease_until > decide_after THEN decide_lease_until ELSE decide_after END)
                AS next, \(SQL.now) AS now
            FROM email_threads WHERE decide_after IS NOT NULL
            """)?.timeToNext
    }

    /// Claims up to `limit` conversations that are ripe and that nobody else is deciding, and counts the attempt on each of
    /// their messages before anything is parsed.
    ///
    /// Where a crash of the server loses a claim, two may decide a conversation, and only the first commit counts; so nothing waits for
    /// the disk.
    package func claimDecisions(limit: Int, by holder: String, lease: Duration) async throws -> [DecisionWork] {
        try await database.transaction { session in
            try await session.writeUnsynced()
            let claimed = try await session.query(
                """
                UPDATE email_threads SET decide_lease_until = \(SQL.now) + \(lease), decide_holder = \(holder)
                WHERE id IN (
                    SELECT id FROM email_threads
                    WHERE decide_after <= \(SQL.now)
                      AND (decide_lease_until IS NULL OR decide_lease_until <= \(SQL.now))
                    ORDER BY decide_after LIMIT \(limit) \(SQL.skipLocked))
                RETURNING id
                """
            ).map { try $0["id", as: ConversationID.self] }
            guard !claimed.isEmpty else { return [] }
            try await session.countTries(of: claimed)
            let work = try await session.decisionWork(of: claimed.sorted())
            let idle = Set(claimed).subtracting(work.map(\.conversation.id)).sorted()
            if !idle.isEmpty {
                try await session.write(
                    "UPDATE email_threads SET decide_after = NULL, decide_lease_until = NULL WHERE id \(in: idle)")
            }
            return work
        }
    }
}

extension Conversations {
    /// Every process that holds a conversation to decide it.
    package func decisionHolders() async throws -> [String] {
        try await database.read { session in
            try await session.query(
                """
                SELECT DISTINCT decide_holder FROM email_threads
                WHERE decide_after IS NOT NULL AND decide_lease_until > \(SQL.now) AND decide_holder IS NOT NULL
                """
            ).map { try $0.string("decide_holder") }
        }
    }

    /// Releases conversations held by a dead process, so that they are decided at once.
    package func releaseDecisions(heldBy holder: String) async throws {
        try await database.transaction { session in
            try await session.write(
                """
                UPDATE email_threads SET decide_lease_until = NULL, decide_holder = NULL
                WHERE decide_after IS NOT NULL AND decide_holder = \(holder)
                """)
        }
    }
}

extension SQLSession {
    /// The most messages of one conversation that are read at a time; any beyond that go to a person unread.
    private static var mostRead: Int { 20 }

    /// The accounts whose inboxes hold messages of conversation `t`, as a list with commas.
    private static var mailboxes: SQL {
        let accounts: SQL = .either(
            postgres: "string_agg(DISTINCT b.account_id::text, ',')", sqlite: "group_concat(DISTINCT b.account_id)")
        return """
            COALESCE((SELECT \(accounts) FROM messages b WHERE b.thread_id = t.id AND b.role = 'inbox'), '') AS mailboxes
            """
    }

    fileprivate func decisionWork(of conversations: [ConversationID]) async throws -> [DecisionWork] {
        let answers = try await query([
            """
            SELECT id, thread_id, message_id, claimed_message_id, source_is_whole, linkage, from_address, received_at,
                before_baseline, only_for_person, attempts, \(SQL.now) AS now,
                CASE WHEN place <= \(Self.mostRead) THEN source END AS source
            FROM (
                SELECT m.*, ROW_NUMBER() OVER (PARTITION BY m.thread_id ORDER BY m.received_at, m.id) AS place
                FROM messages m WHERE m.thread_id \(in: conversations) AND m.state = 'pending') AS waiting
            WHERE place <= 1000 ORDER BY thread_id, received_at, id
            """,
            """
            SELECT \(DecisionWork.columns), \(Self.mailboxes) FROM \(DecisionWork.source) WHERE t.id \(in: conversations)
            ORDER BY t.decide_after, t.id
            """,
            OwnMail.rows(in: conversations),
        ])
        let ownMails = try OwnMail.byConversation(answers[2])
        let messages = try Dictionary(grouping: answers[0]) { try $0["thread_id", as: ConversationID.self] }
        return try answers[1].compactMap { row in
            let conversation = try row["id", as: ConversationID.self]
            guard let waiting = messages[conversation] else { return nil }
            return try DecisionWork(
                row, of: Conversation(row),
                mailboxes: try row.string("mailboxes").split(separator: ",")
                    .compactMap { Int64($0).map(AccountID.init(rawValue:)) },
                messages: waiting.map(PendingReply.init), ownMails: ownMails[conversation] ?? [])
        }
    }

    func conversation(_ id: ConversationID) async throws -> Conversation? {
        try await first("SELECT t.* FROM \(Conversation.source) WHERE t.id = \(id)").map(Conversation.init)
    }
}

extension DecisionWork {
    /// The columns of a conversation `t` that ``init(_:of:mailboxes:messages:ownMails:)`` reads.
    static var columns: SQL {
        """
        t.*, a.address AS account_address, a.state AS account_state, a.outlet, w.from_address AS writer_address,
        w.from_name AS writer_name,
        EXISTS (SELECT 1 FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id
            JOIN campaigns p ON p.id = l.campaign_id AND p.reply_policy = 'hand_off'
            WHERE r.thread_id = t.id) AS for_person
        """
    }

    static var source: SQL {
        """
        \(Conversation.source) JOIN accounts a ON a.id = t.account_id
        LEFT JOIN messages w ON w.id = \(SQL.firstMail(of: "t.id", named: "t.message_id"))
        """
    }

    init(
        _ row: SQLRow, of conversation: Conversation, mailboxes: [AccountID], messages: [PendingReply],
        ownMails: [OwnMail]
    ) throws {
        self.init(
            conversation: conversation, accountAddress: try row.address("account_address"),
            accountState: try row["account_state", as: AccountState.self], outlet: try row["outlet", as: Outlet.self],
            mailboxes: mailboxes, messages: messages, writer: try row.writer?.address, ownMails: ownMails,
            isForPerson: try row.bool("for_person"))
    }
}

extension Conversation {
    /// A conversation with its contact and the number of answers that may have reached the contact, under the name `t`.
    /// Answers of other conversations count too, for as long as the caps remember them: from the contact's point of view all
    /// our mailboxes are one sender.
    static var source: SQL {
        """
        (SELECT e.*, c.address AS contact_address, \(SQL.suppressedAt("c")) AS suppressed_at,
            (SELECT COUNT(*) FROM outbox o WHERE o.thread_id = e.id AND \(Self.mayHaveReached))
            + (SELECT COUNT(*) FROM outbox o
               WHERE o.contact_id = e.contact_id AND o.in_doubt_at > \(SQL.now) - \(SendPolicy.memory)
                 AND o.in_doubt_at IS NOT NULL AND o.thread_id <> e.id AND \(Self.mayHaveReached)) AS stages_sent
         FROM email_threads e JOIN contacts c ON c.id = e.contact_id) AS t
        """
    }

    /// Whether the mail `o` is an answer that may have reached its contact.
    private static let mayHaveReached: SQL = "o.purpose = 'answer' AND o.state IN ('in_doubt', 'sent', 'needs_human')"

    init(_ row: SQLRow) throws {
        self.init(
            id: try row["id", as: ConversationID.self], account: try row["account_id", as: AccountID.self],
            contact: try row["contact_id", as: ContactID.self], contactAddress: try row.address("contact_address"),
            subject: try row.string("subject"), state: try row["state", as: ConversationState.self],
            answersSent: try row.int("stages_sent"), generation: try row.int("generation"),
            version: try row.int64("version"), isSuppressed: try row.optionalTimestamp("suppressed_at") != nil,
            nextFollowUpAt: try row.optionalTimestamp("next_followup_at"))
    }
}

extension PendingReply {
    init(_ row: SQLRow) throws {
        let stored = try row.optionalBytes("source")
        self.init(
            key: try row["id", as: MessageKey.self],
            messageID: try row.optionalMessageID("message_id")
                ?? row.optionalString("claimed_message_id").flatMap(MessageID.init),
            source: stored ?? [], isWhole: try stored != nil && row.bool("source_is_whole"),
            linkage: try row["linkage", as: Linkage.self], from: try row.optionalAddress("from_address"),
            receivedAt: try row.timestamp("received_at"), isBeforeBaseline: try row.bool("before_baseline"),
            attempts: try row.int("attempts"), isUnwanted: try row.bool("only_for_person"),
            age: try row.timestamp("now") - row.timestamp("received_at"))
    }
}
