package import Correspondence
import Database
import Timing

/// The exclusive right of one process to do something, until it expires or is given back; it must be renewed meanwhile.
///
/// Each new holder gets a higher ``fence``. A holder that was replaced without noticing passes its old fence, and its writes change
/// nothing. All times are the database's.
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
    /// Acquires the lease if nobody holds it, it has expired, or `holder` has it already.
    ///
    /// - Parameter deadHolder: a process known to be gone: its hold on this lease has ended.
    package func acquire(
        _ name: String, holder: String, deadHolder: String? = nil, for span: Duration
    ) async throws -> Lease? {
        try await database.transaction { session in
            if let deadHolder { try await session.expire(name, heldBy: deadHolder) }
            return try await session.acquire(name, holder: holder, for: span)
        }
    }

    /// Renews leases, each unless somebody else has acquired it or it has expired.
    ///
    /// A renewal that a crash of the server loses only makes a lease end earlier, which is safe; so nothing waits for the disk.
    ///
    /// - Returns: those that are held for `span` from now on.
    package func prolong(_ leases: [Lease], for span: Duration) async throws -> Set<Lease> {
        guard !leases.isEmpty else { return [] }
        let rows = leases.sorted { $0.name < $1.name }.map { lease -> [SQLField] in
            [.of(lease.name), .of(lease.fence)]
        }
        let ours = SQLTable("ours", columns: ["name", "fence"], rows: rows)
        let held = try await database.transaction { session in
            try await session.writeUnsynced()
            // In the order of their names, so that two renewals cannot deadlock.
            try await session.write(
                "SELECT name FROM leases WHERE name \(in: leases.map(\.name)) ORDER BY name \(SQL.forUpdate)")
            return try await session.query(
                """
                UPDATE leases SET expires_at = \(SQL.now) + \(span) FROM \(ours)
                WHERE leases.name = ours.name AND leases.fence = ours.fence AND leases.expires_at > \(SQL.now)
                RETURNING leases.name
                """
            ).map { try $0.string("name") }
        }
        return Set(leases.filter { Set(held).contains($0.name) })
    }

    /// The same for leases that belong together; false when one of them was lost or has expired.
    package func renew(_ leases: [Lease], for span: Duration) async throws -> Bool {
        try await prolong(leases, for: span).count == leases.count
    }

    /// Gives leases back, so that another process need not wait for their end.
    package func release(_ leases: [Lease]) async throws {
        try await database.transaction { session in
            for lease in leases.sorted(by: { $0.name < $1.name }) {
                try await session.write(
                    "UPDATE leases SET expires_at = \(SQL.now) WHERE name = \(lease.name) AND fence = \(lease.fence)")
            }
        }
    }

    /// Whether the lease is still held.
    package func isHeld(_ lease: Lease) async throws -> Bool {
        try await database.transaction { session in try await session.isHeld(lease) }
    }

    /// The present holder of one of these leases; nil when nobody holds any. A process on standby asks this, which writes nothing.
    package func holder(ofAny names: [String]) async throws -> String? {
        try await database.rows(
            "SELECT holder FROM leases WHERE name \(in: names) AND expires_at > \(SQL.now) ORDER BY name DESC"
        ).first?.string("holder")
    }

    /// Those of these leases that are held.
    package func held(of names: [String]) async throws -> Set<String> {
        Set(
            try await database.rows("SELECT name FROM leases WHERE name \(in: names) AND expires_at > \(SQL.now)")
                .map { try $0.string("name") })
    }

    /// Whether any process holds the right to watch an account, or to send from it. Other leases outlive a process: a day's work
    /// that is done is held until the next is due.
    package func isAnyAccountHeld() async throws -> Bool {
        let names: [SQL] = [AccountRights.watchPrefix, AccountRights.outletPrefix].map { "name LIKE \($0 + "%")" }
        return try await database.row(
            """
            SELECT name FROM leases WHERE expires_at > \(SQL.now) AND (\(SQL.joined(names, separator: " OR ")))
            ORDER BY name LIMIT 1
            """) != nil
    }

    /// The same of these accounts.
    package func isAnyHeld(of accounts: [AccountID]) async throws -> Bool {
        try await holder(ofAny: accounts.flatMap { [AccountRights.watchName($0), AccountRights.outletName($0)] }) != nil
    }

    /// The present holder; nil when nobody holds it.
    package func holder(of name: String) async throws -> String? {
        try await database.row(
            "SELECT holder FROM leases WHERE name = \(name) AND expires_at > \(SQL.now)")?.string("holder")
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
    func isHeld(_ lease: Lease) async throws -> Bool { try await areHeld([lease]) }

    /// The same for several, all or none; they are locked in the order of their names.
    func areHeld(_ leases: [Lease]) async throws -> Bool {
        guard !leases.isEmpty else { return true }
        return try Lease.areHeld(leases, among: await query(Lease.standing(of: leases)))
    }

    /// Ends a dead process's hold on this lease.
    func expire(_ name: String, heldBy holder: String) async throws {
        try await write(
            "UPDATE leases SET expires_at = \(SQL.now) WHERE name = \(name) AND holder = \(holder)")
    }
}

extension Lease {
    /// The query for ``areHeld(_:among:)``. It locks these leases until the transaction ends, so that they cannot be lost meanwhile.
    static func standing(of leases: [Lease]) -> SQL {
        """
        SELECT name, fence FROM leases WHERE name \(in: leases.map(\.name)) AND expires_at > \(SQL.now)
        ORDER BY name \(SQL.either(postgres: "FOR SHARE", sqlite: ""))
        """
    }

    /// Whether all of these are still held with their fences.
    static func areHeld(_ leases: [Lease], among rows: [SQLRow]) throws -> Bool {
        let fences = try rows.reduce(into: [:]) { $0[try $1.string("name")] = try $1.int64("fence") }
        return leases.allSatisfy { fences[$0.name] == $0.fence }
    }
}
