package import Correspondence
import Database
import Events
package import Timing

/// A contact to whom no mail goes.
package struct SuppressedContact: Sendable, Hashable {
    package let contact: ContactID
    package let address: EmailAddress
    package let reason: SuppressionReason
    package let since: Timestamp
}

extension Contacts {
    /// The suppressed contacts, in the order of their keys.
    package func suppressed(after: ContactID? = nil, limit: Int) async throws -> [SuppressedContact] {
        try await database.rows(
            """
            SELECT id, address, suppressed_reason, suppressed_at FROM contacts
            WHERE suppressed_at IS NOT NULL AND id > \(after?.rawValue ?? 0) ORDER BY id LIMIT \(limit)
            """
        ).map { row in
            SuppressedContact(
                contact: try row["id", as: ContactID.self], address: try row.address("address"),
                reason: try row["suppressed_reason", as: SuppressionReason.self],
                since: try row.timestamp("suppressed_at"))
        }
    }

    /// Bars all of these for ever, even those who were never written to. Planned mail is cancelled in every campaign. Erased people
    /// stay unknown, and get no mail anyway.
    ///
    /// - Returns: the number who were not barred before.
    package func suppress(_ addresses: [EmailAddress], reason: SuppressionReason) async throws -> Int {
        try await database.settlingUniqueness { session in
            try await session.keepErasuresWaiting()
            let erased = try await session.erased(among: addresses)
            let known = try await session.contacts(
                addresses.filter { !erased.contains($0) }.map { Correspondent(address: $0) })
            let conversations = try await session.query(
                "SELECT id FROM email_threads WHERE contact_id \(in: Array(known.values)) ORDER BY id"
            ).map { try $0["id", as: ConversationID.self] }
            try await session.lock(conversations)
            let free = try await session.query(
                "SELECT id FROM contacts WHERE id \(in: Array(known.values)) AND suppressed_at IS NULL ORDER BY id"
            ).map { try $0["id", as: ContactID.self] }
            for contact in free { try await session.suppress(contact, reason) }
            if !free.isEmpty {
                try await session.record(.contactBarred, detail: "\(free.count) by a list, as \(reason.rawValue)")
            }
            return free.count
        }
    }
}
