import GRDB
import Timing

import struct Foundation.Data

/// A transaction on a `SQLiteConnection`.
struct SQLiteSession: SQLSession {
    let connection: SQLiteConnection
    let purpose: SQLiteConnection.Purpose
    let scope: TransactionScope

    func query(_ statement: SQL) async throws(StorageError) -> [SQLRow] {
        try await scope.statement { () async throws(StorageError) in
            try await connection.run(statement, for: purpose) { _, prepared in
                let columns = SQLRow.Columns(prepared.columnNames)
                var rows: [SQLRow] = []
                let cursor = try Row.fetchCursor(prepared)
                while let row = try cursor.next() {
                    rows.append(SQLRow(columns: columns, values: row.databaseValues.map(SQLValue.init(sqlite:))))
                }
                return rows
            }
        }
    }

    func execute(_ statement: SQL) async throws(StorageError) -> Int {
        try await scope.statement { () async throws(StorageError) in
            try await connection.run(statement, for: purpose) { database, prepared in
                // changesCount keeps its last value across statements that change nothing.
                let before = database.totalChangesCount
                try prepared.execute()
                return database.totalChangesCount == before ? 0 : database.changesCount
            }
        }
    }

    func run(script: String) async throws(StorageError) {
        guard purpose == .write else { throw .writesInRead }
        try await scope.statement { () async throws(StorageError) in
            try await connection.interruptible { try $0.execute(sql: script) }
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
