import CSV
import Correspondence
import Crypto
import Outreach
import Storage
import Text

/// A file of people, read row by row, as leads of a campaign.
struct LeadFile {
    /// The result of reading a row.
    enum Row {
        case lead(NewLead, damage: [(heading: String, CSVDamage)])
        /// It cannot be used; with a sentence that names its line.
        case fault(String)
    }

    let headings: CSVHeadings
    let mapping: LeadMapping
    /// The first rows, cell by cell.
    let sample: [[String]]

    private let path: String
    private let own: Set<String>
    /// The mapping prepared for reading rows: the column of each person's address, and their other columns.
    private let people: [(email: Int, others: [Column])]
    private let others: [Column]

    private typealias Column = (name: String, index: Int)

    /// Reads the headings and determines what the columns mean.
    ///
    /// - Parameters:
    ///   - renamed: field names for headings with another name, by the heading's own name.
    ///   - own: addresses of our accounts, to which no lead may be written.
    init(_ path: String, renamed: [String: String], own: Set<String>) throws(OperationFailure) {
        guard path != "-" else {
            throw OperationFailure(.unusable, "A file of leads is read twice, so it cannot come from standard input.")
        }
        self.path = path
        self.own = own
        let head = try LeadFileHead(path)
        headings = head.headings
        sample = head.sample
        let keys = try Self.keys(of: headings, renamed)
        do { mapping = try LeadMapping(suggestedBy: keys, sample: sample) } catch {
            throw OperationFailure(
                .unusable, "\(path.lastComponent): \(error) Say which column it is with --map email=HEADING.")
        }
        people = mapping.recipients.compactMap { columns in
            guard let email = columns[.email] else { return nil }
            let others = columns.filter { $0.key != .email }.map { (name: $0.key.rawValue, index: $0.value) }
            return (email, others.sorted { $0.index < $1.index })
        }
        others = mapping.fields.map { (name: $0.key, index: $0.value) }.sorted { $0.index < $1.index }
    }

    private static func keys(
        of headings: CSVHeadings, _ renamed: [String: String]
    ) throws(OperationFailure) -> [String] {
        var keys = headings.columns.map(\.key)
        for (field, heading) in renamed {
            guard let column = headings.columns.first(where: { $0.heading == heading || $0.key == heading }) else {
                let known = headings.columns.map(\.heading).joined(separator: ", ")
                throw OperationFailure(.unusable, "There is no column \"\(heading)\"; there are \(known).")
            }
            if let other = keys.firstIndex(of: field), other != column.index { keys[other] += "_other" }
            keys[column.index] = field
        }
        return keys
    }

    /// Calls `body` for every row after the headings, with the dialect and where the next row begins.
    func rows(_ body: (Row, CSVRecord, CSVDialect) async throws -> Void) async throws {
        var isFirst = true
        let file = try OpenFile(path)
        var reader = CSVReader()
        while true {
            let piece = try file.read()
            if let piece { reader.append(piece) } else { reader.finish() }
            while let record = reader.next() {
                guard !isFirst else {
                    isFirst = false
                    continue
                }
                let dialect = reader.dialect ?? CSVDialect(encoding: .ascii, delimiter: .comma)
                try await body(row(record), record, dialect)
            }
            if piece == nil { return }
        }
    }

    /// The SHA-256 of the file, in hexadecimal digits.
    func sha256() throws -> String {
        var hash = SHA256()
        let file = try OpenFile(path)
        while let piece = try file.read() {
            try Task.checkCancellation()
            piece.withUnsafeBytes { hash.update(bufferPointer: $0) }
        }
        return Hexadecimal.encoded(Array(hash.finalize()))
    }

    /// The lead in row `number`, 1 for the first after the headings; nil where there is none, or its row has a fault.
    func lead(atRow number: Int) throws(OperationFailure) -> NewLead? {
        var count = -1
        var found: NewLead?
        try Self.read(path) { record, _ in
            count += 1
            guard count == number else { return count < number }
            if case .lead(let lead, _) = row(record) { found = lead }
            return false
        }
        return found
    }

    /// Calls `body` with records until it returns false.
    static func read(
        _ path: String, into body: (CSVRecord, CSVDialect?) -> Bool
    ) throws(OperationFailure) {
        let file = try OpenFile(path)
        var reader = CSVReader()
        while true {
            let piece = try file.read()
            if let piece { reader.append(piece) } else { reader.finish() }
            while let record = reader.next() {
                guard body(record, reader.dialect) else { return }
            }
            if piece == nil { return }
        }
    }
}

// MARK: Rows

extension LeadFile {
    private func row(_ record: CSVRecord) -> Row {
        switch record {
        case .fault(let fault): return .fault("\(fault)")
        case .row(let row):
            if let fault = headings.fault(in: row) { return .fault("\(fault)") }
            return lead(row)
        }
    }

    private func lead(_ row: CSVRow) -> Row {
        func fault(_ text: String) -> Row { .fault("Line \(row.start.line) (row \(row.start.row)): \(text).") }
        var people: [NewLead.Person] = []
        var shared: [JSON.Member] = []
        for (place, columns) in self.people.enumerated() {
            switch AddressCell(row[columns.email] ?? "") {
            case .empty where place > 0: continue
            case .empty: return fault("there is no address")
            case .malformed(let text): return fault("\"\(text.shownOnOneLine(limit: 80))\" is no mail address")
            case .several(let addresses):
                return fault("there are \(addresses.count) addresses in one cell; give each person a column")
            case .address(let address, let name):
                if own.contains(address.key) { return fault("\(address) is an account of ours") }
                if people.contains(where: { $0.address == address }) { return fault("\(address) stands there twice") }
                let fields = members(columns.others, row)
                if place == 0 {
                    // The first person's company holds for the lead's other people too.
                    shared = fields.filter { [LeadField.companyName, .website].map(\.rawValue).contains($0.key) }
                }
                people.append(
                    NewLead.Person(
                        address: address, name: self.name(fields) ?? name, fields: JSON.object(fields).description))
            }
        }
        guard !people.isEmpty else { return fault("there is no address") }
        let fields = JSON.object(shared + members(others, row)).description
        return .lead(
            NewLead(row: row.start.row, people: people, fields: fields),
            damage: damage(row))
    }

    /// Cells with content, by the names of their fields; an empty cell is no field, so that `default` applies.
    private func members(_ columns: [Column], _ row: CSVRow) -> [JSON.Member] {
        columns.compactMap { name, column in
            LeadCell.value(row[column] ?? "").map { JSON.Member(key: name, value: .string($0)) }
        }
    }

    private func name(_ fields: [JSON.Member]) -> String? {
        func value(_ field: LeadField) -> String? { fields.first { $0.key == field.rawValue }?.value.text }
        if let name = value(.name) { return name }
        let parts = [value(.firstName), value(.lastName)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    private func damage(_ row: CSVRow) -> [(heading: String, CSVDamage)] {
        headings.columns.compactMap { column in
            row[column.index].flatMap { CSVDamage(in: $0) }.map { (column.heading, $0) }
        }
    }
}
