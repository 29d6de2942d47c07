package import Correspondence
import Database
import Events
package import Timing

extension Entity {
    package enum AlertTarget {}
}

package typealias AlertTargetID = Identifier<Entity.AlertTarget>

/// The receivers of alerts, and the alerts. Tables: `alert_targets`, `alerts`.
package struct Alerts: Sendable {
    let database: any SQLDatabase
}

extension Store {
    package var alerts: Alerts { Alerts(database: database) }
}

/// The form of the messages to a receiver.
package enum AlertKind: String, CaseIterable, Sendable, Codable {
    /// Signed according to Standard Webhooks.
    case webhook
    case slack, discord, teams
}

/// The state of one alert.
enum AlertState: String, CaseIterable {
    case pending, delivered
    /// Given up.
    case dead
}

/// A receiver of alerts.
package struct AlertTarget: Sendable, Hashable {
    package let id: AlertTargetID
    package let kind: AlertKind
    package let address: String
    package let secret: [UInt8]?
    package let createdAt: Timestamp
    /// When messages began to fail; nil while they arrive.
    package let failingSince: Timestamp?
    package let failure: String?
    /// When the receiver was given up; nil while it is tried.
    package let disabledAt: Timestamp?

    /// The address of a receiver by mail. It is stored as a webhook to `mailto:`, which the previous version of the program takes for
    /// a failing webhook; another kind it could not read, and it would then tell nobody anything.
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

    /// Adds a receiver. An existing one that was given up is tried again.
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

    /// The number of messages that wait, and that were given up.
    package func counts() async throws -> (pending: Int, dead: Int) {
        let row = try await database.row(
            """
            SELECT COUNT(CASE WHEN state = 'pending' THEN 1 END) AS pending,
                COUNT(CASE WHEN state = 'dead' THEN 1 END) AS dead FROM alerts WHERE state <> 'delivered'
            """)
        return (try row?.int("pending") ?? 0, try row?.int("dead") ?? 0)
    }
}
