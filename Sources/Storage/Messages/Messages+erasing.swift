import Correspondence
import Database

/// Messages that say something about one person.
struct MessagesOfPerson {
    /// Messages from them, to them alone, or of their conversations.
    var whole: [MessageKey] = []
    /// Messages between others with them among the recipients: the remaining recipients.
    var shared: [(key: MessageKey, others: [String])] = []
    /// Groups that mails of these belong to.
    var groups: Set<Int64> = []
}

extension SQLSession {
    func messages(
        of person: EmailAddress, in conversations: [ConversationID]
    ) async throws -> MessagesOfPerson {
        let rows = try await query(
            """
            SELECT id, thread_id, group_id, from_address, reply_to, to_address, recipients FROM messages
            WHERE thread_id \(in: conversations) OR from_address = \(person.key) OR reply_to = \(person.key)
              OR to_address = \(person.key)
              OR \(SQL.contains("' ' || COALESCE(recipients, '') || ' '", " \(person.key) "))
            ORDER BY id
            """)
        let theirs = Set(conversations)
        var found = MessagesOfPerson()
        for row in rows {
            let key = try row["id", as: MessageKey.self]
            let writers = [try row.optionalString("from_address"), try row.optionalString("reply_to")]
            let recipients = try row.optionalString("recipients")?.split(separator: " ").map(String.init) ?? []
            let others = recipients.filter { $0 != person.key }
            let isTheirs = try row["thread_id", as: ConversationID?.self].map(theirs.contains) ?? false
            if isTheirs || writers.contains(person.key) || others.isEmpty {
                found.whole.append(key)
                if let group = try row.optionalInt64("group_id") { found.groups.insert(group) }
            } else {
                found.shared.append((key, others))
            }
        }
        return found
    }

    func erase(_ messages: MessagesOfPerson) async throws {
        for (key, others) in messages.shared {
            try await write(
                """
                UPDATE messages SET to_address = \(others.first), recipients = \(others.joined(separator: " "))
                WHERE id = \(key)
                """)
        }
        try await write("DELETE FROM messages WHERE id \(in: messages.whole)")
        // A group takes its subject from its first mail, and subjects hold names.
        let groups = messages.groups.sorted()
        try await write(
            """
            UPDATE outreach_groups SET subject = COALESCE(
                (SELECT m.subject FROM messages m WHERE m.group_id = outreach_groups.id ORDER BY m.id LIMIT 1), '')
            WHERE id \(in: groups)
            """)
        try await write(
            """
            DELETE FROM outreach_groups WHERE id \(in: groups) AND verdict IS NULL
              AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.group_id = outreach_groups.id)
            """)
    }
}

extension SQL {
    /// Whether a text holds another one.
    static func contains(_ text: SQL, _ part: String) -> SQL {
        either(postgres: "strpos(\(text), \(part)) > 0", sqlite: "instr(\(text), \(part)) > 0")
    }
}
