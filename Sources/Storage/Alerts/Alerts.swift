package import Correspondence
import Database
import Events
package import Timing

extension Entity {
    package enum AlertTarget {}
}

package typealias AlertTargetID = Identifier<Entity.AlertTarget>

/// Who is told that something wants a person, and what they are told. Tables: `alert_targets`, `alerts`.
package struct Alerts: Sendable {
    let database: any SQLDatabase
}

extension Store {
    package var alerts: Alerts { Alerts(database: database) }
}

/// The form in which somebody is told.
package enum AlertKind: String, CaseIterable, Sendable, Codable {
    /// Signed as Standard Webhooks have it.
    case webhook
    case slack, discord, teams
}

/// Where one thing that is told stands.
enum AlertState: String, CaseIterable {
    case pending, delivered
    /// Given up.
    case dead
}

/// Somebody who is told.
package struct AlertTarget: Sendable, Hashable {
    package let id: AlertTargetID
    package let kind: AlertKind
    package let address: String
    package let secret: [UInt8]?
    package let createdAt: Timestamp
    /// Since when nothing has arrived.
    package let failingSince: Timestamp?
    package let failure: String?
    /// Since when nothing is tried any more.
    package let disabledAt: Timestamp?

    /// Of whoever is told by mail. It is stored as `mailto:` of a webhook, which a program of the version before takes for a
    /// webhook that fails; it could not read another kind, and would tell nobody anything.
    package var mailAddress: String? {
        kind == .webhook && address.hasPrefix("mailto:") ? String(address.dropFirst(7)) : nil
    }
}

extension AlertTarget {
    init(_ row: SQLRow) throws {
        id = try row["id", as: AlertTargetID.self]
        kind = try row["kind", as: AlertKind.self]
        address = try row.string("address")
        secret = try row.optionalBytes("secret")
        createdAt = try row.timestamp("created_at")
        failingSince = try row.optionalTimestamp("failing_since")
        failure = try row.optionalString("failure")
        disabledAt = try row.optionalTimestamp("disabled_at")
    }
}

extension Alerts {
    package func targets() async throws -> [AlertTarget] {
        try await database.rows("SELECT * FROM alert_targets ORDER BY id").map(AlertTarget.init)
    }

    package func target(_ id: AlertTargetID) async throws -> AlertTarget? {
        try await database.row("SELECT * FROM alert_targets WHERE id = \(id)").map(AlertTarget.init)
    }

    /// Tells somebody from now on. One who is told already, and was given up, is tried again.
    package func add(_ kind: AlertKind, _ address: String, secret: [UInt8]?) async throws -> AlertTarget {
        try await database.settlingUniqueness { session in
            let row = try await session.first(
                """
                INSERT INTO alert_targets (kind, address, secret, created_at)
                VALUES (\(kind), \(address.storable), \(secret), \(SQL.now))
                ON CONFLICT (kind, address) DO UPDATE SET disabled_at = NULL, failing_since = NULL, failure = NULL
                RETURNING *
                """)
            guard let row else { throw StorageError(.invalid, "an insert returned no row") }
            let target = try AlertTarget(row)
            try await session.record(.alertTargetAdded, detail: "\(target.id), \(kind.rawValue)")
            return target
        }
    }

    package func remove(_ id: AlertTargetID) async throws -> Intervention {
        try await database.transaction { session in
            guard try await session.execute("DELETE FROM alert_targets WHERE id = \(id)") > 0 else { return .unknown }
            try await session.record(.alertTargetRemoved, detail: "\(id)")
            return .done
        }
    }

    /// How many messages wait, and how many were given up.
    package func counts() async throws -> (pending: Int, dead: Int) {
        let row = try await database.row(
            """
            SELECT COUNT(CASE WHEN state = 'pending' THEN 1 END) AS pending,
                COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead FROM alerts WHERE state <> 'delivered'
            """)
        return (try row?.int("pending") ?? 0, try row?.int("dead") ?? 0)
    }
}
