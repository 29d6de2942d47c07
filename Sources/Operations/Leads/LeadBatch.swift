import CSV
import Correspondence
import Outreach
import Storage

/// The progress of a pass over a file.
struct ImportPlace {
    var byteOffset = 0
    var line = 1
    var row = 1
    var encoding: String?
    var delimiter: String?
    var faulty = 0
    var rows = 0
}

/// Rows of a file that are settled together.
struct LeadBatch {
    /// Faults that are reported individually.
    private static let mostFaults = 100

    private(set) var place = ImportPlace()
    private var leads: [NewLead] = []
    /// People of its leads.
    private(set) var people = 0
    /// Everybody who appeared earlier in the file; as hashes, so that a million of them take little memory.
    private var seen: Set<Int> = []
    private let isForbidden: @Sendable (EmailAddress) -> Bool

    init(isForbidden: @escaping @Sendable (EmailAddress) -> Bool) { self.isForbidden = isForbidden }

    /// The leads so far; later ones belong to the next batch.
    mutating func take() -> [NewLead] {
        defer { (leads, people) = ([], 0) }
        return leads
    }

    mutating func add(
        _ row: LeadFile.Row, _ record: CSVRecord, _ dialect: CSVDialect, _ report: inout LeadImportReport
    ) {
        report.rows += 1
        place.rows += 1
        switch row {
        case .fault(let sentence):
            report.add(fault: sentence, limit: Self.mostFaults)
            place.faulty += 1
        case .lead(let lead, let damage):
            report.add(damage: damage, at: record)
            add(lead, record, &report)
        }
        place.move(behind: record, dialect)
    }

    private mutating func add(_ row: NewLead, _ record: CSVRecord, _ report: inout LeadImportReport) {
        var lead = row
        lead.people.removeAll { isForbidden($0.address) }
        if lead.people.isEmpty { report.forbidden += 1 }
        let allowed = lead.people.count
        lead.people.removeAll { !seen.insert($0.address.key.hashValue).inserted }
        report.add(without: allowed - lead.people.count, of: allowed, at: record)
        for person in lead.people where RoleAddress.includes(person.address) {
            report.add(role: person.address, at: record)
        }
        guard !lead.people.isEmpty else { return }
        people += lead.people.count
        leads.append(lead)
    }
}

extension ImportPlace {
    fileprivate mutating func move(behind record: CSVRecord, _ dialect: CSVDialect) {
        if encoding != dialect.encoding.rawValue { encoding = dialect.encoding.rawValue }
        if delimiter == nil { delimiter = "\(dialect.delimiter)" }
        byteOffset = record.end.byteOffset
        line = record.end.line
        row = record.end.row
    }
}
