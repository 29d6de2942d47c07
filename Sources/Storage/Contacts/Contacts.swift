import Correspondence
import Database
import Timing

extension SQLSession {
    /// The contact with this address, made known when it is new; a name that is known already stays.
    func contact(_ address: EmailAddress, name: String? = nil) async throws -> ContactID {
        try await insertedID(
            """
            INSERT INTO contacts (address, name, created_at) VALUES (\(address.key), \(name?.storable), \(SQL.now))
            ON CONFLICT (address) DO UPDATE SET name = COALESCE(contacts.name, excluded.name)
            RETURNING id
            """, as: ContactID.self)
    }

    /// Bars the contact for ever, and ends its sequences in all conversations.
    func suppress(_ contact: ContactID, _ reason: SuppressionReason) async throws {
        try await execute(
            """
            UPDATE contacts SET suppressed_at = \(SQL.now), suppressed_reason = \(reason)
            WHERE id = \(contact) AND suppressed_at IS NULL
            """)
        let conversations = try await query(
            "SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id"
        ).map { try $0["id", as: ConversationID.self] }
        let told = "suppressed: \(reason.rawValue)"
        try await cancelOpenMails(of: conversations, reason: told)
        try await move(conversations, .barredElsewhere, reason: told, bumping: true)
        try await leadsWereSuppressed(contact, reason)
    }

    /// Keeps the number and the postal address that a contact gave in its own words. A number whose country nothing
    /// decides is nobody's number yet.
    func keepDetails(of replies: [DecidedReply], for contact: ContactID) async throws {
        let own = replies.flatMap(\.contacts).filter { $0.zone == .own && $0.isResolved }
        let phone = own.first { $0.kind == .whatsapp } ?? own.first { $0.kind == .phone }
        let address = own.first { $0.kind == .address }
        guard phone != nil || address != nil else { return }
        try await execute(
            """
            UPDATE contacts SET phone = COALESCE(\(phone?.value.storable), phone),
                postal_address = COALESCE(\(address?.value.storable), postal_address)
            WHERE id = \(contact)
            """)
    }

    /// Details of one reply that are kept. A pasted list has thousands, and a statement takes only so many values.
    private static var mostDetails: Int { 500 }

    /// The details that were found in a reply, each with its place, in one statement.
    func insertDetails(of reply: DecidedReply, in conversation: ConversationID) async throws {
        guard !reply.contacts.isEmpty else { return }
        let rows = reply.contacts.prefix(Self.mostDetails).map { detail in
            """
            (\(reply.key), \(conversation), \(detail.kind), \(detail.value.storable), \(detail.zone),
                \(detail.range.lowerBound), \(detail.range.upperBound), \(detail.confidence), \(detail.why.storable),
                \(detail.candidates.listed))
            """ as SQL
        }
        try await execute(
            """
            INSERT INTO contact_details (message_key, thread_id, kind, value, zone, start_offset, end_offset,
                confidence, why, candidates)
            VALUES \(SQL.joined(rows))
            """)
    }
}

extension SQLSession {
    /// The contacts with these addresses, those that are new made known, in one statement; a name that is known stays.
    func contacts(_ people: [Correspondent]) async throws -> [String: ContactID] {
        var seen: Set<String> = []
        let values = people.filter { seen.insert($0.address.key).inserted }.map { person in
            "(\(person.address.key), \(person.name?.storable), \(SQL.now))" as SQL
        }
        guard !values.isEmpty else { return [:] }
        return try await query(
            """
            INSERT INTO contacts (address, name, created_at) VALUES \(SQL.joined(values))
            ON CONFLICT (address) DO UPDATE SET name = COALESCE(contacts.name, excluded.name)
            RETURNING id, address
            """
        ).reduce(into: [:]) { $0[try $1.string("address")] = try $1["id", as: ContactID.self] }
    }
}
