/// A refusal by PostgreSQL or on the way to it, in words that say what to do. It never contains the password.
public struct PostgresError: Error, Sendable, Hashable {
    /// The kind of failure, as far as the client can know it.
    public enum Kind: Sendable, Hashable {
        /// No server answered, or it is starting or stopping. Nothing was sent.
        case unreachable
        /// The server answered and refused: password, role, database or TLS.
        case refused
        /// The server refused a statement; `sqlState` says why. Inside a transaction, the transaction has failed.
        case statement
        /// The connection broke while a statement ran whose effect was not yet committed: it never will be.
        case connectionLost
        /// The connection broke, or the deadline passed, while a commit ran: it may or may not have happened.
        case outcomeUnknown
        /// A statement passed its deadline and was cancelled; its connection is closed.
        case deadline
        /// No connection came free in time.
        case poolExhausted
        /// The task was cancelled; a running statement was too, and its connection is closed.
        case cancelled
        /// The URL, or a value that PostgreSQL cannot hold.
        case invalid
        /// The connection or pool had been closed by this program.
        case closed
    }

    public let kind: Kind

    /// The five characters of PostgreSQL's manual, appendix A, when the server sent any.
    public let sqlState: String?

    /// The constraint, or the column of a NOT NULL, that a statement violated.
    public let constraint: String?

    /// One sentence for a person.
    public let sentence: String

    public init(_ kind: Kind, sqlState: String? = nil, constraint: String? = nil, _ sentence: String) {
        self.kind = kind
        self.sqlState = sqlState
        self.constraint = constraint
        self.sentence = sentence
    }

    /// Whether repeating the whole transaction may succeed without a person's action.
    public var isRetriable: Bool {
        switch kind {
        case .unreachable, .connectionLost, .poolExhausted, .deadline: true
        case .statement: isTransientRefusal
        case .refused, .outcomeUnknown, .cancelled, .invalid, .closed: false
        }
    }

    /// Class 40 (rollback), 53 (resources), 57P01–57P03 (shutdown, starting), 55P03 (lock), and a plan gone stale.
    private var isTransientRefusal: Bool {
        guard let sqlState else { return false }
        return sqlState.hasPrefix("40") || sqlState.hasPrefix("53") || sqlState.hasPrefix("57P0") || sqlState == "55P03"
            || isStalePlan
    }

    /// A prepared statement that no longer fits: its table changed (0A000 "cached plan must not change result type"), or something
    /// else deallocated it (26000). Preparing again, in a new transaction, is enough.
    public var isStalePlan: Bool {
        sqlState == "26000" || (sqlState == "0A000" && sentence.contains("cached plan"))
    }
}

extension PostgresError: CustomStringConvertible {
    public var description: String { sqlState.map { "\(sentence) [\($0)]" } ?? sentence }
}

extension PostgresError {
    static let taskCancelled = PostgresError(.cancelled, "the task was cancelled before its statement was done")
    static let connectionClosed = PostgresError(.closed, "the connection to PostgreSQL is closed")
}
