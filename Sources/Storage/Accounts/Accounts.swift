package import Correspondence
import Database
import Events
package import Timing

/// A watched account as the database knows it.
package struct AccountRecord: Sendable, Hashable {
    package let id: AccountID
    package let address: EmailAddress
    package let state: AccountState
    package let dailyLimit: Int
    /// When a person last let that limit count anew.
    package let limitFrom: Timestamp?
    package let pausedUntil: Timestamp?
    package let pauseReason: String?
    /// Failures of sending since its server last accepted a mail, how long it waits after them, and the last failure.
    package let failures: Int
    package let blockedUntil: Timestamp?
    package let blockReason: String?
    /// Another installation whose mark is in its mailbox: then nothing is sent.
    package let rival: String?
    package let health: AccountHealth
    package let healthDetail: String?
    package let lastCheckedAt: Timestamp?
    /// Whether it is watched; without an inbox it only sends.
    package let hasInbox: Bool
    package let outlet: Outlet
}

extension Accounts {
    /// Registers the account, or updates it from the settings, and returns its key.
    ///
    /// - Parameters:
    ///   - state: from the settings. It is applied once, whenever the settings change, so a person's later choice stays; nil: the
    ///     present state, `auto` at first.
    ///   - hasProviderLimit: whether the outlet reports its provider's limit; false: a limit known from another outlet is forgotten.
    package func register(
        account address: EmailAddress, displayName: String?, dailyLimit: Int, state: AccountState? = nil,
        hasInbox: Bool = true, outlet: Outlet = .smtp, hasProviderLimit: Bool = true
    ) async throws -> AccountID {
        try await database.transaction { session in
            let known = try await session.first("SELECT display_name FROM accounts WHERE address = \(address.key)")
            let id = try await session.insertedID(
                """
                INSERT INTO accounts
                    (address, display_name, daily_limit, state, settings_state, has_inbox, outlet, created_at)
                VALUES (\(address.key), \(displayName), \(dailyLimit), \(state ?? .auto), \(state), \(hasInbox), \(outlet),
                    \(SQL.now))
                ON CONFLICT (address) DO UPDATE
                SET display_name = excluded.display_name, daily_limit = excluded.daily_limit,
                    next_send_at = CASE WHEN accounts.daily_limit = excluded.daily_limit
                        THEN accounts.next_send_at END,
                    state = CASE WHEN accounts.settings_state IS NOT DISTINCT FROM excluded.settings_state
                        THEN accounts.state ELSE COALESCE(excluded.settings_state, accounts.state) END,
                    settings_state = excluded.settings_state,
                    has_inbox = excluded.has_inbox, outlet = excluded.outlet,
                    provider_limit = CASE WHEN accounts.outlet = excluded.outlet AND \(hasProviderLimit)
                        THEN accounts.provider_limit END
                RETURNING id
                """, as: AccountID.self)
            if let known, try known.optionalString("display_name") != displayName {
                try await session.leadsGotValues(from: id)
            }
            return id
        }
    }

    package func all() async throws -> [AccountRecord] {
        try await database.read { session in
            try await session.query("SELECT * FROM accounts ORDER BY id").map(AccountRecord.init)
        }
    }

    package func setState(_ state: AccountState, of account: AccountID) async throws {
        try await database.transaction { session in
            _ = try await session.set(state, of: account)
            try await session.record(.accountState, account: account, detail: state.rawValue)
        }
    }

    /// Stops sending from the account until `instant`, on behalf of a person.
    package func pause(_ account: AccountID, until instant: Timestamp, reason: String) async throws {
        try await database.transaction { session in
            try await session.write(
                """
                UPDATE accounts SET paused_until = \(instant), pause_reason = \(reason.storable) WHERE id = \(account)
                """)
            try await session.record(.accountPaused, account: account, detail: reason.storable)
        }
    }

    /// Records that a person had the account's servers tried.
    package func noteTest(of account: AccountID, detail: String) async throws {
        try await database.transaction { session in
            try await session.record(.accountTested, account: account, detail: detail.storable)
        }
    }

    /// Lets the account send again, whatever stopped it: a person's pause, failures, bounces or a limit reached
    /// earlier.
    package func resume(_ account: AccountID) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE accounts SET paused_until = NULL, pause_reason = NULL, failures = 0, blocked_until = NULL,
                    block_reason = NULL, bounces_from = \(SQL.now), next_send_at = NULL
                WHERE id = \(account)
                """)
            try await session.record(.accountResumed, account: account)
        }
    }

    /// Records a failure that is the accounts' and not a mail's: they send nothing for `span`, and their mails keep their place.
    /// Recording it twice changes nothing more.
    ///
    /// - Parameters:
    ///   - span: by the database's clock, from now; none: the failure is only counted.
    ///   - failures: the new count for each; a higher stored count stays.
    package func wait(_ accounts: [AccountID], for span: Duration, failures: Int, reason: String) async throws {
        let until = span > .zero ? SQL.later(of: "\(SQL.now) + \(span)", "blocked_until") : "blocked_until"
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE accounts SET failures = CASE WHEN failures > \(failures) THEN failures ELSE \(failures) END,
                    blocked_until = \(until), block_reason = \(reason.storable)
                WHERE id \(in: accounts)
                """)
            guard span > .zero else { return }
            try await session.recordEach(.accountWaits, of: accounts, detail: reason)
        }
    }

    /// The account's server accepted a mail: earlier failures no longer count.
    package func recover(_ account: AccountID) async throws {
        try await database.transaction { session in
            let changed = try await session.execute(
                """
                UPDATE accounts SET failures = 0, blocked_until = NULL, block_reason = NULL
                WHERE id = \(account) AND failures > 0
                """)
            if changed > 0 { try await session.record(.accountRecovered, account: account) }
        }
    }

    /// Records a watcher's report; `checked` when it has just seen the whole mailbox.
    package func report(
        _ health: AccountHealth, detail: String?, checked: Bool, of account: AccountID
    ) async throws {
        try await report([account: HealthReport(health, detail: detail, checkedAgo: checked ? .zero : nil)])
    }

    /// Records watchers' reports on many accounts at once, without waiting for the disk: a lost report is repeated.
    package func report(_ reports: [AccountID: HealthReport]) async throws {
        guard !reports.isEmpty else { return }
        let rows = reports.sorted { $0.key < $1.key }.map { account, report -> [SQLField] in
            [
                .of(account), .of(report.health), .of(report.detail?.storable),
                .of(report.checkedAgo.map { Int64($0.microseconds) }),
            ]
        }
        let seen = SQLTable("seen", columns: ["id", "health", "detail", "ago"], rows: rows)
        try await database.transaction { session in
            try await session.writeUnsynced()
            try await session.write(
                """
                UPDATE accounts SET health = seen.health, health_detail = seen.detail,
                    last_checked_at = COALESCE(
                        \(SQL.now) - \(SQL.interval(microseconds: "seen.ago")), accounts.last_checked_at)
                FROM \(seen) WHERE accounts.id = seen.id
                """)
        }
    }
}

/// A watcher's report on its account.
package struct HealthReport: Sendable, Hashable {
    package let health: AccountHealth
    package let detail: String?
    /// Time since it last saw the whole mailbox; nil: not since the previous report.
    package let checkedAgo: Duration?

    package init(_ health: AccountHealth, detail: String? = nil, checkedAgo: Duration? = nil) {
        self.health = health
        self.detail = detail
        self.checkedAgo = checkedAgo
    }
}

extension AccountRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: AccountID.self]
        address = try row.address("address")
        state = try row["state", as: AccountState.self]
        dailyLimit = try row.int("daily_limit")
        limitFrom = try row.optionalTimestamp("limit_from")
        pausedUntil = try row.optionalTimestamp("paused_until")
        pauseReason = try row.optionalString("pause_reason")
        failures = try row.int("failures")
        blockedUntil = try row.optionalTimestamp("blocked_until")
        blockReason = try row.optionalString("block_reason")
        rival = try row.optionalString("rival")
        health = try row["health", as: AccountHealth.self]
        healthDetail = try row.optionalString("health_detail")
        lastCheckedAt = try row.optionalTimestamp("last_checked_at")
        hasInbox = try row.bool("has_inbox")
        outlet = try row["outlet", as: Outlet.self]
    }
}

extension SQLSession {
    /// Records the rule that the account's Sent is judged by; false when it is unchanged.
    func judges(_ account: AccountID, anewBy rule: OutreachRule) async throws -> Bool {
        try await execute(
            """
            UPDATE accounts SET outreach_rule = \(rule.description.storable)
            WHERE id = \(account) AND (outreach_rule IS NULL OR outreach_rule <> \(rule.description.storable))
            """) == 1
    }

    /// Lets the account send nothing before `instant`; its mails keep their place.
    ///
    /// - Parameter known: when the gates were asked: whoever let the account's count begin anew since then is not overruled.
    func hold(account: AccountID, until instant: Timestamp, knownAt known: Timestamp) async throws {
        try await write(
            """
            UPDATE accounts SET next_send_at = \(instant)
            WHERE id = \(account) AND (limit_from IS NULL OR limit_from <= \(known))
            """)
    }
}
