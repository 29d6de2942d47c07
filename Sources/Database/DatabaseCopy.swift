import Timing

/// Copies every row of a SQLite database, keys included, into an empty PostgreSQL database with the same schema.
///
/// PostgreSQL's own catalogue says which tables there are, what their columns hold and which table refers to which, so a new
/// migration needs no word here. Everything is one transaction: the copy is whole, or nothing was copied.
package struct DatabaseCopy: Sendable {
    /// A table and the number of its rows, which is the same on both sides.
    package struct Table: Sendable, Hashable {
        package let name: String
        package let rows: Int
    }

    /// Rows of one statement: a row may hold a whole mail.
    private static let pageLength = 200

    private let source: any SQLDatabase
    private let target: any SQLDatabase

    /// - Parameters:
    ///   - source: SQLite; it is read in one snapshot and not changed.
    ///   - target: PostgreSQL, with the tables of the same schema and no row in them.
    package init(from source: any SQLDatabase, to target: any SQLDatabase) {
        precondition(source.dialect == .sqlite && target.dialect == .postgres, "copies SQLite into PostgreSQL")
        self.source = source
        self.target = target
    }

    /// - Returns: the tables in the order in which they were copied: each after those it refers to.
    /// - Throws: ``StorageError`` of kind `invalid` when the target holds rows or the two have different tables, `corrupt` when a
    ///   value does not fit its column.
    package func run() async throws -> [Table] {
        let target = target
        return try await source.read { from in
            try await target.transaction { into in
                let tables = try await into.copiedTables()
                try await Self.requireSameTables(tables, in: from)
                for table in tables { try await Self.requireEmpty(table, in: into) }
                var copied: [Table] = []
                for table in tables { copied.append(try await Self.copy(table, from: from, into: into)) }
                return copied
            }
        }
    }

    private static func copy(
        _ table: CopiedTable, from: any SQLSession, into: any SQLSession
    ) async throws -> Table {
        var last = Int64.min
        while true {
            let page = try await from.query(
                """
                SELECT rowid AS copied_rowid, \(raw: table.columnList) FROM \(raw: table.quoted)
                WHERE rowid > \(last) ORDER BY rowid LIMIT \(pageLength)
                """)
            guard let end = page.last else { break }
            last = try end.int64("copied_rowid")
            let fields = SQLTable(
                "copied", columns: table.columns.map(\.quoted), rows: try page.map { try table.fields(of: $0) })
            try await into.write(
                """
                INSERT INTO \(raw: table.quoted) (\(raw: table.columnList)) OVERRIDING SYSTEM VALUE
                SELECT \(raw: table.castColumns) FROM \(fields)
                """)
        }
        try await continueKeys(of: table, from: from, into: into)
        let count: SQL = "SELECT COUNT(*) AS count FROM \(raw: table.quoted)"
        let (before, after) = (try await from.first(count)?.int("count"), try await into.first(count)?.int("count"))
        guard let before, before == after else {
            throw StorageError(.corrupt, "\(table.name) has \(before ?? 0) rows, and its copy \(after ?? 0)")
        }
        return Table(name: table.name, rows: before)
    }

    /// The next key is above every one that was ever given: ids of rows that are gone may stand in mailboxes.
    private static func continueKeys(
        of table: CopiedTable, from: any SQLSession, into: any SQLSession
    ) async throws {
        guard let key = table.columns.first(where: \.isIdentity) else { return }
        let highest = try await from.first("SELECT MAX(\(raw: key.quoted)) AS highest FROM \(raw: table.quoted)")
        let counted = try await from.first("SELECT MAX(seq) AS highest FROM sqlite_sequence WHERE name = \(table.name)")
        let keys = try [highest, counted].compactMap { try $0?.optionalInt64("highest") }
        guard let last = keys.max(), last > 0 else { return }
        _ = try await into.query("SELECT setval(pg_get_serial_sequence(\(table.quoted), \(key.name)), \(last))")
    }

    private static func requireEmpty(_ table: CopiedTable, in session: any SQLSession) async throws {
        guard try await session.first("SELECT 1 AS one FROM \(raw: table.quoted) LIMIT 1") != nil else { return }
        throw StorageError(
            .invalid, "the database that is to take the copy holds rows already, in \(table.name): make a fresh one")
    }

    private static func requireSameTables(_ tables: [CopiedTable], in session: any SQLSession) async throws {
        let rows = try await session.query(
            """
            SELECT t.name AS "table", c.name AS "column" FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'schema_migrations'
            """)
        let here = Set(try rows.map { "\(try $0.string("table")).\(try $0.string("column"))" })
        let there = Set(tables.flatMap { table in table.columns.map { "\(table.name).\($0.name)" } })
        guard let odd = here.symmetricDifference(there).min() else { return }
        throw StorageError(.invalid, "only one of the two databases has \(odd): they are of different schemas")
    }
}

/// A table as PostgreSQL's catalogue describes it.
private struct CopiedTable: Sendable {
    struct Column: Sendable {
        let name: String
        /// `bigint`, `jsonb`.
        let type: String
        let isIdentity: Bool

        var quoted: String { "\"\(name)\"" }
    }

    let name: String
    let columns: [Column]

    var quoted: String { "\"\(name)\"" }
    var columnList: String { columns.map(\.quoted).joined(separator: ", ") }
    var castColumns: String { columns.map { "\($0.quoted)::\($0.type)" }.joined(separator: ", ") }

    /// A row of SQLite, which has neither booleans nor instants, in PostgreSQL's types.
    func fields(of row: SQLRow) throws(StorageError) -> [SQLField] {
        // The first value is SQLite's own key of the row.
        let values = row.values.dropFirst()
        var fields: [SQLField] = []
        for (column, value) in zip(columns, values) {
            guard let field = column.field(value) else {
                throw StorageError(
                    .corrupt,
                    "a row of \(name) holds in \(column.name) what is no \(column.type): was it edited by hand?")
            }
            fields.append(field)
        }
        return fields
    }
}

extension CopiedTable.Column {
    /// Nil when it is no value of this column's type.
    fileprivate func field(_ value: SQLValue) -> SQLField? {
        let converted: SQLValue
        switch (kind, value) {
        case (_, .null), (.int, .int), (.double, .double), (.bytes, .bytes): converted = value
        case (.text, .text(let text)): converted = .text(text.storable)
        case (.bool, .int(0)): converted = .bool(false)
        case (.bool, .int(1)): converted = .bool(true)
        case (.double, .int(let number)): converted = .double(Double(number))
        case (.timestamp, .int(let microseconds)):
            converted = .timestamp(Timestamp(microsecondsSince1970: microseconds))
        default: return nil
        }
        return SQLField(value: converted, type: kind)
    }

    private var kind: SQLType {
        switch type {
        case "bigint", "integer", "smallint": .int
        case "boolean": .bool
        case "bytea": .bytes
        case "double precision": .double
        case "timestamp with time zone": .timestamp
        default: .text
        }
    }
}

extension SQLSession {
    /// All tables but that of the migrations, each after those it refers to.
    fileprivate func copiedTables() async throws -> [CopiedTable] {
        let columns = try await query(
            """
            SELECT c.relname::text AS "table", a.attname::text AS "column",
                format_type(a.atttypid, a.atttypmod) AS type, a.attidentity <> '' AS is_identity
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> 'schema_migrations'
              AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY c.relname, a.attnum
            """)
        let references = try await query(
            """
            SELECT r.conrelid::regclass::text AS "table", r.confrelid::regclass::text AS other FROM pg_constraint r
            WHERE r.contype = 'f' AND r.connamespace = current_schema()::regnamespace AND r.conrelid <> r.confrelid
            """)
        let tables = try Dictionary(grouping: columns) { try $0.string("table") }.map { name, rows in
            CopiedTable(
                name: name,
                columns: try rows.map {
                    CopiedTable.Column(
                        name: try $0.string("column"), type: try $0.string("type"),
                        isIdentity: try $0.bool("is_identity"))
                })
        }
        let others = try Dictionary(grouping: references) { try $0.string("table") }
            .mapValues { Set(try $0.map { try $0.string("other") }) }
        return try Self.ordered(tables.sorted { $0.name < $1.name }, after: others)
    }

    private static func ordered(
        _ tables: [CopiedTable], after others: [String: Set<String>]
    ) throws(StorageError) -> [CopiedTable] {
        var ordered: [CopiedTable] = []
        var done: Set<String> = []
        var rest = tables
        while !rest.isEmpty {
            let next = rest.filter { others[$0.name, default: []].isSubset(of: done) }
            guard !next.isEmpty else {
                throw StorageError(
                    .invalid, "the tables \(rest.map(\.name).joined(separator: ", ")) refer to each other")
            }
            ordered += next
            done.formUnion(next.map(\.name))
            rest.removeAll { done.contains($0.name) }
        }
        return ordered
    }
}
