package import Database
package import Settings
import Storage
package import Text

/// The rows that were copied out of a SQLite database into one of PostgreSQL.
package struct CopyReport: Sendable {
    package let from: DatabaseLocation
    package let to: DatabaseLocation
    /// With their rows, counted on both sides.
    package let tables: [DatabaseCopy.Table]

    package var rows: Int { tables.reduce(0) { $0 + $1.rows } }

    /// Copies everything, and checks that both sides have the same number of rows in each table. The copy is whole, or nothing was
    /// copied; the old file stays as it is.
    ///
    /// - Throws: an ``OperationFailure`` when a process still works with the old database, when the new one is not empty, or when one
    ///   of them is of the wrong kind.
    package static func copying(from: DatabaseLocation, to: DatabaseLocation) async throws -> CopyReport {
        guard case .sqlite(let path) = from, path != ":memory:" else {
            throw OperationFailure(
                .unusable, "What is copied is a SQLite file: --from sqlite:/var/lib/mosaic/mosaic.db")
        }
        guard case .postgres = to else {
            throw OperationFailure(
                .unusable, "The copy goes into PostgreSQL: set DATABASE_URL, or give --to postgresql://host/database.")
        }
        let tables = try await from.withStore { store in
            guard try await !store.leases.isAnyAccountHeld() else {
                throw OperationFailure(
                    .refused,
                    "A process still works with \(path): end `mosaic run`, wait a minute, and copy then.")
            }
            return try await to.withDatabase { target, migrator in
                try await migrator.migrate(buildingIndexes: true)
                return try await store.copy(into: target)
            }
        }
        return CopyReport(from: from, to: to, tables: tables)
    }
}

extension CopyReport: JSONConvertible {
    package var json: JSON {
        [
            "from": from.shown, "to": to.shown, "rows": rows,
            "tables": tables.map { ["name": $0.name, "rows": $0.rows] as JSON },
        ]
    }
}
