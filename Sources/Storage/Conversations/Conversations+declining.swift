package import Correspondence
import Database
import Events
import Outreach

extension Conversations {
    /// Records, for a person, that the contact is not interested: the conversation is complete, nothing of it or of the contact's
    /// other sequences is sent, and its handoff is closed. Later campaigns may write to the contact.
    package func decline(_ conversation: ConversationID) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.first("SELECT contact_id FROM email_threads WHERE id = \(conversation)")
            else {
                return .unknown
            }
            let contact = try row["contact_id", as: ContactID.self]
            let all = try await session.query(
                "SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id"
            ).map { try $0["id", as: ConversationID.self] }
            try await session.lock(all)
            let moved = try await session.moved(
                [conversation], .declined, reason: "not interested, says a person", bumping: true)
            guard !moved.isEmpty else { return .refused("no mail goes to its contact any more") }
            try await session.judgeDrafts(of: conversation, .draftDropped)
            try await session.cancelOpenMails(of: [conversation], reason: "not interested, says a person")
            try await session.moveOthers(
                all.filter { $0 != conversation }, of: conversation, .declinedElsewhere,
                reason: "not interested, says a person")
            try await session.leadsHear(.personAnswered, in: [conversation], reason: "not interested, says a person")
            try await session.closeHandoffs("thread_id = \(conversation)", by: ActingPerson.orAPerson)
            try await session.record(.conversationDeclined, conversation: conversation)
            return .done
        }
    }
}
