package import Correspondence
import Database
import Events
package import Timing

/// A person's word on a group of mails.
package enum GroupVerdict: String, CaseIterable, Sendable, Codable {
    case accepted, refused
}

/// Mails of one account with the same text, as a person sees them.
package struct OutreachGroupRecord: Sendable, Hashable {
    package let id: Int64
    package let account: EmailAddress
    /// The subject of the first of them.
    package let subject: String
    /// Whether a reply to them may be answered.
    package let counts: Bool
    /// A person's word; nil: nobody was asked.
    package let verdict: GroupVerdict?
    package let mails: Int
    /// The number of different recipients.
    package let people: Int
    package let firstAt: Timestamp
    package let lastAt: Timestamp
    /// A few of the recipients.
    package let samples: [EmailAddress]

    /// In a few words: `“Collaboration” to 12 people (4)`, with its number.
    package var inShort: String {
        "“\(subject.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(50))” to \(people) people (\(id))"
    }
}

/// The number of an account's sent mails that count, by reason.
package struct OutreachTally: Sendable, Hashable {
    package let account: EmailAddress
    /// The rule that last judged them, in the form of `OUTREACH`; nil: none yet.
    package let rule: String?
    package let reasons: [OutreachReason: Int]
    /// Mails without a verdict yet.
    package let unjudged: Int

    package var counting: Int { reasons.filter { $0.key.counts && $0.key != .mosaic }.values.reduce(0, +) }
    package var others: Int { reasons.filter { !$0.key.counts }.values.reduce(0, +) }
}

extension Messages {
    /// Groups of mails: those that count first, the largest first.
    ///
    /// - Parameters:
    ///   - account: nil for all.
    ///   - alsoSingle: also mails whose text only one person got.
    package func outreachGroups(
        of account: EmailAddress? = nil, alsoSingle: Bool, limit: Int
    ) async throws -> [OutreachGroupRecord] {
        let ofAccount: SQL = account.map { "WHERE a.address = \($0.key)" } ?? ""
        return try await database.read { session in
            let rows = try await session.query(
                """
                SELECT g.id, a.address AS account, g.subject, g.outreach, g.verdict, g.first_at, g.last_at,
                    COUNT(m.id) AS mails, COUNT(DISTINCT m.to_address) AS people
                FROM outreach_groups g JOIN accounts a ON a.id = g.account_id
                JOIN messages m ON m.group_id = g.id \(ofAccount)
                GROUP BY g.id, a.address, g.subject, g.outreach, g.verdict, g.first_at, g.last_at
                HAVING \(alsoSingle) OR g.verdict IS NOT NULL OR COUNT(DISTINCT m.to_address) > 1
                ORDER BY g.outreach DESC, people DESC, g.id LIMIT \(limit)
                """)
            var records: [OutreachGroupRecord] = []
            for row in rows {
                records.append(
                    try OutreachGroupRecord(row, samples: await session.recipients(of: row.int64("id"))))
            }
            return records
        }
    }

    /// The verdicts on the mails of each account, or of this one.
    package func outreachTallies(of account: AccountID? = nil) async throws -> [OutreachTally] {
        try await database.read { session in
            let ofAccount: SQL = account.map { "AND m.account_id = \($0)" } ?? ""
            let rows = try await session.query(
                """
                SELECT a.address AS account, a.outreach_rule AS rule, m.outreach_reason AS reason, COUNT(*) AS mails
                FROM messages m JOIN accounts a ON a.id = m.account_id WHERE m.direction = 'outbound' \(ofAccount)
                GROUP BY a.id, a.address, a.outreach_rule, m.outreach_reason ORDER BY a.id
                """)
            var tallies: [OutreachTally] = []
            for (address, rows) in try Dictionary(grouping: rows, by: { try $0.string("account") }) {
                guard let account = EmailAddress(address) else { continue }
                var reasons: [OutreachReason: Int] = [:]
                var unjudged = 0
                for row in rows {
                    if let reason = try row["reason", as: OutreachReason?.self] {
                        reasons[reason] = try row.int("mails")
                    } else {
                        unjudged += try row.int("mails")
                    }
                }
                tallies.append(
                    OutreachTally(
                        account: account, rule: try rows.first?.optionalString("rule"), reasons: reasons,
                        unjudged: unjudged)
                )
            }
            return tallies.sorted { $0.account.key < $1.account.key }
        }
    }

    /// UIDs of the newest mails in Sent without a verdict, ascending.
    package func unjudgedSent(of account: AccountID, uidValidity: UInt32, limit: Int) async throws -> [UInt32] {
        try await database.read { session in
            try await session.query(
                """
                SELECT uid FROM messages WHERE account_id = \(account) AND role = 'sent' AND direction = 'outbound'
                  AND uidvalidity = \(uidValidity) AND outreach IS NULL
                ORDER BY uid DESC LIMIT \(limit)
                """
            ).map { try $0["uid", as: UInt32.self] }.reversed()
        }
    }

    /// These mails are gone, so nothing can be said about their text.
    package func giveUpJudging(_ uids: [UInt32], of account: AccountID, uidValidity: UInt32) async throws {
        guard !uids.isEmpty else { return }
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE messages SET outreach = \(false), outreach_reason = \(OutreachReason.unread)
                WHERE account_id = \(account) AND role = 'sent' AND uidvalidity = \(uidValidity) AND outreach IS NULL
                  AND uid \(in: uids.map(Int64.init))
                """)
        }
    }

    /// Withdraws the verdicts that another rule gave on an account's mails; Mosaic's own mails keep theirs.
    package func prepareJudging(of account: AccountID, by rule: OutreachRule) async throws {
        try await database.transaction { session in
            guard try await session.judges(account, anewBy: rule) else { return }
            try await session.execute(
                """
                UPDATE messages SET outreach = NULL, outreach_reason = NULL
                WHERE account_id = \(account) AND direction = 'outbound' AND outreach_reason <> 'mosaic'
                """)
            try await session.execute(
                "UPDATE outreach_groups SET outreach = \(false) WHERE account_id = \(account) AND verdict IS NULL")
        }
    }

    /// Records a person's word on whether the mails of a group are outreach. Replies that came since are looked at again; if it is
    /// not outreach, planned answers do not leave.
    ///
    /// - Returns: false when there is no such group.
    package func judge(group: Int64, _ verdict: GroupVerdict) async throws -> Bool {
        try await database.transaction { session in
            let changed = try await session.execute(
                "UPDATE outreach_groups SET verdict = \(verdict) WHERE id = \(group)")
            guard changed == 1 else { return false }
            _ = try await session.settle(
                group: group, counts: verdict == .accepted, verdict == .accepted ? .accepted : .refused)
            if verdict == .refused { try await session.leaveConversations(of: group) }
            try await session.record(.outreachJudged, detail: "group \(group) \(verdict.rawValue)")
            return true
        }
    }
}

extension SQLSession {
    fileprivate func recipients(of group: Int64) async throws -> [EmailAddress] {
        try await query(
            """
            SELECT to_address, MAX(received_at) AS last FROM messages
            WHERE group_id = \(group) AND to_address IS NOT NULL GROUP BY to_address ORDER BY last DESC LIMIT 3
            """
        ).compactMap { try $0.optionalAddress("to_address") }
    }

    /// Conversations that its mails began go to a person.
    fileprivate func leaveConversations(of group: Int64) async throws {
        let conversations = try await query(
            """
            SELECT DISTINCT thread_id FROM messages WHERE group_id = \(group) AND thread_id IS NOT NULL
            ORDER BY thread_id
            """
        ).map { try $0["thread_id", as: ConversationID.self] }
        guard !conversations.isEmpty else { return }
        let reason = "a person said that this is no outreach"
        try await lock(conversations)
        try await bump(conversations)
        try await move(conversations, .personHadAnswered, reason: reason)
        try await cancelOpenMails(of: conversations, reason: reason)
    }
}

extension OutreachGroupRecord {
    fileprivate init(_ row: SQLRow, samples: [EmailAddress]) throws {
        id = try row.int64("id")
        account = try row.address("account")
        subject = try row.string("subject")
        counts = try row.bool("outreach")
        verdict = try row["verdict", as: GroupVerdict?.self]
        mails = try row.int("mails")
        people = try row.int("people")
        firstAt = try row.timestamp("first_at")
        lastAt = try row.timestamp("last_at")
        self.samples = samples
    }
}
