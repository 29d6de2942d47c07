package import Correspondence
import Database
import Events

extension Contacts {
    /// Lifts the bar on a contact who was barred by mistake. Stopped conversations go to a person, who may give them back; nothing
    /// is planned by this.
    ///
    /// - Parameters:
    ///   - reason: why it was a mistake, for the audit.
    ///   - evenAfterOptOut: an opt-out is for ever unless a person says that it was not one.
    package func unbar(
        _ address: EmailAddress, reason: String, evenAfterOptOut: Bool
    ) async throws -> Intervention {
        try await database.transaction { session in
            guard let row = try await session.first("SELECT id FROM contacts WHERE address = \(address.key)") else {
                guard evenAfterOptOut else {
                    let known = try await session.erased(among: [address])
                    return known.isEmpty ? .unknown : .refused("it was erased, and thereby asked for no more mail")
                }
                guard try await session.forgetErasure(of: address) else { return .unknown }
                try await session.record(.contactUnbarred, detail: "was erased; \(reason)")
                return .done
            }
            let contact = try row["id", as: ContactID.self]
            let domains = try await session.suppressedDomains(among: [address])
            if domains.covers(address) {
                return .refused("no mail goes to anybody at its domain; see mosaic suppressions remove")
            }
            let conversations = try await session.query(
                "SELECT id FROM email_threads WHERE contact_id = \(contact) ORDER BY id"
            ).map { try $0["id", as: ConversationID.self] }
            try await session.lock(conversations)
            let barred = try await session.first(
                "SELECT suppressed_reason FROM contacts WHERE id = \(contact) \(SQL.forUpdate)")
            guard let why = try barred?["suppressed_reason", as: SuppressionReason?.self] else {
                return .refused("no mail to it is barred")
            }
            if why == .optOut, !evenAfterOptOut { return .refused("it asked for no more mail") }
            try await session.execute(
                "UPDATE contacts SET suppressed_at = NULL, suppressed_reason = NULL WHERE id = \(contact)")
            try await session.move(conversations, .unbarred, reason: "no longer barred: \(reason)", bumping: true)
            for conversation in conversations {
                try await session.record(
                    .contactUnbarred, conversation: conversation, detail: "was \(why.rawValue); \(reason)")
            }
            return .done
        }
    }
}
