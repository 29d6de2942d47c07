package import Correspondence
import Database
import Events
package import Timing

/// How a conversation begins: with the first mail that we send, or with the first reply to a mail that somebody sent.
struct ConversationBeginning {
    let account: AccountID
    let contact: ContactID
    let subject: String
    /// The Message-ID of the mail that begins it, if it was sent already.
    var rootID: String?
    var gmailThreadID: String?
    /// The language of our mail, if known (BCP 47).
    var language: String?
    /// Whether a person was writing to the contact before watching began.
    var isUnderway = false
}

extension Conversations {
    /// Begins a conversation with its first mail and plans that mail: step 1 of an outreach sequence.
    ///
    /// Not while a process of a version without outreach runs on the same database: it would take the mail for one of its own
    /// answers.
    ///
    /// - Parameters:
    ///   - language: the language of the mail, if known.
    ///   - instant: the mail does not leave earlier; nil: as soon as the gates allow.
    /// - Returns: nil when there is no such sequence or it has no steps, and for a person who was erased.
    package func open(
        with contact: Correspondent, from account: AccountID, by sequence: SequenceID, language: String? = nil,
        notBefore instant: Timestamp? = nil
    ) async throws -> ConversationID? {
        try await database.transaction { session in
            try await session.keepErasuresWaiting()
            let first = try await session.first(
                "SELECT subject FROM sequence_steps WHERE sequence_id = \(sequence) AND position = 1")
            guard let subject = try first?.optionalString("subject"),
                try await session.erased(among: [contact.address]).isEmpty
            else { return nil }
            let key = try await session.contact(contact.address, name: contact.name)
            let conversation = try await session.begin(
                ConversationBeginning(account: account, contact: key, subject: subject, language: language))
            try await session.beginGeneration(of: [conversation])
            _ = try await session.planFirst(of: sequence, in: [conversation], notBefore: instant)
            return conversation
        }
    }
}

extension SQLSession {
    func begin(_ beginning: ConversationBeginning) async throws -> ConversationID {
        try await begin([beginning])[0]
    }

    func begin(_ beginnings: [ConversationBeginning]) async throws -> [ConversationID] {
        let roots = beginnings.compactMap(\.rootID)
        return try await begin(beginnings, known: roots.isEmpty ? [] : try await query(.begun(by: roots)))
    }

    /// The only place where conversations begin.
    ///
    /// - Parameter known: the answer to `SQL.begun(by:)`: a second mailbox that sees the same reply finds the row that the first one
    ///   made.
    private func begin(
        _ beginnings: [ConversationBeginning], known rows: [SQLRow]
    ) async throws -> [ConversationID] {
        var known = try rows.reduce(into: [:]) {
            $0[try $1.string("message_id")] = try $1["id", as: ConversationID.self]
        }
        var fresh: [String: ConversationBeginning] = [:]
        for beginning in beginnings {
            if let root = beginning.rootID, known[root] == nil, fresh[root] == nil { fresh[root] = beginning }
        }
        for row in try await insert(fresh.sorted { $0.key < $1.key }.map(\.value)) {
            known[try row.string("message_id")] = try row["id", as: ConversationID.self]
        }
        var begun: [ConversationID] = []
        for beginning in beginnings {
            if let known = beginning.rootID.flatMap({ known[$0] }) {
                begun.append(known)
            } else {
                begun += try await insert([beginning]).map { try $0["id", as: ConversationID.self] }
            }
        }
        return begun
    }

    private func insert(_ beginnings: [ConversationBeginning]) async throws -> [SQLRow] {
        guard !beginnings.isEmpty else { return [] }
        let rows = beginnings.map { beginning -> [SQLField] in
            [
                .of(beginning.account), .of(beginning.contact), .of(beginning.rootID), .of(beginning.subject.storable),
                .of(beginning.gmailThreadID), .of(beginning.language),
                .of(beginning.isUnderway ? ConversationState.withPerson : .awaitingReply),
                .of(beginning.isUnderway ? "a person was writing before watching began" : nil),
            ]
        }
        let columns = [
            "account_id", "contact_id", "message_id", "subject", "gmail_thread_id", "language", "state", "reason",
        ]
        let begun = SQLTable("begun", columns: columns, rows: rows)
        let named = columns.joined(separator: ", ")
        let inserted = try await query(
            """
            INSERT INTO email_threads (\(raw: named), created_at, updated_at)
            SELECT \(raw: named), \(SQL.now), \(SQL.now) FROM \(begun) WHERE 1 = 1
            ON CONFLICT (message_id) DO UPDATE SET updated_at = excluded.updated_at
            RETURNING id, message_id, account_id
            """)
        try await record(
            inserted.map {
                AuditLine(
                    event: .conversationBegan, account: try $0["account_id", as: AccountID.self],
                    conversation: try $0["id", as: ConversationID.self])
            })
        return inserted
    }

    /// The conversations of these outreach mails, begun where this is the first reply; nil where there is no outreach, or it
    /// has no usable recipient.
    func conversations(
        for links: [(link: OutreachLink?, gmailThreadID: String?)]
    ) async throws -> [ConversationID?] {
        let unknown = links.compactMap { $0.link?.conversation == nil ? $0.link?.outreach : nil }
        guard !unknown.isEmpty else { return links.map { $0.link?.conversation } }
        let rows = try await query("SELECT * FROM messages WHERE id \(in: Set(unknown).sorted())").reduce(into: [:]) {
            $0[try $1["id", as: MessageKey.self]] = $1
        }
        let begun = try await beginConversations(
            of: rows.values.filter { try $0["thread_id", as: ConversationID?.self] == nil },
            gmailThreadIDs: links.reduce(into: [:]) { ids, one in
                if let outreach = one.link?.outreach { ids[outreach] = one.gmailThreadID }
            })
        return try links.map { link, _ in
            if let known = link?.conversation { return known }
            guard let outreach = link?.outreach, let row = rows[outreach], try row.optionalAddress("to_address") != nil
            else { return nil }
            return try row["thread_id", as: ConversationID?.self] ?? begun[outreach]
        }
    }

    private func beginConversations(
        of outreach: [SQLRow], gmailThreadIDs: [MessageKey: String]
    ) async throws -> [MessageKey: ConversationID] {
        var recipients: [(row: SQLRow, recipient: EmailAddress)] = []
        for row in outreach {
            if let recipient = try row.optionalAddress("to_address") { recipients.append((row, recipient)) }
        }
        guard !recipients.isEmpty else { return [:] }
        let answers = try await query([
            contacts(Set(recipients.map(\.recipient))), try personIsInConversation(of: recipients.map(\.row)),
            .begun(by: try recipients.compactMap { try $0.row.rootID }),
        ])
        let contacts = try answers[0].reduce(into: [:]) {
            $0[try $1.string("address")] = try $1["id", as: ContactID.self]
        }
        let underway = Set(try answers[1].map { try $0["id", as: MessageKey.self] })
        var keys: [MessageKey] = []
        var beginnings: [ConversationBeginning] = []
        for (row, recipient) in recipients {
            guard let contact = contacts[recipient.key] else { continue }
            let key = try row["id", as: MessageKey.self]
            keys.append(key)
            beginnings.append(
                ConversationBeginning(
                    account: try row["account_id", as: AccountID.self], contact: contact,
                    subject: try row.string("subject"),
                    rootID: try row.rootID,
                    gmailThreadID: try row.optionalString("gmail_thread_id") ?? gmailThreadIDs[key],
                    language: try row.optionalString("language"),
                    isUnderway: underway.contains(key)))
        }
        let begun = Array(zip(keys, try await begin(beginnings, known: answers[2])))
        try await assign(begun)
        return Dictionary(uniqueKeysWithValues: begun)
    }

    /// The conversation with somebody who answers a mail of ours that names no recipient: the account's newest with them, or a
    /// new one.
    func conversation(with writer: Correspondent, about outreach: MessageKey) async throws -> ConversationID? {
        guard
            let row = try await first(
                "SELECT account_id, subject, to_address FROM messages WHERE id = \(outreach)"),
            try row.optionalString("to_address") == nil
        else { return nil }
        let account = try row["account_id", as: AccountID.self]
        let contact = try await contact(writer.address, name: writer.name)
        let known = try await first(
            """
            SELECT id FROM email_threads WHERE account_id = \(account) AND contact_id = \(contact) ORDER BY id DESC LIMIT 1
            """)
        if let known { return try known["id", as: ConversationID.self] }
        return try await begin(
            ConversationBeginning(account: account, contact: contact, subject: try row.string("subject")))
    }

    /// The outreach whose reply somebody here has answered already: then a person is in the conversation. Such an answer
    /// follows a message that is not ours; a second outreach follows the first.
    private func personIsInConversation(of outreach: [SQLRow]) throws -> SQL {
        let rows = try outreach.map { row -> [SQLField] in
            [
                .of(try row.int64("id")), .of(try row.int64("account_id")), .of(try row.optionalString("to_address")),
                .of(try row.string("base_subject")),
            ]
        }
        let asked = SQLTable("asked", columns: ["id", "account_id", "to_address", "base_subject"], rows: rows)
        return """
            SELECT asked.id FROM \(asked) WHERE EXISTS (
                SELECT 1 FROM messages answer
                WHERE answer.direction = 'outbound' AND answer.account_id = asked.account_id
                  AND answer.to_address = asked.to_address AND answer.base_subject = asked.base_subject
                  AND answer.in_reply_to IS NOT NULL
                  AND NOT EXISTS (
                      SELECT 1 FROM messages parent
                      WHERE parent.direction = 'outbound' AND parent.message_id = answer.in_reply_to))
            """
    }
}

extension SQL {
    /// The conversations that began with one of these mails.
    fileprivate static func begun(by roots: [String]) -> SQL {
        "SELECT id, message_id FROM email_threads WHERE message_id \(in: roots)"
    }
}

extension SQLRow {
    /// The Message-ID of a row of `messages`.
    fileprivate var rootID: String? {
        get throws { try optionalString("message_id") ?? optionalString("claimed_message_id") }
    }
}
