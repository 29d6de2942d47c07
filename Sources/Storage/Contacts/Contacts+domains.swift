package import Correspondence
import Database
import Events
package import Timing

/// A domain to which no mail goes.
package struct SuppressedDomain: Sendable, Hashable {
    package let domain: MailDomain
    package let since: Timestamp
}

extension Contacts {
    /// The suppressed domains, in alphabetical order.
    package func suppressedDomains() async throws -> [SuppressedDomain] {
        try await database.rows("SELECT domain, added_at FROM suppressed_domains ORDER BY domain").compactMap { row in
            guard let domain = MailDomain(try row.string("domain")) else { return nil }
            return SuppressedDomain(domain: domain, since: try row.timestamp("added_at"))
        }
    }

    /// The suppressed domain that bars an address; nil: none does.
    package func suppressedDomain(of address: EmailAddress) async throws -> MailDomain? {
        try await database.row(
            """
            SELECT domain FROM suppressed_domains WHERE domain \(in: DomainList.domains(of: address))
            ORDER BY LENGTH(domain) LIMIT 1
            """
        ).flatMap { MailDomain(try $0.string("domain")) }
    }

    /// Suppresses these domains and their subdomains, also for people met later. Mail planned to people there is cancelled, and
    /// their leads are updated.
    ///
    /// - Returns: the number of domains that are new.
    package func suppress(domains: [MailDomain]) async throws -> Int {
        try await database.transaction { session in
            var added = 0
            for domain in Set(domains).sorted(by: { $0.name < $1.name }) {
                let isNew = try await session.execute(
                    """
                    INSERT INTO suppressed_domains (domain, added_at) VALUES (\(domain.name), \(SQL.now))
                    ON CONFLICT (domain) DO NOTHING
                    """)
                guard isNew == 1 else { continue }
                added += 1
                try await session.takeBackMails(to: domain)
                try await session.record(.contactBarred, detail: "everybody at \(domain.name)")
            }
            return added
        }
    }

    /// Mail may go to a domain again. Leads that have ended because of it stay ended.
    package func allow(domain: MailDomain) async throws -> Intervention {
        try await database.transaction { session in
            let removed = try await session.execute("DELETE FROM suppressed_domains WHERE domain = \(domain.name)")
            guard removed == 1 else { return .unknown }
            try await session.record(.contactUnbarred, detail: "everybody at \(domain.name)")
            return .done
        }
    }
}

extension SQLSession {
    fileprivate func takeBackMails(to domain: MailDomain) async throws {
        let people: SQL = """
            SELECT c.id FROM contacts c WHERE c.address LIKE \("%@" + domain.name) OR c.address LIKE \("%." + domain.name)
            """
        let reason = "suppressed: everybody at \(domain.name)"
        let conversations = try await query(
            """
            SELECT DISTINCT thread_id FROM outbox WHERE state IN ('planned', 'claimed') AND contact_id IN (\(people))
            """
        ).map { try $0["thread_id", as: ConversationID.self] }.sorted()
        try await lock(conversations)
        try await cancelOpenMails(of: conversations, reason: reason)
        try await awaitTurn(
            of: """
                state IN ('pending', 'active') AND id IN (
                    SELECT r.lead_id FROM lead_recipients r WHERE r.contact_id IN (\(people)))
                """)
    }

    /// The suppressed domains that any of these addresses belongs to.
    func suppressedDomains(among addresses: some Sequence<EmailAddress>) async throws -> DomainList {
        let asked = Set(addresses.flatMap { DomainList.domains(of: $0) })
        guard !asked.isEmpty else { return DomainList([]) }
        let rows = try await query("SELECT domain FROM suppressed_domains WHERE domain \(in: asked.sorted())")
        return DomainList(Set(try rows.map { try $0.string("domain") }))
    }
}

extension SQL {
    /// Since when the contact under this alias is barred, by itself or else by its domain; NULL: it is not. For a few contacts;
    /// for many, ``SQLSession/suppressedDomains(among:)`` asks once.
    static func suppressedAt(_ contact: SQL) -> SQL {
        "COALESCE(\(contact).suppressed_at, \(domainSuppressedAt(contact)))"
    }

    /// Since when everybody at the domain of the contact under this alias is barred; NULL: they are not.
    static func domainSuppressedAt(_ contact: SQL) -> SQL {
        let labels: SQL = "string_to_array(split_part(\(contact).address, '@', 2), '.')"
        let isThere: SQL = .either(
            // The address's own domain and each parent, so that the primary key finds them.
            postgres: """
                d.domain = ANY (ARRAY(SELECT array_to_string((\(labels))[level:], '.')
                    FROM generate_series(1, cardinality(\(labels))) AS level))
                """,
            sqlite: """
                substr(\(contact).address, -length(d.domain) - 1) IN ('@' || d.domain, '.' || d.domain)
                """)
        return "(SELECT MIN(d.added_at) FROM suppressed_domains d WHERE \(isThere))"
    }
}
