package import Correspondence
import Database
import Events

extension Contacts {
    /// Bars a contact on behalf of a person: no mail may go there any more. Planned mail is cancelled, conversations stop, and open
    /// handoffs are closed.
    package func bar(_ address: EmailAddress, reason: String) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.first("SELECT id FROM contacts WHERE address = \(address.key)") else {
                return .unknown
            }
            let contact = try row["id", as: ContactID.self]
            let conversations = try await session.query(
                "SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id"
            ).map { try $0["id", as: ConversationID.self] }
            try await session.lock(conversations)
            let barred = try await session.first(
                "SELECT suppressed_at FROM contacts WHERE id = \(contact) \(SQL.forUpdate)")
            if try barred?.optionalTimestamp("suppressed_at") != nil { return .refused("no mail goes to it already") }
            try await session.suppress(contact, .manual)
            try await session.move(conversations, .barred, reason: "barred by a person: \(reason)", bumping: true)
            try await session.closeHandoffs("thread_id \(in: conversations)", by: ActingPerson.orAPerson)
            for conversation in conversations {
                try await session.judgeDrafts(of: conversation, .draftDropped)
                try await session.record(.contactBarred, conversation: conversation, detail: reason)
            }
            return .done
        }
    }
}
