package import Correspondence
import Database
import Events

extension Contacts {
    /// Somebody took themselves off by the link in a mail of ours. It is an opt-out as by mail: for ever, in every campaign and
    /// conversation, and what is planned for them is taken back. Once is enough.
    ///
    /// - Returns: false where they had opted out before, or nothing of theirs may be stored.
    @discardableResult
    package func optOut(_ address: EmailAddress) async throws -> Bool {
        try await database.settlingUniqueness { session in
            try await session.keepErasuresWaiting()
            // Whoever was erased gets no mail either.
            guard try await session.erased(among: [address]).isEmpty else { return false }
            let row = try await session.first("SELECT id FROM contacts WHERE address = \(address.key)")
            let contact: ContactID
            if let row {
                contact = try row["id", as: ContactID.self]
            } else {
                contact = try await session.contact(address)
            }
            let conversations = try await session.query(
                "SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id"
            ).map { try $0["id", as: ConversationID.self] }
            try await session.lock(conversations)
            let barred = try await session.first(
                "SELECT suppressed_reason FROM contacts WHERE id = \(contact) \(SQL.forUpdate)")
            guard try barred?["suppressed_reason", as: SuppressionReason?.self] != .optOut else { return false }
            try await session.suppress(contact, .optOut)
            try await session.move(conversations, .barred, reason: "opt-out", bumping: true)
            try await session.noteOptOut(in: conversations)
            return true
        }
    }
}

extension SQLSession {
    fileprivate func noteOptOut(in conversations: [ConversationID]) async throws {
        guard !conversations.isEmpty else { return try await record(.contactOptedOut) }
        for conversation in conversations { try await record(.contactOptedOut, conversation: conversation) }
    }
}
