/// Rows in aligned columns, for people.
///
/// On a terminal it is no wider than that. If it would be, long cells are wrapped between words; then optional columns are left out
/// and named below; and if it is still too wide, each row becomes a block of names and values.
struct Table: CustomStringConvertible {
    struct Column: ExpressibleByStringLiteral, Sendable {
        let title: String
        /// Of the optional columns the one with the highest rank is left out first; nil: the column stays.
        let rank: Int?

        init(stringLiteral title: String) {
            self.init(title, rank: nil)
        }

        private init(_ title: String, rank: Int?) {
            self.title = title
            self.rank = rank
        }

        /// A column that may be left out if there is no room.
        static func optional(_ title: String, _ rank: Int) -> Column { Column(title, rank: rank) }
    }

    /// Cells wider than this may be wrapped.
    private static let wrappable = 16
    private static let gap = "  "

    private let columns: [Column]
    private let width: Int?
    private var rows: [[String]] = []

    /// - Parameter width: the columns of the terminal; nil for no limit.
    init(_ columns: [Column], width: Int? = Terminal.standard.width) {
        self.columns = columns
        self.width = width
    }

    /// Columns whose titles are only known at run time.
    init(titles: [String], width: Int? = Terminal.standard.width) {
        self.init(titles.map { Column(stringLiteral: $0) }, width: width)
    }

    mutating func add(_ row: [String]) {
        rows.append(row)
    }

    var description: String {
        var shown = Array(columns.indices)
        while true {
            if let widths = widths(of: shown) { return grid(shown, widths) + note(on: shown) }
            let next = shown.filter { columns[$0].rank != nil }.max { columns[$0].rank! < columns[$1].rank! }
            guard let next else { return blocks }
            shown.removeAll { $0 == next }
        }
    }

    /// The width of each of these columns; nil when they do not fit.
    private func widths(of shown: [Int]) -> [Int]? {
        var widths = shown.map { column in cells(column).map(\.displayWidth).max() ?? 0 }
        guard let width else { return widths }
        let least = shown.enumerated().map { place, column in
            min(widths[place], max(Self.wrappable, cells(column).map(\.longestWordWidth).max() ?? 0))
        }
        let room = width - Self.gap.count * (shown.count - 1)
        while widths.reduce(0, +) > room {
            let widest = widths.indices.filter { widths[$0] > least[$0] }.max { widths[$0] < widths[$1] }
            guard let widest else { return nil }
            widths[widest] -= 1
        }
        return widths
    }

    private func cells(_ column: Int) -> [String] {
        [columns[column].title] + rows.map { $0[column] }
    }

    private func grid(_ shown: [Int], _ widths: [Int]) -> String {
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: Self.gap)
        let lines = ([columns.map(\.title)] + rows).map { row in
            let cells = zip(shown, widths).map { row[$0].wrapped(to: $1) }
            return (0..<(cells.map(\.count).max() ?? 0)).map { line in
                zip(cells, widths).map { (line < $0.count ? $0[line] : "").padded(to: $1) }
                    .joined(separator: Self.gap).trimmingTrailingBlanks
            }.joined(separator: "\n")
        }
        return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
    }

    private func note(on shown: [Int]) -> String {
        let hidden = columns.indices.filter { !shown.contains($0) }.map { columns[$0].title }
        return hidden.isEmpty ? "" : "\n(no room for: \(hidden.joined(separator: ", ")))"
    }

    private var blocks: String {
        rows.map { row in
            var facts = Facts(width: width)
            for (column, cell) in zip(columns, row) { facts[column.title] = cell }
            return facts.description
        }.joined(separator: "\n\n")
    }
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
