package import Database
package import Settings
package import Storage
package import Text

/// The schema of the database compared with the one this program needs.
package struct SchemaReport: Sendable {
    package let location: DatabaseLocation
    package let server: DatabaseServer
    /// The steps that are missing, or were just applied.
    package let schema: Migrator.Status

    /// Reads, and changes nothing.
    ///
    /// - Throws: an ``OperationFailure`` when there is no database yet.
    package static func looking(at location: DatabaseLocation) async throws -> SchemaReport {
        try location.refuseMissingFile()
        return try await location.withDatabase { database, migrator in
            SchemaReport(
                location: location, server: try await Store(database: database).server(),
                schema: try await migrator.status())
        }
    }

    /// Brings the schema up to date. Safe to run at any time and repeatedly.
    package static func migrating(_ location: DatabaseLocation) async throws -> SchemaReport {
        try await location.withDatabase { database, migrator in
            let schema = try await migrator.migrate(buildingIndexes: true)
            return SchemaReport(
                location: location, server: try await Store(database: database).server(), schema: schema)
        }
    }
}

extension SchemaReport: JSONConvertible {
    package var json: JSON {
        [
            "database": server.dialect.rawValue, "location": location.shown, "version": server.version,
            "schema_version": schema.version, "newest_schema_version": schema.newest,
            "missing_indexes": schema.missingIndexes.map { JSON.string($0) },
            "steps": schema.steps.map { ["version": $0.version, "name": $0.name] as JSON },
        ]
    }
}
