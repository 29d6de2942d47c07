/// A statement that read far more than it needed, as PostgreSQL's `auto_explain` tells of it with `log_analyze`.
public struct PlanFault: Hashable, CustomStringConvertible {
    public let statement: String
    public let line: String

    public var description: String { "\(line)\nin: \(statement)" }

    /// Those that grow with the mail.
    public static let tablesOfMail = [
        "messages", "outbox", "email_threads", "contacts", "mailbox_actions", "send_attempts",
    ]
    /// Rows that may be looked at in vain.
    private static let mostRemoved = 500

    /// - Parameter mostRead: rows that one step of a plan may read; nil: as many as it needs.
    public static func all(
        in log: String, of tables: [String] = tablesOfMail, mostRead: Int? = nil
    ) -> [PlanFault] {
        var faults: Set<PlanFault> = []
        var ordered: [PlanFault] = []
        var words: [String] = []
        var isText = false
        for line in log.split(separator: "\n") {
            let text = line.trimmingPrefix(while: \.isWhitespace)
            if text.hasPrefix("Query Text:") {
                (words, isText) = (
                    text.dropFirst("Query Text:".count).split(whereSeparator: \.isWhitespace).map(String.init), true
                )
            } else if isText, !text.contains("(cost=") {
                words += text.split(whereSeparator: \.isWhitespace).map(String.init)
            } else {
                isText = false
                guard isFault(text, tables) || mostRead.map({ read(text) > $0 }) ?? false else { continue }
                let fault = PlanFault(statement: words.joined(separator: " "), line: String(text))
                if faults.insert(fault).inserted { ordered.append(fault) }
            }
        }
        return ordered
    }

    private static func isFault(_ line: Substring, _ tables: [String]) -> Bool {
        if tables.contains(where: { line.contains("Seq Scan on \($0) ") }) { return true }
        guard let colon = line.firstIndex(of: ":"), line.hasPrefix("Rows Removed by") else { return false }
        return (Int(line[line.index(after: colon)...].trimmingPrefix(" ")) ?? 0) > mostRemoved
    }

    /// How many rows a step of a plan has read: `(actual rows=20 loops=3)` are sixty.
    private static func read(_ line: Substring) -> Int {
        guard let actual = line.firstMatch(of: /actual rows=(\d+) loops=(\d+)/) else { return 0 }
        return (Int(actual.1) ?? 0) * (Int(actual.2) ?? 0)
    }
}
