import Correspondence
import Database
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
}

extension Leases {
    /// Takes the lease when nobody holds it, its time is over, or `holder` has it already. Time is the database's.
    package func acquire(_ name: String, holder: String, for span: Duration) async throws -> Lease? {
        try await database.transaction { session in
            try await session.acquire(name, holder: holder, for: span)
        }
    }

    /// Prolongs leases, all or none; false when one has gone to somebody else or ran out.
    package func renew(_ leases: [Lease], for span: Duration) async throws -> Bool {
        do {
            return try await database.transaction { session in
                // In the order of their names, so that two renewals cannot wait for each other.
                for lease in leases.sorted(by: { $0.name < $1.name }) {
                    let renewed = try await session.execute(
                        """
                        UPDATE leases SET expires_at = \(SQL.now) + \(span)
                        WHERE name = \(lease.name) AND fence = \(lease.fence) AND expires_at > \(SQL.now)
                        """)
                    guard renewed == 1 else { throw NotHeld() }
                }
                return true
            }
        } catch is NotHeld {
            return false
        }
    }

    /// Gives leases back, so that another process need not wait for their end.
    package func release(_ leases: [Lease]) async throws {
        try await database.transaction { session in
            for lease in leases.sorted(by: { $0.name < $1.name }) {
                try await session.execute(
                    "UPDATE leases SET expires_at = \(SQL.now) WHERE name = \(lease.name) AND fence = \(lease.fence)")
            }
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

/// Rolls a renewal back.
private struct NotHeld: Error {}

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

    /// Ends what a process that is known to be dead holds of this.
    func expire(_ name: String, heldBy holder: String) async throws {
        try await execute(
            "UPDATE leases SET expires_at = \(SQL.now) WHERE name = \(name) AND holder = \(holder)")
    }
}
