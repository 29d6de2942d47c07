import Synchronization

/// What one transaction may still do. Both drivers ask it, so that both refuse alike:
/// a statement after one that failed (PostgreSQL would, SQLite would not), one after the end, and a transaction inside
/// another.
final class TransactionScope: Sendable {
    /// The databases in whose transactions this task is. A second one in the same would wait for the first for ever; one in the other
    /// kind of database is what a copy needs.
    @TaskLocal private static var databases: Set<SQLDialect> = []

    private enum State { case open, failed, over }
    private let state = Mutex(State.open)

    /// Calls `body` marked as being inside; afterwards no statement can run.
    static func run<R: Sendable>(
        in dialect: SQLDialect, _ body: (TransactionScope) async throws -> R
    ) async throws -> R {
        let scope = TransactionScope()
        defer { scope.state.withLock { $0 = .over } }
        return try await $databases.withValue(databases.union([dialect])) {
            let result = try await body(scope)
            // A caller that swallowed a failed statement's error must not believe that this was committed.
            try scope.mayRun()
            try Task.checkCancellation()
            return result
        }
    }

    static func refuseNesting(in dialect: SQLDialect) throws(StorageError) {
        guard !databases.contains(dialect) else {
            throw StorageError(.invalid, "a transaction was begun inside another one: use the session that is open")
        }
    }

    /// Runs one statement, unless the transaction has failed or ended.
    func statement<R>(_ run: () async throws(StorageError) -> R) async throws(StorageError) -> R {
        try mayRun()
        do { return try await run() } catch {
            state.withLock { if $0 == .open { $0 = .failed } }
            throw error
        }
    }

    private func mayRun() throws(StorageError) {
        switch state.withLock({ $0 }) {
        case .open: return
        case .failed:
            throw StorageError(
                .invalid,
                "an earlier statement of this transaction failed, so nothing of it is kept: let its error through"
            )
        case .over: throw StorageError(.invalid, "a session was used after its transaction had ended")
        }
    }
}

extension StorageError {
    /// What a caller of `transaction` sees: a cancelled task's error is the standard one.
    var forCaller: any Error {
        if case .cancelled = kind { return CancellationError() }
        return self
    }

    /// NUL cannot be stored as text in PostgreSQL (manual, section 8.3); SQLite follows, so that data can move.
    static func refuseNUL(in bindings: [(value: SQLValue, type: SQLType)]) throws(StorageError) {
        for (index, binding) in bindings.enumerated() {
            guard case .text(let text) = binding.value, text.utf8.contains(0) else { continue }
            throw StorageError(
                .invalid,
                "value \(index + 1) of a statement is a text with a NUL in it: remove it where the text enters")
        }
    }
}
