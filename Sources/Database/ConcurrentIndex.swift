/// An index that PostgreSQL builds without keeping writers out (manual, CREATE INDEX, "Building Indexes Concurrently").
package struct ConcurrentIndex: Sendable, Hashable {
    package let name: String
    /// `CREATE INDEX CONCURRENTLY IF NOT EXISTS …`, without a semicolon.
    package let statement: String

    /// The indexes of a script that holds nothing else than such statements and comments.
    static func all(in script: String) -> [ConcurrentIndex] {
        let code = script.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: " ")
        return code.split(separator: ";").compactMap { statement in
            let words = statement.split(separator: " ")
            guard let place = words.firstIndex(of: "EXISTS"), place + 1 < words.count else { return nil }
            return ConcurrentIndex(name: String(words[place + 1]), statement: words.joined(separator: " "))
        }
    }
}

extension SQLDatabase {
    /// Builds those that are missing, and again those whose building was interrupted. What another process builds at this
    /// moment is left to it.
    func build(_ indexes: [ConcurrentIndex]) async throws {
        for index in indexes {
            let state = try await read { session in try await session.state(of: index) }
            switch state {
            case .valid, .underWay: continue
            case .interrupted: try await run(alone: "DROP INDEX CONCURRENTLY IF EXISTS \(index.name)")
            case .missing: break
            }
            try await run(alone: index.statement)
        }
    }
}

private enum IndexState {
    case missing, valid, underWay, interrupted
}

extension SQLSession {
    fileprivate func state(of index: ConcurrentIndex) async throws(StorageError) -> IndexState {
        let row = try await first(
            """
            SELECT i.indisvalid AS valid,
                EXISTS (SELECT 1 FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid) AS busy
            FROM pg_index i WHERE i.indexrelid = to_regclass(\(index.name))
            """)
        guard let row else { return .missing }
        if try row.bool("valid") { return .valid }
        return try row.bool("busy") ? .underWay : .interrupted
    }
}
