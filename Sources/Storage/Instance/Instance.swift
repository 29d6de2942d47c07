import Correspondence
import Database
import Events
package import Timing

extension Instance {
    /// The key with which this installation signs the Message-IDs it mints; created on first use.
    package func secret(orElse fresh: [UInt8]) async throws -> [UInt8] {
        try await database.transaction { session in try await session.instanceSecret(orElse: fresh) }
    }

    /// The same; nil where it has not been created yet.
    package func knownSecret() async throws -> [UInt8]? {
        try await database.read { session in
            try await session.first("SELECT secret FROM instance WHERE id = 1")?.bytes("secret")
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
            if changed > 0 { try await session.record(.sendingStopped, detail: reason) }
        }
    }

    package func resumeSending() async throws {
        try await database.transaction { session in
            try await session.execute("UPDATE instance SET sending_stopped_at = NULL, sending_stopped_reason = NULL")
            try await session.record(.sendingResumed)
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

extension SQLSession {
    func instanceSecret(orElse fresh: [UInt8]) async throws -> [UInt8] {
        try await execute(
            """
            INSERT INTO instance (id, secret, created_at) VALUES (1, \(fresh), \(SQL.now))
            ON CONFLICT (id) DO NOTHING
            """)
        guard let row = try await first("SELECT secret FROM instance WHERE id = 1") else {
            throw StorageError(.corrupt, "the table instance is empty: run `mosaic db migrate`")
        }
        return try row.bytes("secret")
    }
}
