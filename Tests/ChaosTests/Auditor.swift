import TestServers

/// Counts, after everything has come to rest, what reached whom, and compares it with what the tables say.
struct Auditor {
    struct Count {
        var conversations = 0
        var mails = 0
        var complete = 0
        var withPerson = 0
        var needsHuman = 0
        var violations: [String] = []
    }

    private let field: Battlefield

    init(_ field: Battlefield) { self.field = field }

    func count() async throws -> Count {
        var count = Count()
        let log = PostfixLog(try field.postfix.logText())
        for (id, number) in tally(log.accepted) where number > 1 {
            count.violations.append("Postfix accepted <\(id)> \(number) times")
        }
        try await countMailboxes(&count)
        try await compare(accepted: Set(log.accepted), &count)
        try await judgeTables(&count)
        return count
    }

    private func tally(_ values: [String]) -> [String: Int] { values.reduce(into: [:]) { $0[$1, default: 0] += 1 } }

    // MARK: Mailboxes

    private func countMailboxes(_ count: inout Count) async throws {
        let replies = field.replies
        let states = try await conversationStates()
        for creator in Set(replies.map(\.creator)).sorted() {
            let mails = try await field.dovecot.messages(of: field.creators[creator]).map(\.text)
            count.conversations += 1
            count.mails += mails.count
            judge(mails, of: creator, replies.filter { $0.creator == creator }, states[creator] ?? "none", &count)
        }
        for creator in field.creators.indices where !replies.contains(where: { $0.creator == creator }) {
            let mails = try await field.dovecot.messages(of: field.creators[creator])
            if !mails.isEmpty { count.violations.append("creator \(creator) never answered and got mail") }
        }
    }

    private func judge(
        _ mails: [String], of creator: Int, _ replies: [Battlefield.SentReply], _ state: String, _ count: inout Count
    ) {
        for (index, opening) in RestingTables.openings.enumerated()
        where mails.count(where: { $0.contains(opening) }) > 1 {
            count.violations.append("creator \(creator) got mail \(index + 1) twice")
        }
        if mails.count > 3 { count.violations.append("creator \(creator) got \(mails.count) mails") }
        for mail in mails where !mail.contains("<\(Battlefield.outreachID(creator))>") {
            count.violations.append("creator \(creator) got a mail of another conversation")
        }
        if let refusal = replies.first(where: \.isRefusal), mails.count > refusal.receivedBefore + 1 {
            count.violations.append(
                "creator \(creator) got \(mails.count) mails, declined after \(refusal.receivedBefore)")
        }
        switch state {
        case "sequence_finished":
            count.complete += 1
            if mails.count != 3 { count.violations.append("creator \(creator) finished with \(mails.count) mails") }
        case "with_person", "completed", "stopped": count.withPerson += 1
        default: count.violations.append("creator \(creator): the conversation is \(state)")
        }
    }

    private func conversationStates() async throws -> [Int: String] {
        let rows = try await field.rows(
            "SELECT c.address, t.state FROM email_threads t JOIN contacts c ON c.id = t.contact_id")
        return rows.reduce(into: [:]) { states, row in
            let columns = row.split(separator: "|").map(String.init)
            let digits = columns[0].prefix { $0 != "@" }.drop { !$0.isNumber }
            if let number = Int(digits) { states[number] = columns[1] }
        }
    }

    // MARK: Tables

    private func compare(accepted: Set<String>, _ count: inout Count) async throws {
        let rows = try await field.rows("SELECT message_id, state FROM outbox WHERE message_id IS NOT NULL")
        var known: Set<String> = []
        for row in rows {
            let columns = row.split(separator: "|").map(String.init)
            known.insert(columns[0])
            if columns[1] == "needs_human" { count.needsHuman += 1 }
            if columns[1] == "sent", !accepted.contains(columns[0]) {
                count.violations.append("<\(columns[0])> is sent, and Postfix never took it")
            }
            if accepted.contains(columns[0]), !["sent", "needs_human"].contains(columns[1]) {
                count.violations.append("Postfix took <\(columns[0])>, and it is \(columns[1])")
            }
        }
        for id in accepted.subtracting(known) { count.violations.append("<\(id)> was submitted and is unknown") }
    }

    private static let rules: [RestingTables.Rule] = [
        (
            "a mail left twice by the attempt log",
            """
            SELECT outbox_id FROM send_attempts WHERE step IN ('accepted', 'evidence')
            GROUP BY outbox_id HAVING COUNT(*) > 1
            """
        ),
        (
            "a stage in doubt has no open handoff",
            """
            SELECT o.id FROM outbox o WHERE o.state = 'needs_human'
            AND NOT EXISTS (SELECT 1 FROM handoffs h WHERE h.thread_id = o.thread_id)
            """
        ),
        (
            "counters disagree",
            """
            SELECT t.id FROM email_threads t WHERE t.followups_sent <>
            (SELECT COUNT(*) FROM outbox o WHERE o.thread_id = t.id AND o.state = 'sent')
            """
        ),
    ]

    private func judgeTables(_ count: inout Count) async throws {
        count.violations += try await RestingTables.violations(of: Self.rules) { try await field.rows($0) }
        let known = try await field.rows(
            "SELECT COALESCE(message_id, claimed_message_id) FROM messages WHERE direction = 'inbound'")
        for reply in field.replies {
            let number = known.count { $0 == reply.id }
            if number != 1 { count.violations.append("the reply <\(reply.id)> has \(number) rows") }
        }
    }
}
