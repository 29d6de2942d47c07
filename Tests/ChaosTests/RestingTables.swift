/// What the tables must say once everything has come to rest, whatever the way out was.
enum RestingTables {
    /// How the built-in mails begin: nobody may hold one of them twice.
    static let openings = ["Could you share", "Just checking in", "Wanted to follow up again"]

    /// A sentence, and the rows of which it would be true.
    typealias Rule = (sentence: String, sql: String)

    private static let rules: [Rule] = [
        (
            "a message has no end state",
            """
            SELECT id FROM messages WHERE direction = 'inbound'
            AND NOT (state = 'decided' AND outcome IS NOT NULL OR state = 'quarantined')
            """
        ),
        ("a mail is open", "SELECT id FROM outbox WHERE state IN ('planned', 'claimed', 'in_doubt')"),
        (
            "a try was permitted its dot twice",
            "SELECT outbox_id FROM send_attempts WHERE step = 'in_doubt' GROUP BY outbox_id, fence HAVING COUNT(*) > 1"
        ),
        (
            "a conversation has no end",
            """
            SELECT id FROM email_threads
            WHERE state NOT IN ('sequence_finished', 'with_person', 'completed', 'stopped')
            """
        ),
    ]

    /// - Parameters:
    ///   - more: rules that hold for one way out alone.
    ///   - rows: asks the database.
    static func violations(
        of more: [Rule] = [], _ rows: (String) async throws -> [String]
    ) async throws -> [String] {
        var violations: [String] = []
        for rule in rules + more {
            let found = try await rows(rule.sql)
            if !found.isEmpty { violations.append("\(rule.sentence): rows \(found.prefix(5))") }
        }
        return violations
    }
}
