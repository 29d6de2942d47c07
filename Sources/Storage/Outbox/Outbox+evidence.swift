package import Correspondence
import Database
import Events
import Outreach
package import Timing

/// A mail in doubt: it is unknown whether it left.
package struct DoubtfulMail: Sendable, Hashable {
    package let id: MailID
    package let fence: Int64
    package let account: AccountID
    package let conversation: ConversationID
    package let recipient: EmailAddress
    /// The id that we gave it.
    package let messageID: MessageID?
    /// Since when it may have left.
    package let since: Timestamp
}

/// A mail that Mosaic sent, or tried to.
struct OutboxMail {
    let id: MailID
    let conversation: ConversationID
    let messageID: MessageID?
    let isSent: Bool
    /// Whether it waits in Drafts.
    var isDraft = false
}

extension Outbox {
    /// Mails in doubt of these accounts whose sender's time is over.
    package func doubtful(of accounts: [AccountID]) async throws -> [DoubtfulMail] {
        try await database.rows(
            .doubts("account_id \(in: accounts) AND (lease_until IS NULL OR lease_until <= \(SQL.now))", limit: 1_000)
        ).map(DoubtfulMail.init)
    }

    /// Mails in doubt for longer than `grace`, of accounts that no process holds.
    package func doubtfulAndUnwatched(for grace: Duration) async throws -> [DoubtfulMail] {
        let names: [SQL] = [AccountRights.watchPrefix, AccountRights.outletPrefix].map { prefix in
            "'\(raw: prefix)' || outbox.account_id"
        }
        return try await database.rows(
            .doubts(
                """
                in_doubt_at <= \(SQL.now) - \(grace) AND (lease_until IS NULL OR lease_until <= \(SQL.now))
                AND NOT EXISTS (SELECT 1 FROM leases
                    WHERE name IN (\(SQL.joined(names))) AND expires_at > \(SQL.now) - \(grace))
                """, limit: 100)
        ).map(DoubtfulMail.init)
    }

    /// Its provider says that it left, and has filed its copy.
    ///
    /// - Parameters:
    ///   - id: the id that its recipient sees.
    ///   - proof: the evidence, for people.
    package func noteFound(_ doubt: DoubtfulMail, as id: MessageID, proof: String) async throws {
        try await database.transaction { session in
            try await session.lock([doubt.conversation])
            if id != doubt.messageID { try await session.noteAlias(id, of: doubt.id) }
            try await session.noteFiledCopies(of: [doubt.id])
            try await session.markSent(
                [LeftMail(id: doubt.id, proof: proof)], step: .evidence, in: [doubt.conversation])
        }
    }

    /// No evidence turned up within the grace period: a person decides. It is never sent again automatically.
    ///
    /// - Parameter grace: time since the doubt began, by the database's clock.
    /// - Returns: false while the grace period lasts, or when something has become known.
    package func giveUp(_ doubt: DoubtfulMail, after grace: Duration) async throws -> Bool {
        try await database.transaction { session in
            try await session.lock([doubt.conversation])
            let given = try await session.moved(
                "id = \(doubt.id) AND fence = \(doubt.fence) AND in_doubt_at <= \(SQL.now) - \(grace)", .givenUp,
                ", reason = 'no evidence that it left or did not'")
            guard !given.isEmpty else { return false }
            try await session.logSendSteps(.gaveUp, of: [doubt.id])
            try await session.record(.followupNeedsHuman, conversation: doubt.conversation, mail: doubt.id)
            try await session.giveToPerson(doubt.conversation, .sendInDoubt)
            return true
        }
    }
}

extension SQL {
    /// Mails named by one of these ids, ours or a provider's, that are not known to have left. Planned and claimed mails are
    /// included: a server may deliver a mail and still refuse it, and then it is planned again.
    static func doubtful(named ids: [String]) -> SQL {
        """
        SELECT id, message_id FROM outbox WHERE message_id \(in: ids) AND state IN (\(MailState.sql(allowing: .sent)))
        UNION
        SELECT o.id, a.alias FROM mail_aliases a JOIN outbox o ON o.id = a.outbox_id
        WHERE a.alias \(in: ids) AND o.state IN (\(MailState.sql(allowing: .sent)))
        """
    }
}

extension DoubtfulMail {
    fileprivate init(_ row: SQLRow) throws {
        self.init(
            id: try row["id", as: MailID.self], fence: try row.int64("fence"),
            account: try row["account_id", as: AccountID.self],
            conversation: try row["thread_id", as: ConversationID.self], recipient: try row.address("recipient"),
            messageID: try row.optionalMessageID("message_id"), since: try row.timestamp("since"))
    }
}

extension SQL {
    fileprivate static func doubts(_ condition: SQL, limit: Int) -> SQL {
        """
        SELECT id, fence, account_id, thread_id, message_id, COALESCE(in_doubt_at, \(SQL.now)) AS since,
            (SELECT c.address FROM email_threads t JOIN contacts c ON c.id = t.contact_id
             WHERE t.id = outbox.thread_id) AS recipient
        FROM outbox WHERE state = 'in_doubt' AND \(condition) ORDER BY in_doubt_at LIMIT \(limit)
        """
    }

    /// Mails of ours with these ids, the first mail first: `name` is the id by which each was found.
    static func ownMails(among names: [String]) -> SQL {
        """
        SELECT id, thread_id, message_id, state, reason, message_id AS name FROM outbox WHERE message_id \(in: names)
        UNION ALL
        SELECT o.id, o.thread_id, o.message_id, o.state, o.reason, a.alias
        FROM mail_aliases a JOIN outbox o ON o.id = a.outbox_id WHERE a.alias \(in: names)
        ORDER BY id
        """
    }
}

extension SQLSession {
    /// A reply or a bounce that names our mails proves that they left.
    func resolveDoubt(of mails: Set<MailID>, evidence: String) async throws {
        try await markSent(mails.sorted().map { LeftMail(id: $0, proof: evidence) }, step: .evidence)
    }

    /// The same for a mail of a campaign: any of its accounts may have sent it, each under its own domain.
    func noteSentCopy(of id: MessageID, from campaign: CampaignID) async throws -> MailID? {
        let mark = String(id.text.prefix { $0 != "@" })
        let domain: SQL = .either(
            postgres: "substr(a.address, strpos(a.address, '@'))", sqlite: "substr(a.address, instr(a.address, '@'))")
        let accounts: SQL = """
            campaign_accounts ca JOIN accounts a ON a.id = ca.account_id WHERE ca.campaign_id = \(campaign)
            """
        let seen = try await first(
            """
            SELECT message_id FROM messages
            WHERE message_id IN (SELECT DISTINCT \(mark) || \(domain) FROM \(accounts)) AND direction = 'outbound'
              AND account_id IN (SELECT ca.account_id FROM \(accounts))
            ORDER BY id LIMIT 1
            """)
        guard let seen, let own = try await ownMail([id]) else { return nil }
        try await noteSentCopy(of: own, named: try seen.optionalMessageID("message_id"))
        return own.id
    }

    /// The first mail of ours named by one of these ids, ours or a provider's.
    func ownMail(_ ids: [MessageID]) async throws -> OutboxMail? {
        guard !ids.isEmpty else { return nil }
        return try await query(.ownMails(among: ids.map(\.text))).first.map(OutboxMail.init)
    }

    /// The same for one mail.
    func noteSentCopy(of mail: OutboxMail, named id: MessageID?) async throws {
        try await noteSentCopies([(mail: mail, named: id, at: nil)])
    }

    /// Our mails are in Sent: whatever we believed, they left.
    ///
    /// - Parameter copies: each with its id in Sent, which, if it is not ours, is the one its recipient knows, and with the
    ///   time it came there; nil where unknown.
    func noteSentCopies(_ copies: [(mail: OutboxMail, named: MessageID?, at: Timestamp?)]) async throws {
        var left: [LeftMail] = []
        var conversations: Set<ConversationID> = []
        for (mail, id, instant) in copies {
            if let id, id != mail.messageID { try await noteAlias(id, of: mail.id) }
            if mail.isDraft { try await takeBack(sentDraft: mail) }
            if !mail.isSent, !left.contains(where: { $0.id == mail.id }) {
                left.append(LeftMail(id: mail.id, proof: "found in Sent", at: instant))
                conversations.insert(mail.conversation)
            }
        }
        try await lock(conversations.sorted())
        try await noteFiledCopies(of: copies.map(\.mail.id))
        try await markSent(left, step: .evidence, in: conversations.sorted())
    }

    fileprivate func noteFiledCopies(of mails: [MailID]) async throws {
        try await write("UPDATE outbox SET sent_copy = 'found' WHERE id \(in: mails) AND sent_copy = 'unknown'")
    }

    /// A provider gave our mail another Message-ID.
    func noteAlias(_ alias: MessageID, of mail: MailID) async throws {
        try await write(
            """
            INSERT INTO mail_aliases (alias, outbox_id, noted_at) VALUES (\(alias.text), \(mail), \(SQL.now))
            ON CONFLICT (alias) DO NOTHING
            """)
    }
}

extension SQLSession {
    /// The doubts of an account are for its new holder to resolve, at once.
    func endDoubtLeases(of account: AccountID) async throws {
        try await write(
            "UPDATE outbox SET lease_until = \(SQL.now) WHERE account_id = \(account) AND state = 'in_doubt'")
    }

    /// We filed the copy in Sent ourselves.
    func noteAppendedCopies(of mails: [MailID]) async throws {
        guard !mails.isEmpty else { return }
        try await write("UPDATE outbox SET sent_copy = 'appended' WHERE id \(in: mails) AND sent_copy = 'unknown'")
    }

    /// Cancels outreach that was planned for this contact anywhere.
    func cancelOutreach(to contact: ContactID, reason: String) async throws {
        let theirs: SQL = "SELECT id FROM email_threads WHERE contact_id = \(contact)"
        try await move(
            "thread_id IN (\(theirs)) AND purpose = 'outreach'", .cancelled,
            ", reason = \(reason.storable), lease_until = NULL")
        try await refreshNextFollowUp(
            where: """
                contact_id = \(contact) AND next_followup_at IS NOT NULL AND EXISTS (SELECT 1 FROM outbox
                    WHERE thread_id = email_threads.id AND purpose = 'outreach' AND state = 'cancelled')
                """)
    }
}
