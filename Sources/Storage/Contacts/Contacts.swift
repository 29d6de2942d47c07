import Correspondence
import Database
import Timing

extension SQLSession {
    /// The contact with this address, registered when new; a known name stays.
    func contact(_ address: EmailAddress, name: String? = nil) async throws -> ContactID {
        try await insertedID(
            """
            INSERT INTO contacts (address, name, created_at) VALUES (\(address.key), \(name?.storable), \(SQL.now))
            ON CONFLICT (address) DO UPDATE SET name = COALESCE(contacts.name, excluded.name)
            RETURNING id
            """, as: ContactID.self)
    }

    /// Locks contacts in the order of their keys, after their conversations, as does everything that writes to somebody.
    func lock(contacts: [ContactID]) async throws {
        guard !contacts.isEmpty else { return }
        try await write(.locking(contacts: contacts))
    }

    /// The contacts with these addresses, registered where new.
    func contacts(_ addresses: Set<EmailAddress>) -> SQL {
        let rows = SQLTable("written", columns: ["address"], rows: addresses.map(\.key).sorted().map { [.of($0)] })
        return """
            INSERT INTO contacts (address, created_at)
            SELECT written.address, \(SQL.now) FROM \(rows) WHERE 1 = 1 ORDER BY written.address
            ON CONFLICT (address) DO UPDATE SET name = COALESCE(contacts.name, excluded.name)
            RETURNING id, address
            """
    }

    /// Bars the contact for ever, and ends its sequences in all conversations. An opt-out is recorded in addition to an earlier
    /// reason: it is harder to lift.
    func suppress(_ contact: ContactID, _ reason: SuppressionReason) async throws {
        try await write(
            """
            UPDATE contacts SET suppressed_at = COALESCE(suppressed_at, \(SQL.now)), suppressed_reason = \(reason)
            WHERE id = \(contact) AND (suppressed_at IS NULL OR \(reason == .optOut))
            """)
        let conversations = try await query(
            "SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id"
        ).map { try $0["id", as: ConversationID.self] }
        let told = "suppressed: \(reason.rawValue)"
        try await cancelOpenMails(of: conversations, reason: told)
        try await move(conversations, .barredElsewhere, reason: told, bumping: true)
        try await leadsWereSuppressed(contact, reason)
    }

    /// Stores the phone numbers and postal addresses that contacts gave in their own words. A number whose country cannot be told
    /// is not stored with the contact yet.
    func keepDetails(of decided: [DecidedConversation]) async throws {
        let rows = decided.compactMap { decided -> [SQLField]? in
            let own = decided.replies.flatMap(\.contacts).filter { $0.zone == .own && $0.isResolved }
            let phone = own.first { $0.kind == .whatsapp } ?? own.first { $0.kind == .phone }
            let address = own.first { $0.kind == .address }
            guard phone != nil || address != nil else { return nil }
            return [
                .of(decided.conversation.contact), .of(phone?.value.storable), .of(address?.value.storable),
            ]
        }
        guard !rows.isEmpty else { return }
        let given = SQLTable("given", columns: ["contact", "phone", "postal_address"], rows: rows)
        try await write(
            """
            UPDATE contacts SET phone = COALESCE(given.phone, contacts.phone),
                postal_address = COALESCE(given.postal_address, contacts.postal_address)
            FROM \(given) WHERE contacts.id = given.contact
            """)
    }

    /// The most details kept of one reply. A pasted list has thousands.
    private static var mostDetails: Int { 500 }

    /// The details found in replies, each with its place.
    func insertDetails(of decided: [DecidedConversation]) async throws {
        let rows = decided.flatMap { decided in
            decided.replies.flatMap { reply in
                reply.contacts.prefix(Self.mostDetails).map { detail -> [SQLField] in
                    [
                        .of(reply.key), .of(decided.conversation.id), .of(detail.kind), .of(detail.value.storable),
                        .of(detail.zone), .of(detail.range.lowerBound), .of(detail.range.upperBound),
                        .of(detail.confidence), .of(detail.why.storable), .of(detail.candidates.listed),
                    ]
                }
            }
        }
        // SQLite binds at most 32,766 values to a statement.
        for start in stride(from: 0, to: rows.count, by: 3_000) {
            let columns = [
                "message_key", "thread_id", "kind", "value", "zone", "start_offset", "end_offset", "confidence", "why",
                "candidates",
            ]
            let details = SQLTable(
                "found", columns: columns,
                rows: Array(rows[start..<min(start + 3_000, rows.count)]))
            try await write(
                """
                INSERT INTO contact_details (\(raw: columns.joined(separator: ", ")))
                SELECT \(raw: columns.joined(separator: ", ")) FROM \(details)
                """)
        }
    }
}

extension SQLSession {
    /// The contacts with these addresses, registered where new, in one statement; a known name stays.
    func contacts(_ people: [Correspondent]) async throws -> [String: ContactID] {
        var seen: Set<String> = []
        let rows = people.filter { seen.insert($0.address.key).inserted }.map { person -> [SQLField] in
            [.of(person.address.key), .of(person.name?.storable)]
        }
        guard !rows.isEmpty else { return [:] }
        let written = SQLTable("written", columns: ["address", "name"], rows: rows)
        return try await query(
            """
            INSERT INTO contacts (address, name, created_at)
            SELECT written.address, written.name, \(SQL.now) FROM \(written) WHERE 1 = 1 ORDER BY written.address
            ON CONFLICT (address) DO UPDATE SET name = COALESCE(contacts.name, excluded.name)
            RETURNING id, address
            """
        ).reduce(into: [:]) { $0[try $1.string("address")] = try $1["id", as: ContactID.self] }
    }
}

extension SQL {
    static func locking(contacts: [ContactID]) -> SQL {
        "SELECT id FROM contacts WHERE id \(in: contacts) ORDER BY id \(SQL.forUpdate)"
    }
}
