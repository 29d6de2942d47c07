import Postgres

extension StorageError {
    init(_ error: PostgresError) {
        self.init(Self.kind(of: error), code: error.sqlState, error.sentence)
        let state = error.sqlState ?? ""
        // 25P03: the server ended a session that stood still within a transaction.
        wasConnectionLost = error.kind == .connectionLost || state.hasPrefix("57P0") || state == "25P03"
    }

    private static func kind(of error: PostgresError) -> Kind {
        switch error.kind {
        case .unreachable, .connectionLost: .unavailable
        case .outcomeUnknown: .outcomeUnknown
        case .deadline, .poolExhausted: .busy
        case .cancelled: .cancelled
        case .refused, .invalid, .closed: .invalid
        case .statement: kind(ofState: error.sqlState ?? "", error)
        }
    }

    /// By SQLSTATE: PostgreSQL's manual, appendix A.
    private static func kind(ofState state: String, _ error: PostgresError) -> Kind {
        let constraint = error.constraint ?? ""
        switch state {
        case "23505", "23P01": return .uniqueViolation(constraint: constraint)
        case "23514", "23502": return .checkViolation(constraint: constraint)
        case "23503", "23001": return .foreignKeyViolation(constraint: constraint)
        case "55P03", "57014": return .busy
        case "25P03": return .unavailable
        case _ where error.isStalePlan || state.hasPrefix("40"): return .conflict
        case _ where state.hasPrefix("53") || state.hasPrefix("57P0") || state.hasPrefix("08"): return .unavailable
        case _ where state.hasPrefix("XX"): return .corrupt
        default: return .invalid
        }
    }
}
