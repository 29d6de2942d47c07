/// What reached whom by the counterparts' own records, beside what the tables say of it.
struct TrialAudit {
    /// Rows that got an id: mails that were meant to leave.
    var mails = 0
    var taken = 0
    var doubles = 0
    var sent = 0
    var withPerson = 0
    var violations: [String] = []

    /// The id that we gave a mail, which lies in it whatever was made of its Message-ID.
    static func name(of bytes: [UInt8]) -> String {
        let line = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").first {
            $0.hasPrefix("X-Mosaic-ID:")
        }
        return line.map { $0.dropFirst(12).filter { !" <>".contains($0) } } ?? "none"
    }

    static func of(_ way: TrialWay, _ field: TrialField) async throws -> TrialAudit {
        var audit = TrialAudit()
        let taken = way.taken()
        audit.countTaken(taken, isSending: !way.keepsDrafts)
        audit.compare(try await rows(of: field), with: Set(taken.map { name(of: $0.1) }), keepsDrafts: way.keepsDrafts)
        audit.violations += try await RestingTables.violations { try await field.rows($0) }
        return audit
    }

    mutating func countTaken(_ mails: [(String, [UInt8])], isSending: Bool) {
        taken = mails.count
        let counts: [String: Int] = mails.reduce(into: [:]) { $0[Self.name(of: $1.1), default: 0] += 1 }
        for (name, count) in counts where count > 1 {
            doubles += 1
            violations.append("<\(name)> was taken \(count) times")
        }
        guard isSending else { return }
        // An id could change where it must not: whoever got the same words twice got a mail twice.
        for (recipient, theirs) in Dictionary(grouping: mails, by: \.0) {
            let texts = theirs.map { String(decoding: $0.1, as: UTF8.self) }
            for opening in RestingTables.openings where texts.count(where: { $0.contains(opening) }) > 1 {
                doubles += 1
                violations.append("\(recipient) holds \"\(opening)\" twice")
            }
        }
    }

    /// Each mail with its state, its reason, and whether a person was told of its conversation.
    private static func rows(of field: TrialField) async throws -> [String] {
        try await field.rows(
            """
            SELECT o.message_id, o.state, translate(COALESCE(o.reason, ''), E'|\\n', '  '),
                EXISTS (SELECT 1 FROM handoffs h WHERE h.thread_id = o.thread_id)
            FROM outbox o WHERE o.message_id IS NOT NULL
            """)
    }

    /// What left is known to have left; what did not, or may not have, has its reason and somebody who was told.
    mutating func compare(_ rows: [String], with names: Set<String>, keepsDrafts: Bool) {
        mails = rows.count
        var known: Set<String> = []
        for row in rows {
            let columns = row.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            let (name, state) = (columns[0], columns[1])
            known.insert(name)
            if state == "sent" { sent += 1 }
            if state == "needs_human" { withPerson += 1 }
            if state != "sent", columns[2].isEmpty || columns[3] != "t" {
                violations.append("<\(name)> is \(state) without a reason or a person")
            }
            if state == "sent", !names.contains(name) { violations.append("<\(name)> is sent, and nobody took it") }
            if !keepsDrafts, names.contains(name), state != "sent" {
                violations.append("<\(name)> was taken, and is \(state)")
            }
            if keepsDrafts, state != "needs_human" { violations.append("the draft <\(name)> is \(state)") }
        }
        for name in names.subtracting(known) { violations.append("<\(name)> was taken, and no row tells of it") }
    }
}
