import GRDB

extension StorageError {
    /// A failure of SQLite, by its result code (sqlite.org/rescode.html).
    init(sqlite error: any Error, doing action: String) {
        if let own = error as? StorageError {
            self = own
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.invalid, "\(action) failed: \(error)")
            return
        }
        let message = error.message ?? "no message"
        let code = String(error.extendedResultCode.rawValue)
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            self.init(.uniqueViolation(constraint: Self.subject(of: message)), code: code, message)
        case .SQLITE_CONSTRAINT_CHECK, .SQLITE_CONSTRAINT_NOTNULL:
            self.init(.checkViolation(constraint: Self.subject(of: message)), code: code, message)
        case .SQLITE_CONSTRAINT_FOREIGNKEY, .SQLITE_CONSTRAINT_TRIGGER:
            self.init(.foreignKeyViolation(constraint: Self.subject(of: message)), code: code, message)
        default: self.init(primary: error.resultCode, code: code, message, action)
        }
    }

    private init(primary: ResultCode, code: String, _ message: String, _ action: String) {
        switch primary {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(.busy, code: code, "another process holds the SQLite database: does a second mosaic run on it?")
        case .SQLITE_INTERRUPT: self = .taskCancelled
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .corrupt, code: code, "the SQLite file is damaged or no database (\(message)): restore it from a backup"
            )
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_NOMEM:
            self.init(
                .unavailable, code: code,
                "\(action) failed: \(message); are there room on the disk and rights on the file and its folder?")
        default: self.init(.invalid, code: code, "\(action) failed: \(message)")
        }
    }

    /// "UNIQUE constraint failed: contacts.address" → "contacts.address".
    private static func subject(of message: String) -> String {
        guard let colon = message.lastIndex(of: ":") else { return "" }
        return String(message[message.index(after: colon)...].drop { $0 == " " })
    }
}
