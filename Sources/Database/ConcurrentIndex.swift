/// An index that PostgreSQL builds without blocking writers (manual, CREATE INDEX, "Building Indexes Concurrently").
package struct ConcurrentIndex: Sendable, Hashable {
    package let name: String
    /// `CREATE INDEX CONCURRENTLY IF NOT EXISTS …`, without a semicolon.
    package let statement: String

    /// The indexes of a script that contains only such statements and comments.
    static func all(in script: String) -> [ConcurrentIndex] {
        let code = script.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(separator: " ")
        return code.split(separator: ";").compactMap { statement in
            let words = statement.split(separator: " ")
            guard let place = words.firstIndex(of: "EXISTS"), place + 1 < words.count else { return nil }
            return ConcurrentIndex(name: String(words[place + 1]), statement: words.joined(separator: " "))
        }
    }
}
