import Correspondence
import Crypto
import Database
import Events

extension Instance {
    /// The name of this installation in the mailboxes that it watches; made on first use.
    ///
    /// A database that was copied, moved or restored lies somewhere else than the one that had its name, which may still be
    /// at work. So it takes a new name there, and marks its mailboxes with it before it sends: if the other one lives, each
    /// sees a mark that it does not know. Marks under its former names stay its own.
    ///
    /// - Parameter home: where the database lies; nil where nobody can tell.
    package func installation(orElse fresh: String, at home: String? = nil) async throws -> String {
        try await database.transaction { session in
            try await session.execute(
                "UPDATE instance SET installation = \(fresh.storable) WHERE id = 1 AND installation IS NULL")
            try await session.moveIn(at: home, as: fresh)
            return try await session.first("SELECT installation FROM instance WHERE id = 1")?.optionalString(
                "installation")
                ?? fresh
        }
    }

    /// Where a database of a server lies: the cluster, its history, and the database in it. Nil for a file, of which only its
    /// owner can tell.
    package func home() async throws -> String? {
        guard database.dialect == .postgres else { return nil }
        return try await database.row(
            """
            SELECT (SELECT system_identifier FROM pg_control_system())::text || '/'
                || (SELECT timeline_id FROM pg_control_checkpoint())::text || '/'
                || (SELECT oid FROM pg_database WHERE datname = current_database())::text AS home
            """)?.string("home")
    }
}

extension SQLSession {
    fileprivate func moveIn(at home: String?, as fresh: String) async throws {
        guard let home else { return }
        let known = try await first(
            "SELECT home, installation FROM instance WHERE id = 1 \(SQL.forUpdate)")
        guard let known, try known.optionalString("home") != home else { return }
        let isNew = try known.optionalString("home") == nil
        try await execute("UPDATE instance SET home = \(home.storable) WHERE id = 1")
        if !isNew, try known.optionalString("installation") != fresh { try await takeName(fresh) }
    }

    /// A rival was found that may be a copy of this database, and know all of our names. Under a new one it sees us, too.
    ///
    /// The name follows from what is known, so that it is taken once.
    func takeNameUnknown(to rival: String) async throws {
        let row = try await first("SELECT secret, installation FROM instance WHERE id = 1 \(SQL.forUpdate)")
        guard let row, let name = try row.optionalString("installation") else { return }
        var code = HMAC<SHA256>(key: SymmetricKey(data: try row.bytes("secret")))
        code.update(data: Array("installation\n\(name)\n\(rival)".utf8))
        let number = code.finalize().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        try await takeName(String(number, radix: 36))
    }

    private func takeName(_ name: String) async throws {
        try await execute(
            """
            UPDATE instance SET installation = \(name.storable),
                former_names = LTRIM(former_names || ' ' || COALESCE(installation, ''))
            WHERE id = 1
            """)
        try await markAnew()
        try await record(.installationRenamed, detail: name)
    }
}

extension SQL {
    /// Whether this installation has, or had, the name.
    static func isOwnName(_ name: String) -> SQL {
        """
        EXISTS (SELECT 1 FROM instance WHERE installation = \(name.storable)
            OR \(contains("' ' || former_names || ' '", " \(name.storable) ")))
        """
    }
}
