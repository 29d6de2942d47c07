package import Timing

/// A statement as a value: interpolation binds, it never splices.
///
/// ```swift
/// let due: SQL = "SELECT id FROM outbox WHERE due_at <= \(SQL.now) AND account_id = \(account) \(SQL.skipLocked)"
/// ```
///
/// One statement text serves both databases. Where they must differ, a fragment knows both forms: ``now``,
/// ``skipLocked``, a `Duration`, ``either(postgres:sqlite:)``. Placeholders are numbered while rendering, so fragments compose in
/// any order.
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The parts of a statement.
    enum Piece: Sendable {
        case text(String)
        case value(SQLValue, SQLType)
        case now
        case table(SQLTable)
        case either(postgres: SQL, sqlite: SQL)
    }

    var pieces: [Piece]

    init(pieces: [Piece]) { self.pieces = pieces }

    package init(stringLiteral text: String) { pieces = text.isEmpty ? [] : [.text(text)] }

    package init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

    /// A trusted fragment, spliced as it stands. Never give it anything that came from outside.
    package init(raw text: String) { self.init(stringLiteral: text) }

    package static func + (left: SQL, right: SQL) -> SQL { SQL(pieces: left.pieces + right.pieces) }
}

extension SQL {
    /// The database's clock: `clock_timestamp()` in PostgreSQL, the injected wall clock in SQLite.
    ///
    /// In PostgreSQL it stands in a scalar subquery, which is computed once per statement, so that
    /// `due_at <= \(SQL.now)` may use an index; a bare volatile function would read every row.
    package static let now = SQL(pieces: [.now])

    /// Take rows nobody else holds: `FOR UPDATE SKIP LOCKED`; nothing in SQLite, where one writer runs at a time.
    /// At most this many rows; nil for all.
    package static func limit(_ rows: Int?) -> SQL { rows.map { "LIMIT \($0)" } ?? "" }
    package static let skipLocked = either(postgres: "FOR UPDATE SKIP LOCKED", sqlite: "")

    /// Hold the rows until the transaction ends: `FOR UPDATE`; nothing in SQLite.
    package static let forUpdate = either(postgres: "FOR UPDATE", sqlite: "")

    /// The same for rows that keep their keys: inserting a row that refers to them need not wait.
    package static let forNoKeyUpdate = either(postgres: "FOR NO KEY UPDATE", sqlite: "")

    /// A fragment for each database, where no common form exists.
    package static func either(postgres: SQL, sqlite: SQL) -> SQL {
        SQL(pieces: [.either(postgres: postgres, sqlite: sqlite)])
    }

    /// A span of time computed from columns: add it to an instant of either database.
    package static func interval(microseconds expression: SQL) -> SQL {
        either(postgres: "((\(expression))::bigint * interval '1 microsecond')", sqlite: "(\(expression))")
    }

    /// The later of two instants, the first when the second is NULL.
    package static func later(of first: SQL, _ second: SQL) -> SQL {
        "CASE WHEN \(second) > \(first) THEN \(second) ELSE \(first) END"
    }

    /// An instant, but never later than now.
    package static func past(_ instant: Timestamp) -> SQL {
        "CASE WHEN \(instant) < \(SQL.now) THEN \(instant) ELSE \(SQL.now) END"
    }

    /// The fragments with `separator` between them.
    package static func joined(_ fragments: [SQL], separator: SQL = ", ") -> SQL {
        var pieces: [Piece] = []
        for (index, fragment) in fragments.enumerated() {
            if index > 0 { pieces += separator.pieces }
            pieces += fragment.pieces
        }
        return SQL(pieces: pieces)
    }
}

/// The database in whose SQL a statement is rendered.
package enum SQLDialect: String, Sendable, CaseIterable {
    case postgres, sqlite
}

/// A statement in one database's SQL: text with placeholders (`$1` … or `?`) and their values.
struct RenderedSQL: Sendable {
    var text = ""
    /// Whether the same text is used again: not if it depends on a number of rows.
    var isReusable = true
    var bindings: [(value: SQLValue, type: SQLType)] = []
}

extension SQL {
    /// The statement for one database. `now` is asked once, and only where the database has no clock of its own.
    func rendered(for dialect: SQLDialect, now: () -> Timestamp) -> RenderedSQL {
        var result = RenderedSQL()
        var instant: Timestamp?
        render(into: &result, for: dialect) {
            let answer = instant ?? now()
            instant = answer
            return answer
        }
        return result
    }

    private func render(into result: inout RenderedSQL, for dialect: SQLDialect, now: () -> Timestamp) {
        for piece in pieces {
            switch (piece, dialect) {
            case (.text(let text), _): result.text += text
            case (.value(let value, let type), _): result.bind(value, type, dialect)
            case (.now, .postgres): result.text += "(SELECT clock_timestamp())"
            case (.now, .sqlite): result.bind(.timestamp(now()), .timestamp, dialect)
            case (.table(let table), .postgres): table.renderForPostgres(into: &result)
            case (.table(let table), .sqlite): table.renderForSQLite(into: &result)
            case (.either(let sql, _), .postgres): sql.render(into: &result, for: dialect, now: now)
            case (.either(_, let sql), .sqlite): sql.render(into: &result, for: dialect, now: now)
            }
        }
    }
}

extension RenderedSQL {
    mutating func bind(_ value: SQLValue, _ type: SQLType, _ dialect: SQLDialect) {
        bindings.append((value, type))
        text += dialect == .postgres ? "$\(bindings.count)" : "?"
    }
}
