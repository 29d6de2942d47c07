import Synchronization

/// Statements of a transaction that have not run yet.
final class WaitingStatements: Sendable {
    private let statements = Mutex<[RenderedSQL]>([])

    func add(_ more: [RenderedSQL]) { statements.withLock { $0 += more } }

    func takeAll() -> [RenderedSQL] {
        statements.withLock { statements in
            defer { statements = [] }
            return statements
        }
    }
}
