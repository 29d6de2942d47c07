package import Correspondence
import Database
import Events

extension Contacts {
    /// Opts somebody out who used the link in a mail of ours. As with an opt-out by mail it is for ever and for every campaign and
    /// conversation, and planned mail is cancelled. Repeating it changes nothing.
    ///
    /// - Returns: false where they had opted out before, or nothing may be stored about them.
    @discardableResult
    package func optOut(_ address: EmailAddress) async throws -> Bool {
        try await database.settlingUniqueness { session in
            try await session.keepErasuresWaiting()
            // Erased people get no mail either.
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
