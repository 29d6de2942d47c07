import GRDB
import Timing

import struct Foundation.Data

/// A transaction on a `SQLiteConnection`. Statements without an awaited answer go to its thread with the next one that needs an
/// answer, or with `COMMIT`.
struct SQLiteSession: SQLSession {
    let connection: SQLiteConnection
    let purpose: SQLiteConnection.Purpose
    let scope: TransactionScope
    let waiting: WaitingStatements

    func query(_ statements: [SQL]) async throws(StorageError) -> [[SQLRow]] {
        try await scope.statement { () async throws(StorageError) in
            let prepared = try rendered(statements)
            return try await connection.run(waiting.takeAll(), then: prepared, for: purpose) { _, statement in
                let columns = SQLRow.Columns(statement.columnNames)
                var rows: [SQLRow] = []
                let cursor = try Row.fetchCursor(statement)
                while let row = try cursor.next() {
                    rows.append(SQLRow(columns: columns, values: row.databaseValues.map(SQLValue.init(sqlite:))))
                }
                return rows
            }
        }
    }

    func write(_ statement: SQL) async throws(StorageError) {
        try await scope.statement { () async throws(StorageError) in
            waiting.add(try rendered([statement]))
        }
    }

    func execute(_ statement: SQL) async throws(StorageError) -> Int {
        try await scope.statement { () async throws(StorageError) in
            let prepared = try rendered([statement])
            let counts = try await connection.run(waiting.takeAll(), then: prepared, for: purpose) {
                // changesCount keeps its last value across statements that change nothing.
                let before = $0.totalChangesCount
                try $1.execute()
                return $0.totalChangesCount == before ? 0 : $0.changesCount
            }
            return counts.first ?? 0
        }
    }

    private func rendered(_ statements: [SQL]) throws(StorageError) -> [RenderedSQL] {
        var rendered: [RenderedSQL] = []
        for statement in statements { rendered.append(try connection.rendered(statement)) }
        return rendered
    }

    func run(script: String) async throws(StorageError) {
        guard purpose == .write else { throw .writesInRead }
        try await scope.statement { () async throws(StorageError) in
            let first = waiting.takeAll()
            try await connection.interruptible { [connection] database in
                try connection.execute(first, on: database)
                try database.execute(sql: script)
            }
        }
    }
}

extension SQLValue {
    /// How a value is stored: instants as microseconds since the epoch, booleans as 0 and 1.
    var sqliteValue: DatabaseValue {
        switch self {
        case .null: .null
        case .int(let number): number.databaseValue
        case .double(let number): number.databaseValue
        case .bool(let flag): flag.databaseValue
        case .text(let text): text.databaseValue
        case .bytes(let bytes): Data(bytes).databaseValue
        case .timestamp(let instant): instant.microsecondsSince1970.databaseValue
        // Only PostgreSQL binds lists.
        case .array: .null
        }
    }

    init(sqlite value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .int(number)
        case .double(let number): self = .double(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .bytes([UInt8](data))
        }
    }
}
