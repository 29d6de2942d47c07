package import Correspondence
import Database
package import Timing

/// What an account has sent lately, and what its own gates depend on.
package struct AccountUse: Sendable, Hashable {
    package let account: AccountRecord
    /// What the provider allows in any 24 h; nil: nobody said.
    package let providerLimit: Int?
    /// Mails of the last 24 h that left, or may have.
    package let lastDay: [Purpose: Int]
    /// The same since the instant that was asked for.
    package let since: [Purpose: Int]
    /// Mails that count against its own limit: those of the last 24 h, or since a person let the count begin anew.
    package var counted: Int { facts.history.sinceReset?.mails ?? facts.history.accountMails }
    /// When a person did so, within the last 24 h.
    package var countedFrom: Timestamp? { facts.history.sinceReset == nil ? nil : account.limitFrom }
    /// When the first of its planned mails is due; nil: none is planned.
    package let nextDueAt: Timestamp?
    /// For a mail that nothing but its account keeps from leaving.
    package let facts: GateFacts
}

extension Accounts {
    /// What each account has sent.
    ///
    /// - Parameters:
    ///   - account: nil for all.
    ///   - isPutOff: of those alone whose own limits have put off all of their mails.
    ///   - begin: from when on mails are counted by themselves.
    package func use(
        of account: AccountID? = nil, isPutOff: Bool = false, since begin: Timestamp
    ) async throws -> [AccountUse] {
        func count(_ purpose: Purpose, after instant: SQL) -> SQL {
            """
            (SELECT COUNT(*) FROM outbox h WHERE h.account_id = a.id AND h.purpose = \(purpose)
               AND h.in_doubt_at >= \(instant))
            """
        }
        let day: SQL = "\(SQL.now) - \(SendPolicy.day)"
        let which: SQL =
            account.map { "WHERE a.id = \($0)" } ?? (isPutOff ? "WHERE a.next_send_at > \(SQL.now)" : "")
        let bounced: SQL = "FROM outbox h WHERE \(SQL.bouncedLately("a.id"))"
        return try await database.rows(
            """
            SELECT a.*, \(SQL.now) AS now, \(SQL.countSinceReset),
                \(count(.answer, after: day)) AS answers, \(count(.outreach, after: day)) AS outreach,
                \(count(.answer, after: "\(begin)")) AS answers_since,
                \(count(.outreach, after: "\(begin)")) AS outreach_since,
                \(SQL.oldestMail(of: "a.id")) AS oldest, \(SQL.lastMail(of: "a.id")) AS last,
                (SELECT MIN(o.due_at) FROM outbox o WHERE o.account_id = a.id AND o.state = 'planned') AS next_due,
                (SELECT COUNT(*) \(bounced)) AS bounces, (SELECT MIN(h.bounced_at) \(bounced)) AS oldest_bounce,
                \(SQL.stopOfSending) AS stopped
            FROM accounts a \(which) ORDER BY a.id
            """
        ).map(AccountUse.init)
    }

    /// What the gates of each account depend on (``Gate/ofAccount``). Mails are counted of those alone that their own limits have
    /// put off: all others have room, or nothing to send but mails of campaigns, whose planner keeps to the limit by itself.
    package func gateFacts() async throws -> [AccountID: GateFacts] {
        let rows = try await database.rows(
            "SELECT a.*, \(SQL.now) AS now, \(SQL.stopOfSending) AS stopped FROM accounts a")
        let facts = try rows.map { row in
            let account = try AccountRecord(row)
            return (account.id, try GateFacts(of: account, row))
        }
        guard let now = facts.first?.1.now else { return [:] }
        let limited = try await use(isPutOff: true, since: now).map { ($0.account.id, $0.facts) }
        return Dictionary(facts + limited) { _, counted in counted }
    }
}

extension AccountUse {
    fileprivate init(_ row: SQLRow) throws {
        account = try AccountRecord(row)
        providerLimit = try row.optionalInt("provider_limit")
        lastDay = [.answer: try row.int("answers"), .outreach: try row.int("outreach")]
        since = [.answer: try row.int("answers_since"), .outreach: try row.int("outreach_since")]
        nextDueAt = try row.optionalTimestamp("next_due")
        var facts = try GateFacts(of: account, row)
        facts.providerLimit = providerLimit
        facts.history = SendHistory(
            accountLastMail: try row.optionalTimestamp("last"),
            accountMails: try row.int("answers") + row.int("outreach"),
            accountOldestMail: try row.optionalTimestamp("oldest"), sinceReset: try .init(sinceReset: row),
            accountBounces: try row.int("bounces"), accountOldestBounce: try row.optionalTimestamp("oldest_bounce"))
        self.facts = facts
    }
}

extension GateFacts {
    /// For a mail that nothing but its account keeps from leaving, regardless of the mails before it.
    fileprivate init(of account: AccountRecord, _ row: SQLRow) throws {
        let now = try row.timestamp("now")
        self.init(
            now: now, recipient: account.address, dueAt: now, account: account.state, outlet: account.outlet,
            rival: account.rival, accountPausedUntil: account.pausedUntil, accountPauseReason: account.pauseReason,
            accountFailures: account.failures, accountBlockedUntil: account.blockedUntil,
            accountBlockReason: account.blockReason, accountNextSendAt: try row.optionalTimestamp("next_send_at"),
            dailyLimit: account.dailyLimit, stopped: try row.optionalString("stopped"))
    }
}
