package import Correspondence
import Timing

/// The right to do something alone, for a while. A later holder has a higher fence.
package struct Lease: Sendable, Hashable {
    package let name: String
    package let holder: String
    package let fence: Int64

    package init(name: String, holder: String, fence: Int64) {
        self.name = name
        self.holder = holder
        self.fence = fence
    }

    /// The name of the lease to watch, and send from, an account.
    package static func name(watching account: AccountID) -> String { "watch:\(account)" }
}

extension Store {
    /// Takes the lease when nobody holds it, its time is over, or `holder` has it already. Time is the database's.
    package func acquireLease(_ name: String, holder: String, for span: Duration) async throws -> Lease? {
        try await database.transaction { session in
            try await session.acquire(name, holder: holder, for: span)
        }
    }

    /// Takes the right to watch an account, from `deadHolder` even before its time is over. Stages that an earlier
    /// watcher had claimed are planned again: without this lease it gets no final dot any more. Its stages in doubt are
    /// ours to clear up.
    package func acquireWatch(
        of account: AccountID, holder: String, deadHolder: String? = nil, for span: Duration
    ) async throws -> Lease? {
        try await database.transaction { session in
            let name = Lease.name(watching: account)
            if let deadHolder {
                try await session.execute(
                    "UPDATE leases SET expires_at = \(SQL.now) WHERE name = \(name) AND holder = \(deadHolder)")
            }
            guard let lease = try await session.acquire(name, holder: holder, for: span) else { return nil }
            try await session.execute(
                """
                UPDATE outbox SET state = 'planned', lease_until = NULL, reason = 'its holder was lost'
                WHERE account_id = \(account) AND state = 'claimed'
                """)
            try await session.execute(
                "UPDATE outbox SET lease_until = \(SQL.now) WHERE account_id = \(account) AND state = 'in_doubt'")
            return lease
        }
    }

    /// Prolongs the lease; false when it has gone to somebody else or ran out.
    package func renew(_ lease: Lease, for span: Duration) async throws -> Bool {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE leases SET expires_at = \(SQL.now) + \(span)
                WHERE name = \(lease.name) AND fence = \(lease.fence) AND expires_at > \(SQL.now)
                """) == 1
        }
    }

    /// Gives the lease back, so that another process need not wait for its end.
    package func release(_ lease: Lease) async throws {
        try await database.transaction { session in
            try await session.execute(
                """
                UPDATE leases SET expires_at = \(SQL.now)
                WHERE name = \(lease.name) AND fence = \(lease.fence)
                """)
        }
    }

    /// Whether the lease is still held.
    package func isHeld(_ lease: Lease) async throws -> Bool {
        try await database.transaction { session in try await session.isHeld(lease) }
    }

    /// Who holds the lease now; nil when nobody does.
    package func holder(of name: String) async throws -> String? {
        try await database.read { session in
            try await session.first(
                "SELECT holder FROM leases WHERE name = \(name) AND expires_at > \(SQL.now)")?.string("holder")
        }
    }
}

extension SQLSession {
    func acquire(_ name: String, holder: String, for span: Duration) async throws -> Lease? {
        let row = try await first(
            """
            INSERT INTO leases (name, holder, fence, expires_at)
            VALUES (\(name), \(holder), 1, \(SQL.now) + \(span))
            ON CONFLICT (name) DO UPDATE
            SET holder = excluded.holder, fence = leases.fence + 1, expires_at = excluded.expires_at
            WHERE leases.expires_at <= \(SQL.now) OR leases.holder = excluded.holder
            RETURNING fence
            """)
        return try row.map { Lease(name: name, holder: holder, fence: try $0.int64("fence")) }
    }

    /// Whether the lease is still held with this fence; checked inside the transaction that relies on it.
    func isHeld(_ lease: Lease) async throws -> Bool {
        try await first(
            """
            SELECT 1 AS held FROM leases
            WHERE name = \(lease.name) AND fence = \(lease.fence) AND expires_at > \(SQL.now)
            \(SQL.either(postgres: "FOR SHARE", sqlite: ""))
            """) != nil
    }
}
