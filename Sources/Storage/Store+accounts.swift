package import Correspondence
package import Timing

/// A watched account as the database knows it.
package struct AccountRecord: Sendable, Hashable {
    package let id: AccountID
    package let address: EmailAddress
    package let state: AccountState
    package let dailyLimit: Int
    package let pausedUntil: Timestamp?
    package let pauseReason: String?
    package let health: AccountHealth
    package let healthDetail: String?
    package let lastCheckedAt: Timestamp?
}

/// What a watcher last reported of its account.
package enum AccountHealth: String, CaseIterable, Sendable, Codable {
    case unknown, connecting, watching, failing
}

extension Store {
    /// Makes the account known, or brings its limit and name up to date, and returns its key.
    package func register(
        account address: EmailAddress, displayName: String?, dailyLimit: Int
    ) async throws -> AccountID {
        try await database.transaction { session in
            try await session.insertedID(
                """
                INSERT INTO accounts (address, display_name, daily_limit, created_at)
                VALUES (\(address.key), \(displayName), \(dailyLimit), \(SQL.now))
                ON CONFLICT (address) DO UPDATE
                SET display_name = excluded.display_name, daily_limit = excluded.daily_limit
                RETURNING id
                """, as: AccountID.self)
        }
    }

    package func accounts() async throws -> [AccountRecord] {
        try await database.read { session in
            try await session.query("SELECT * FROM accounts ORDER BY id").map(AccountRecord.init)
        }
    }

    package func setState(_ state: AccountState, of account: AccountID) async throws {
        try await database.transaction { session in
            try await session.execute("UPDATE accounts SET state = \(state) WHERE id = \(account)")
            try await session.record("account.state", account: account, detail: state.rawValue)
        }
    }

    /// Keeps the account from sending until `instant`; nil lets it send again.
    package func pause(_ account: AccountID, until instant: Timestamp?, reason: String?) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE accounts SET paused_until = \(instant), pause_reason = \(reason?.storable)
                WHERE id = \(account)
                """)
            try await session.record(
                instant == nil ? "account.resumed" : "account.paused", account: account, detail: reason?.storable ?? "")
        }
    }

    /// Notes what the watcher sees; `checked` when it has just seen the mailbox in full.
    package func report(
        _ health: AccountHealth, detail: String?, checked: Bool, of account: AccountID
    ) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE accounts SET health = \(health), health_detail = \(detail?.storable),
                    last_checked_at = \(checked ? SQL.now : "last_checked_at")
                WHERE id = \(account)
                """)
        }
    }

    /// Stops all sending of the installation until `mosaic accounts resume-sending`.
    package func stopSending(reason: String) async throws {
        try await database.transaction { session in
            let changed = try await session.execute(
                """
                UPDATE instance SET sending_stopped_at = \(SQL.now), sending_stopped_reason = \(reason)
                WHERE sending_stopped_at IS NULL
                """)
            if changed > 0 { try await session.record("sending.stopped", detail: reason) }
        }
    }

    package func resumeSending() async throws {
        try await database.transaction { session in
            try await session.execute("UPDATE instance SET sending_stopped_at = NULL, sending_stopped_reason = NULL")
            try await session.record("sending.resumed")
        }
    }

    /// Why and since when nothing is sent; nil while sending is allowed.
    package func sendingStop() async throws -> (since: Timestamp, reason: String)? {
        try await database.read { session in
            let row = try await session.first(
                """
                SELECT sending_stopped_at, sending_stopped_reason FROM instance
                WHERE sending_stopped_at IS NOT NULL
                """)
            return try row.map {
                (try $0.timestamp("sending_stopped_at"), try $0.optionalString("sending_stopped_reason") ?? "")
            }
        }
    }
}

extension AccountRecord {
    init(_ row: SQLRow) throws {
        id = try row["id", as: AccountID.self]
        address = try row.address("address")
        state = try row["state", as: AccountState.self]
        dailyLimit = try row.int("daily_limit")
        pausedUntil = try row.optionalTimestamp("paused_until")
        pauseReason = try row.optionalString("pause_reason")
        health = try row["health", as: AccountHealth.self]
        healthDetail = try row.optionalString("health_detail")
        lastCheckedAt = try row.optionalTimestamp("last_checked_at")
    }
}

extension SQLRow {
    func address(_ column: String) throws -> EmailAddress {
        let text = try string(column)
        guard let address = EmailAddress(text) else {
            throw StorageError(.corrupt, "column \(column) holds no mail address: was it edited by hand?")
        }
        return address
    }

    func optionalAddress(_ column: String) throws -> EmailAddress? {
        try optionalString(column).flatMap(EmailAddress.init)
    }

    func optionalMessageID(_ column: String) throws -> MessageID? {
        try optionalString(column).flatMap(MessageID.init)
    }
}
