import Database

extension SQLSession {
    /// The keys of a page. Rows are joined to them by a second statement: a planner that knows how few they are goes by their
    /// keys, and one that has to guess may read whole tables to join them.
    func keys<Key: RawRepresentable>(_ page: SQL, as key: Key.Type) async throws -> [Key] where Key.RawValue == Int64 {
        try await query(page).map { try $0["id", as: Key.self] }
    }
}
