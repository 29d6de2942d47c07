import Correspondence
package import Timing

/// The truth: every fact and every decision, in PostgreSQL or SQLite, through one set of statements.
///
/// Each operation is one transaction. Operations that depend on who holds a lease or a claim take its fence and say
/// so in their result instead of writing over a newer holder's work.
package struct Store: Sendable {
    let database: any SQLDatabase

    package init(database: any SQLDatabase) {
        self.database = database
    }

    package var dialect: SQLDialect { database.dialect }

    package func close() async {
        await database.close()
    }

    /// The database's own clock, for showing how far it and this machine are apart.
    package func currentTime() async throws -> Timestamp {
        try await database.read { session in
            try await session.first("SELECT \(SQL.now) AS now")?.timestamp("now") ?? .epoch
        }
    }

    /// The key with which this installation signs the Message-IDs it mints; made on first use.
    package func instanceSecret(orElse fresh: [UInt8]) async throws -> [UInt8] {
        try await database.transaction { session in
            try await session.execute(
                """
                INSERT INTO instance (id, secret, created_at) VALUES (1, \(fresh), \(SQL.now))
                ON CONFLICT (id) DO NOTHING
                """)
            guard let row = try await session.first("SELECT secret FROM instance WHERE id = 1") else {
                throw StorageError(.corrupt, "the table instance is empty: run `mosaic db migrate`")
            }
            return try row.bytes("secret")
        }
    }
}

extension SQLSession {
    /// Appends one line to the audit.
    func record(
        _ name: String, account: AccountID? = nil, thread: ThreadID? = nil, message: MessageKey? = nil,
        followUp: FollowUpID? = nil, detail: String = ""
    ) async throws {
        try await execute(
            """
            INSERT INTO events (at, name, account_id, thread_id, message_key, outbox_id, detail)
            VALUES (\(SQL.now), \(name), \(account), \(thread), \(message), \(followUp), \(detail))
            """)
    }

    /// The key of a row just inserted with RETURNING id.
    func insertedID<Key: RawRepresentable>(_ statement: SQL, as type: Key.Type) async throws -> Key
    where Key.RawValue == Int64 {
        guard let row = try await first(statement) else {
            throw StorageError(.invalid, "an insert returned no row")
        }
        return try row["id", as: Key.self]
    }
}

extension String {
    /// Text as a database can hold it: PostgreSQL's text has no NUL.
    var storable: String {
        utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self
    }
}

extension SQLDatabase {
    /// Runs a transaction once more when another one has just taken the same unique value: the second look sees it.
    func settlingUniqueness<R: Sendable>(_ body: @Sendable (any SQLSession) async throws -> R) async throws -> R {
        do {
            return try await transaction(body)
        } catch let error as StorageError where error.kind.isUniqueViolation {
            return try await transaction(body)
        }
    }
}

extension StorageError.Kind {
    fileprivate var isUniqueViolation: Bool {
        if case .uniqueViolation = self { true } else { false }
    }
}

extension SQLRow {
    /// From the column `now` to the column `next`, both of the database's clock; nil when `next` is NULL.
    var timeToNext: Duration? {
        get throws { try optionalTimestamp("next").map { $0 - (try timestamp("now")) } }
    }
}
