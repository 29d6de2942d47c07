/// An error between Mosaic and its database, in words that say what to do. It never contains the password.
package struct StorageError: Error, Sendable, Hashable {
    /// What the caller may do about it.
    package enum Kind: Sendable, Hashable {
        /// The database cannot be reached or is starting, and nothing was changed. Try again later.
        case unavailable
        /// The server was lost during a commit: it may or may not have happened. Read before repeating.
        case outcomeUnknown
        /// A serialization failure or a deadlock, still there after several tries.
        case conflict
        /// A row with these values exists; the constraint's or the columns' name.
        case uniqueViolation(constraint: String)
        /// A CHECK or NOT NULL refused the row.
        case checkViolation(constraint: String)
        /// A row refers to another that does not exist, or is still referred to.
        case foreignKeyViolation(constraint: String)
        /// No connection came free in time, a statement passed its deadline, or another process holds the lock.
        case busy
        /// The stored data cannot have been written by this program.
        case corrupt
        /// The statement, a value or the set-up is wrong: repeating does not help.
        case invalid
        /// The task was cancelled; nothing was changed.
        case cancelled
    }

    package let kind: Kind

    /// PostgreSQL's SQLSTATE or SQLite's extended result code, when there is one.
    package let code: String?

    /// One sentence for a person.
    package let sentence: String

    /// Whether a working connection broke, as it does when the server restarts.
    var wasConnectionLost = false

    package init(_ kind: Kind, code: String? = nil, _ sentence: String) {
        self.kind = kind
        self.code = code
        self.sentence = sentence
    }

    /// Whether the same call may succeed later without a person's action. An unknown outcome is not retriable.
    package var isRetriable: Bool {
        switch kind {
        case .unavailable, .conflict, .busy: true
        default: false
        }
    }
}

extension StorageError {
    /// Whether one row's data is at fault, so that other rows may be written without it.
    package var concernsOneRow: Bool {
        switch kind {
        case .uniqueViolation, .checkViolation, .foreignKeyViolation, .corrupt, .invalid: true
        case .unavailable, .outcomeUnknown, .conflict, .busy, .cancelled: false
        }
    }
}

extension StorageError: CustomStringConvertible {
    package var description: String { code.map { "\(sentence) [\($0)]" } ?? sentence }
}
