import Database
import PostOffice
import Storage

extension Oracle {
    /// What must hold in the tables at every moment: statements that may return no row.
    private static let rules: [(String, SQL)] = [
        (
            "next_followup_at disagrees with the outbox",
            """
            SELECT t.id FROM email_threads t WHERE t.next_followup_at IS NOT
                (SELECT MIN(due_at) FROM outbox o WHERE o.thread_id = t.id AND o.state IN ('planned', 'claimed'))
            """
        ),
        (
            "followups_sent disagrees with the outbox",
            """
            SELECT t.id FROM email_threads t WHERE t.followups_sent <>
                (SELECT COUNT(*) FROM outbox o WHERE o.thread_id = t.id AND o.state = 'sent')
            """
        ),
        (
            "more than three mails may have left",
            """
            SELECT thread_id AS id FROM outbox WHERE state IN ('in_doubt', 'sent', 'needs_human')
            GROUP BY thread_id HAVING COUNT(*) > 3
            """
        ),
        (
            "two open mails",
            """
            SELECT thread_id AS id FROM outbox WHERE state IN ('planned', 'claimed', 'in_doubt')
            GROUP BY thread_id HAVING COUNT(*) > 1
            """
        ),
        (
            "a mail is open in a conversation that has ended",
            """
            SELECT o.id FROM outbox o JOIN email_threads t ON t.id = o.thread_id
            WHERE o.state IN ('planned', 'claimed') AND t.state <> 'in_sequence'
            """
        ),
        (
            "a mail is planned for a suppressed contact",
            """
            SELECT o.id FROM outbox o JOIN contacts c ON c.id = o.contact_id
            WHERE o.state IN ('planned', 'claimed') AND c.suppressed_at IS NOT NULL
            """
        ),
        (
            "a message was acted upon twice",
            """
            SELECT MIN(id) AS id FROM messages WHERE outcome IN ('acted', 'handed_off') AND machine_verdict IS NULL
            GROUP BY thread_id, COALESCE(message_id, claimed_message_id), from_address, source HAVING COUNT(*) > 1
            """
        ),
    ]

    /// What must hold besides, once everything has come to rest.
    private static let rulesAtRest: [(String, SQL)] = [
        ("a mail is still open", "SELECT id FROM outbox WHERE state IN ('planned', 'claimed', 'in_doubt')"),
        (
            "a message has no end state",
            """
            SELECT id FROM messages WHERE direction = 'inbound'
              AND NOT (state = 'decided' AND outcome IS NOT NULL OR state = 'quarantined')
            """
        ),
        (
            "a conversation still waits for a decision", "SELECT id FROM email_threads WHERE decide_after IS NOT NULL"
        ),
        (
            "a sequence goes nowhere",
            """
            SELECT t.id FROM email_threads t JOIN accounts a ON a.id = t.account_id
            WHERE t.state = 'in_sequence' AND a.state = 'auto'
            """
        ),
        (
            "a conversation with a person has no handoff",
            """
            SELECT id FROM email_threads t WHERE state = 'with_person' AND reason NOT LIKE 'a person%'
              AND NOT EXISTS (
                  SELECT 1 FROM handoffs h JOIN email_threads same ON same.id = h.thread_id
                  WHERE same.contact_id = t.contact_id)
            """
        ),
        (
            "a try was permitted its dot twice",
            "SELECT MIN(outbox_id) AS id FROM send_attempts WHERE step = 'in_doubt' GROUP BY outbox_id, fence HAVING COUNT(*) > 1"
        ),
        (
            "a mailbox action is still pending", "SELECT id FROM mailbox_actions WHERE state = 'pending'"
        ),
    ]

    func judgeTables(atRest: Bool = false) async {
        do {
            let broken = try await base.read { session in
                var broken: [String] = []
                for (sentence, statement) in Self.rules + (atRest ? Self.rulesAtRest : []) {
                    let rows = try await session.query(statement)
                    if let row = rows.first { broken.append("\(sentence): row \(try row.int64("id"))") }
                }
                return broken
            }
            for sentence in broken where outside.with({ !$0.violations.contains(sentence) }) {
                outside.violation(sentence)
            }
        } catch {
            outside.violation("the oracle cannot read: \(error)")
        }
    }

    /// Compares what the tables say of each planned and each sent mail with the world outside, once all is at rest.
    func judgeEnd() async {
        await judgeTables(atRest: true)
        do {
            try await compareMails()
            try await compareBarred()
            try await compareArrivals()
        } catch {
            outside.violation("the oracle cannot read: \(error)")
        }
    }

    private func compareMails() async throws {
        let mails = try await base.read { session in
            try await session.query("SELECT message_id, state FROM outbox WHERE message_id IS NOT NULL").map {
                (id: try $0.string("message_id"), state: try $0.string("state"))
            }
        }
        let (departed, copies) = outside.with { state in
            let copies = state.script.accounts.flatMap { account in
                // The user and Sent exist in every script.
                try! state.world.messages(in: .sent, of: account.address).map(\.bytes)
            }
            return (Set(state.departures.map(\.messageID)), copies)
        }
        let known = Dictionary(mails.map { ($0.id, $0.state) }, uniquingKeysWith: { first, _ in first })
        for (id, state) in mails {
            if state == "sent", !departed.contains(id) { outside.violation("<\(id)> is sent and never left") }
            if departed.contains(id), state != "sent", state != "needs_human" {
                outside.violation("<\(id)> left and is \(state)")
            }
            if state == "needs_human", copies.contains(where: { $0.containsID(id) }) {
                outside.violation("<\(id)> lies in Sent and yet needs a person")
            }
        }
        for id in departed where known[id] == nil { outside.violation("<\(id)> left and is unknown") }
        try await compareFinishedConversations()
    }

    /// A refusal bars a contact only where it says that the address is none.
    private func compareBarred() async throws {
        let barred = try await base.read { session in
            try await session.query("SELECT address FROM contacts WHERE suppressed_reason = 'rejected'").map {
                try $0.string("address")
            }
        }
        let dead = outside.with { $0.deadAddresses }
        for address in barred where !dead.contains(address) {
            outside.violation("\(address) is barred for what is not its own")
        }
    }

    private func compareFinishedConversations() async throws {
        let finished = try await base.read { session in
            try await session.query(
                "SELECT message_id FROM email_threads WHERE state = 'sequence_finished'"
            ).map { try $0.string("message_id") }
        }
        for id in finished {
            let count = outside.with { state in
                let number = state.script.outreach.first { $0.id == id }?.number
                return state.departures.count { $0.outreach == number }
            }
            if count != 3 { outside.violation("the sequence of <\(id)> is finished after \(count) mails") }
        }
    }

    private func compareArrivals() async throws {
        let (ids, places) = try await base.read { session in
            let rows = try await session.query(
                """
                SELECT m.uidvalidity, m.uid, COALESCE(m.message_id, m.claimed_message_id) AS id, a.address, m.state
                FROM messages m JOIN accounts a ON a.id = m.account_id WHERE m.direction = 'inbound'
                """)
            var ids = Set<String>()
            var places = Set<String>()
            for row in rows {
                let address = try row.string("address")
                places.insert("\(address)/\(try row.int64("uidvalidity"))/\(try row.int64("uid"))")
                if let id = try row.optionalString("id") { ids.insert("\(address)/\(id)") }
            }
            return (ids, places)
        }
        for arrived in outside.with({ $0.arrivals }) {
            // What names no mail of ours concerns us in the inbox alone, and not once somebody has filed it away.
            if arrived.tone == .newsletter, arrived.isFiled { continue }
            let address = outside.script.accounts[arrived.account].address
            let place = "\(address)/\(arrived.uidValidity)/\(arrived.uid)"
            // After the server renumbered its mail it has another place.
            guard !places.contains(place), !ids.contains("\(address)/\(arrived.id)") else { continue }
            outside.violation("a mail was lost: <\(arrived.id)> in account \(arrived.account)")
        }
    }
}
