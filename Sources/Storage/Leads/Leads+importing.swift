package import Correspondence
import Database
package import Outreach
import Timing

/// A row of a file, as a lead.
package struct NewLead: Sendable, Hashable {
    package struct Person: Sendable, Hashable {
        package var address: EmailAddress
        package var name: String?
        /// A JSON object.
        package var fields: String

        package init(address: EmailAddress, name: String?, fields: String) {
            self.address = address
            self.name = name
            self.fields = fields
        }
    }

    /// The line number in the file.
    package var row: Int
    /// At least one; the first is the lead's own.
    package var people: [Person]
    /// A JSON object.
    package var fields: String

    package init(row: Int, people: [Person], fields: String) {
        self.row = row
        self.people = people
        self.fields = fields
    }
}

/// The result of importing a row.
package enum LeadAdmission: Sendable, Hashable {
    case added
    /// A new lead, without those of its people who belong to a lead of the campaign already, or appeared earlier in the file.
    case addedInPart
    /// All its people already belong to leads of the campaign.
    case duplicate
    /// The same; they took the row's values.
    case updated
    /// None of its people may get mail.
    case suppressed

    package var isAdded: Bool { self == .added || self == .addedInPart }
}

extension Leads {
    /// What importing rows would do, in order, given the campaign and contacts as they are. Changes nothing.
    package func preview(_ leads: [NewLead], for campaign: CampaignID) async throws -> [LeadAdmission] {
        try await database.read { session in
            var standings = try await session.standings(of: leads, campaign)
            return leads.map { standings.admit($0).admission }
        }
    }

    /// Makes leads of rows in one transaction, together with the import's progress. An existing lead is left alone, and so is
    /// everything known about a contact: its suppression and its name.
    ///
    /// - Parameter progress: the state after these rows, without their results, which are counted here.
    /// - Returns: the result for each row, in order.
    package func admit(
        _ leads: [NewLead], of id: ImportID, into campaign: CampaignID, progress: inout ImportProgress,
        isLast: Bool, updating: Bool = false
    ) async throws -> [LeadAdmission] {
        let before = progress
        let (admissions, after) = try await database.settlingUniqueness { session in
            // Anything that a crash of the server loses is read again from the file, from the last batch that was kept.
            if !isLast { try await session.writeUnsynced() }
            try await session.keepErasuresWaiting()
            var standings = try await session.standings(of: leads, campaign)
            let admitted = leads.map { standings.admit($0) }
            var admissions = admitted.map(\.admission)
            let added = admitted.filter(\.admission.isAdded).map(\.lead)
            let written = try await session.insert(added, of: id, into: campaign)
            for index in admissions.indices where admissions[index].isAdded && !written.contains(leads[index].row) {
                admissions[index] = .duplicate
            }
            if updating { try await session.takeValues(of: leads, &admissions, in: campaign) }
            var progress = before
            progress.added += admissions.count(where: \.isAdded)
            progress.duplicates += admissions.count { $0 == .duplicate || $0 == .updated }
            progress.suppressed += admissions.count { $0 == .suppressed }
            try await session.note(progress, of: id, isFinished: isLast)
            return (admissions, progress)
        }
        progress = after
        return admissions
    }
}

/// Facts about addresses before a batch is written.
private struct AddressStandings {
    var suppressed: Set<String> = []
    /// Addresses of which nothing may be stored, not even that they are barred.
    var erased: Set<EmailAddress> = []
    /// Everybody who belongs to a lead of the campaign.
    var people: Set<String> = []

    /// The result for a row, and those of its people who belong to no other lead and were not erased: nobody is written to twice.
    mutating func admit(_ row: NewLead) -> (lead: NewLead, admission: LeadAdmission) {
        var lead = row
        lead.people.removeAll { erased.contains($0.address) }
        if lead.people.isEmpty { return (row, .suppressed) }
        lead.people.removeAll { people.contains($0.address.key) }
        if lead.people.isEmpty { return (row, .duplicate) }
        if lead.people.allSatisfy({ suppressed.contains($0.address.key) }) { return (row, .suppressed) }
        people.formUnion(lead.people.map(\.address.key))
        return (lead, lead.people.count == row.people.count ? .added : .addedInPart)
    }
}

extension SQLSession {
    fileprivate func standings(of leads: [NewLead], _ campaign: CampaignID) async throws -> AddressStandings {
        let addresses = Array(Set(leads.flatMap(\.people).map(\.address.key)))
        var standings = AddressStandings()
        standings.erased = try await erased(among: leads.flatMap(\.people).map(\.address))
        let rows = try await query(
            """
            SELECT c.address, c.suppressed_at, EXISTS (SELECT 1 FROM lead_recipients r
                JOIN campaign_leads l ON l.id = r.lead_id
                WHERE r.contact_id = c.id AND l.campaign_id = \(campaign)) AS is_lead
            FROM contacts c WHERE c.address \(in: addresses)
            """)
        for row in rows {
            let address = try row.string("address")
            if try row.optionalTimestamp("suppressed_at") != nil { standings.suppressed.insert(address) }
            if try row.bool("is_lead") { standings.people.insert(address) }
        }
        let people = leads.flatMap(\.people).map(\.address)
        let domains = try await suppressedDomains(among: people)
        standings.suppressed.formUnion(people.filter(domains.covers).map(\.key))
        return standings
    }

    /// People who are in the campaign take the values of their row; nothing else about them changes.
    fileprivate func takeValues(
        of leads: [NewLead], _ admissions: inout [LeadAdmission], in campaign: CampaignID
    ) async throws {
        let known = leads.indices.filter { admissions[$0] == .duplicate || admissions[$0] == .addedInPart }
        let addresses = known.flatMap { leads[$0].people.map(\.address.key) }
        let contacts = try await query(
            """
            SELECT c.id, c.address FROM contacts c WHERE c.address \(in: addresses) AND EXISTS (
                SELECT 1 FROM lead_recipients r JOIN campaign_leads l ON l.id = r.lead_id
                WHERE r.contact_id = c.id AND l.campaign_id = \(campaign))
            """
        ).reduce(into: [String: ContactID]()) { $0[try $1.string("address")] = try $1["id", as: ContactID.self] }
        var given: [GivenValues] = []
        for index in known {
            for (place, person) in leads[index].people.enumerated() {
                guard let contact = contacts[person.address.key] else { continue }
                given.append(
                    GivenValues(contact: contact, isFirst: place == 0, person: person.fields, lead: leads[index].fields)
                )
                if admissions[index] == .duplicate { admissions[index] = .updated }
            }
        }
        try await update(given, of: campaign)
    }

    /// - Returns: the rows that became leads.
    fileprivate func insert(
        _ leads: [NewLead], of id: ImportID, into campaign: CampaignID
    ) async throws -> Set<Int> {
        guard !leads.isEmpty else { return [] }
        let contacts = try await self.contacts(
            leads.flatMap(\.people).map { Correspondent(address: $0.address, name: $0.name) })
        let made = SQLTable(
            "made", columns: ["contact", "fields", "number"],
            rows: leads.compactMap { lead in
                contacts[lead.people[0].address.key].map { [.of($0), .of(lead.fields), .of(lead.row)] }
            })
        let rows = try await query(
            """
            INSERT INTO campaign_leads
                (campaign_id, contact_id, next_due_at, fields, import_id, import_row, created_at, updated_at)
            SELECT \(campaign), made.contact, \(SQL.now), \(Self.json("made.fields")), \(id), made.number, \(SQL.now), \(SQL.now)
            FROM \(made) WHERE 1 = 1 ORDER BY made.number
            ON CONFLICT DO NOTHING RETURNING id, import_row
            """)
        let keys = try rows.reduce(into: [Int: LeadID]()) {
            $0[try $1.int("import_row")] = try $1["id", as: LeadID.self]
        }
        let own = Set(
            try await query("SELECT address FROM accounts").map {
                CompanyDomain.registrable(try $0.address("address").domain)
            })
        let people = leads.flatMap { lead -> [[SQLField]] in
            guard let key = keys[lead.row] else { return [] }
            return lead.people.enumerated().compactMap { index, person in
                contacts[person.address.key].map { contact in
                    [
                        .of(key), .of(index + 1), .of(contact), .of(person.fields),
                        .of(CompanyDomain.company(of: person.address, own: own)),
                    ]
                }
            }
        }
        guard !people.isEmpty else { return [] }
        let written = SQLTable(
            "written", columns: ["lead", "position", "contact", "fields", "company"], rows: people)
        try await execute(
            """
            INSERT INTO lead_recipients (lead_id, position, contact_id, fields, company)
            SELECT written.lead, written.position, written.contact, \(Self.json("written.fields")), written.company
            FROM \(written) WHERE 1 = 1 ORDER BY written.lead, written.position
            """)
        try await stopNewcomers(Array(keys.values), of: campaign)
        return Set(keys.keys)
    }

    private static func json(_ column: SQL) -> SQL { .either(postgres: "\(column)::jsonb", sqlite: column) }
}
