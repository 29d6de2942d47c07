import Correspondence
import Database
import Timing

/// Judges the mails of one batch; reads an account's groups only once.
struct SentJudging {
    let policy: OutreachPolicy
    private(set) var groups: [AccountID: [OutreachGroup]] = [:]

    init(_ policy: OutreachPolicy) {
        self.policy = policy
    }

    mutating func keep(_ known: [OutreachGroup], of account: AccountID) { groups[account] = known }
    mutating func add(_ group: OutreachGroup, of account: AccountID) { groups[account, default: []].append(group) }

    mutating func count(_ group: Int64, of account: AccountID) {
        guard let index = groups[account]?.firstIndex(where: { $0.id == group }) else { return }
        groups[account]?[index].counts = true
    }
}

/// Mails of one account with the same text, in the form in which new ones are compared with them.
struct OutreachGroup {
    let id: Int64
    let sketch: TextSketch
    let subject: String
    var counts: Bool
    let verdict: GroupVerdict?

    /// Why its mails count or do not.
    var reason: OutreachReason {
        switch verdict {
        case .accepted: .accepted
        case .refused: .refused
        case nil: counts ? .similar : .alone
        }
    }
}

extension SQLSession {
    /// Decides whether a mail counts as outreach, and stores the verdict.
    ///
    /// - Returns: whether earlier inbound mail turned out to answer outreach and is read again.
    func judge(_ mail: SentMail, _ key: MessageKey, _ judging: inout SentJudging) async throws -> Bool {
        let parent = try await parent(of: mail.message)
        if let reason = judging.policy.reason(for: mail, after: parent.kind) {
            try await settle([key], reason, group: parent.group)
            return try await reason.counts ? claimEarlierMail(naming: [mail.message.messageID]) : false
        }
        guard let sketch = mail.text?.sketch else { return false }
        let group = try await group(of: mail.message, sketch, &judging)
        try await settle([key], group.reason, group: group.id)
        if group.reason.counts { return try await claimEarlierMail(naming: [mail.message.messageID]) }
        guard group.verdict == nil, try await reachesSeveral(group.id) else { return false }
        judging.count(group.id, of: mail.message.location.account)
        return try await settle(group: group.id, counts: true, .similar)
    }

    /// The row of a mail of ours without a verdict.
    func unjudged(at location: MessageLocation) async throws -> MessageKey? {
        try await first(
            """
            SELECT id FROM messages WHERE account_id = \(location.account) AND role = \(location.role)
              AND uidvalidity = \(location.uidValidity) AND uid = \(location.uid) AND outreach IS NULL
            """)?["id", as: MessageKey.self]
    }

    /// The only statement that writes the verdicts of single mails.
    func settle(_ keys: [MessageKey], _ reason: OutreachReason, group: Int64? = nil) async throws {
        try await write(
            """
            UPDATE messages SET outreach = \(reason.counts), outreach_reason = \(reason), group_id = \(group)
            WHERE id \(in: keys)
            """)
    }

    /// The same for all mails of a group: those that came before it counted, too.
    ///
    /// - Returns: whether earlier inbound mail is read again, because it answers one of them.
    func settle(group: Int64, counts: Bool, _ reason: OutreachReason) async throws -> Bool {
        try await execute("UPDATE outreach_groups SET outreach = \(counts) WHERE id = \(group)")
        let names = try await query(
            """
            UPDATE messages SET outreach = \(counts), outreach_reason = \(reason) WHERE group_id = \(group)
            RETURNING COALESCE(message_id, claimed_message_id) AS name
            """
        ).map { try $0.optionalMessageID("name") }
        guard counts else { return false }
        // Nothing is stored of mail elsewhere that concerned nobody. A single mail that counts from the first is no reason to look
        // again: each would have all archives read again.
        try await lookElsewhereAgain(of: group)
        return try await claimEarlierMail(naming: names)
    }

    /// The mail that it follows. Only the nearest counts: an answer to a reply names our first mail too.
    private func parent(of message: IncomingMessage) async throws -> (kind: SentParent, group: Int64?) {
        guard let id = message.inReplyTo.first ?? message.references.last else { return (.none, nil) }
        let row = try await first(
            """
            SELECT direction, outreach_reason, group_id FROM messages
            WHERE message_id = \(id.text) AND account_id = \(message.location.account) ORDER BY id LIMIT 1
            """)
        guard let row, try row.string("direction") == "outbound" else { return (.theirs, nil) }
        let reason = try row["outreach_reason", as: OutreachReason?.self] ?? .unread
        return (.ours(reason), try row.optionalInt64("group_id"))
    }

    // MARK: Groups

    /// The group with this text, begun when there is none.
    private func group(
        of message: IncomingMessage, _ sketch: TextSketch, _ judging: inout SentJudging
    ) async throws -> OutreachGroup {
        let account = message.location.account
        if judging.groups[account] == nil { judging.keep(try await recentGroups(of: account), of: account) }
        let same = judging.groups[account, default: []].filter {
            OutreachPolicy.isSameText($0.sketch, $0.subject, as: sketch, message.subject)
        }
        if let nearest = same.max(by: { $0.sketch.similarity(to: sketch) < $1.sketch.similarity(to: sketch) }) {
            try await execute(
                """
                UPDATE outreach_groups
                SET last_at = CASE WHEN last_at > \(message.receivedAt) THEN last_at ELSE \(message.receivedAt) END
                WHERE id = \(nearest.id)
                """)
            return nearest
        }
        let id = try await insertedGroup(of: message, sketch)
        let group = OutreachGroup(id: id, sketch: sketch, subject: message.subject, counts: false, verdict: nil)
        judging.add(group, of: account)
        return group
    }

    private func insertedGroup(of message: IncomingMessage, _ sketch: TextSketch) async throws -> Int64 {
        let row = try await first(
            """
            INSERT INTO outreach_groups (account_id, sketch, subject, first_at, last_at)
            VALUES (\(message.location.account), \(sketch.stored), \(message.subject.storable), \(message.receivedAt),
                \(message.receivedAt))
            RETURNING id
            """)
        guard let row else { throw StorageError(.corrupt, "a group was inserted and is not there") }
        return try row.int64("id")
    }

    /// The newest groups: a text that nobody has sent for long is not compared with anything.
    private func recentGroups(of account: AccountID) async throws -> [OutreachGroup] {
        try await query(
            """
            SELECT id, sketch, subject, outreach, verdict FROM outreach_groups WHERE account_id = \(account)
            ORDER BY last_at DESC LIMIT 5000
            """
        ).compactMap { row in
            guard let sketch = TextSketch(stored: try row.bytes("sketch")) else { return nil }
            return OutreachGroup(
                id: try row.int64("id"), sketch: sketch, subject: try row.string("subject"),
                counts: try row.bool("outreach"), verdict: try row["verdict", as: GroupVerdict?.self])
        }
    }

    /// Whether its mails went to more than one person.
    private func reachesSeveral(_ group: Int64) async throws -> Bool {
        try await query(
            "SELECT DISTINCT to_address FROM messages WHERE group_id = \(group) AND to_address IS NOT NULL LIMIT 2"
        ).count > 1
    }

    // MARK: Replies that came first

    /// Inbound mail that named one of these before it was known as outreach is admitted again by the watcher of its
    /// mailbox.
    func claimEarlierMail(naming ids: [MessageID?]) async throws -> Bool {
        let names = ids.compactMap { $0?.text }
        guard !names.isEmpty else { return false }
        let results = try await query([
            """
            SELECT DISTINCT m.id, m.account_id FROM unlinked_references u JOIN messages m ON m.id = u.message_key
            WHERE u.referenced_id \(in: names) AND m.role = 'inbox'
              AND m.stored_at > \(SQL.now) - \(Duration.seconds(3 * 86_400))
            ORDER BY m.id
            """,
            .lookingAgain(naming: names),
        ])
        if !results[1].isEmpty { try await forgetUnlinked(naming: names) }
        for row in results[0] {
            let key = try row["id", as: MessageKey.self]
            try await planAction(.admitAgain, account: try row["account_id", as: AccountID.self], message: key)
            try await execute("DELETE FROM unlinked_references WHERE message_key = \(key)")
        }
        return !results.allSatisfy(\.isEmpty)
    }
}
