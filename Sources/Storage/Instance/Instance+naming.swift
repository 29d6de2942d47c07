import Correspondence
import Crypto
import Database
import Events

extension Instance {
    /// The installation's name in the mailboxes that it watches; created on first use.
    ///
    /// A database that was copied, moved or restored is in another place than the one that took the name, and that one may still be
    /// running. So it takes a new name and marks its mailboxes with it before it sends: if the other installation lives, each
    /// sees a mark that it does not know. Marks under its own former names remain its own.
    ///
    /// - Parameter home: the place of the database; nil where it cannot be told.
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

    /// The place of a server's database: the cluster, its history, and the database in it. Nil for a file, whose place only its
    /// owner knows.
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

    /// A rival was found that may be a copy of this database and know all our names. With a new name, it sees us too.
    ///
    /// The name is derived from known facts, so that it is taken only once.
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
    /// Whether the name is, or was, this installation's.
    static func isOwnName(_ name: String) -> SQL {
        """
        EXISTS (SELECT 1 FROM instance WHERE installation = \(name.storable)
            OR \(contains("' ' || former_names || ' '", " \(name.storable) ")))
        """
    }
}
