package import Correspondence
import Database
package import Timing

/// Somebody we write to, as lists show them.
package struct ContactRecord: Sendable, Hashable {
    package let id: ContactID
    package let address: EmailAddress
    package let name: String?
    package let phone: String?
    package let postalAddress: String?
    /// Since when mail to the contact is barred; nil: mail may go.
    package let suppressedAt: Timestamp?
    package let suppressedReason: String?
    package let createdAt: Timestamp
}

extension Contacts {
    /// The contacts met last, newest first.
    ///
    /// - Parameter before: only contacts with lower keys.
    package func latest(before: ContactID? = nil, limit: Int) async throws -> [ContactRecord] {
        try await database.rows(
            """
            SELECT * FROM contacts WHERE id < \(before?.rawValue ?? .max) ORDER BY id DESC LIMIT \(limit)
            """
        ).map(ContactRecord.init)
    }

    /// The contacts whose addresses begin like this, in the order of their addresses.
    ///
    /// - Parameter after: only addresses after this one.
    package func list(startingWith prefix: String, after: String? = nil, limit: Int) async throws -> [ContactRecord] {
        let address: SQL = .either(postgres: "address COLLATE \"C\"", sqlite: "address")
        let begin = prefix.lowercased()
        // An upper bound for every text with this beginning: no character of an address is higher.
        let end = begin + "\u{10FFFF}"
        return try await database.rows(
            """
            SELECT * FROM contacts WHERE \(address) >= \(begin) AND \(address) < \(end) AND \(address) > \(after ?? "")
            ORDER BY \(address) LIMIT \(limit)
            """
        ).map(ContactRecord.init)
    }

    /// Nil for an unknown contact.
    package func record(_ address: EmailAddress) async throws -> ContactRecord? {
        try await database.row("SELECT * FROM contacts WHERE address = \(address.key)").map(ContactRecord.init)
    }

    package func record(_ id: ContactID) async throws -> ContactRecord? {
        try await database.row("SELECT * FROM contacts WHERE id = \(id)").map(ContactRecord.init)
    }
}

extension ContactRecord {
    fileprivate init(_ row: SQLRow) throws {
        id = try row["id", as: ContactID.self]
        address = try row.address("address")
        name = try row.optionalString("name")
        phone = try row.optionalString("phone")
        postalAddress = try row.optionalString("postal_address")
        suppressedAt = try row.optionalTimestamp("suppressed_at")
        suppressedReason = try row.optionalString("suppressed_reason")
        createdAt = try row.timestamp("created_at")
    }
}
