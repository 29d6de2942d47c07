/// The meaning of each column of a file for a lead: its people, and fields of the file's own.
package struct LeadMapping: Hashable, Sendable {
    /// The most people that one lead can have.
    static let maxRecipients = 9

    /// For each person the columns by field, always with an address. The first person is the lead's own.
    package let recipients: [[LeadField: Int]]
    /// The other columns, by their name in templates.
    package let fields: [String: Int]

    package init(recipients: [[LeadField: Int]], fields: [String: Int]) {
        self.recipients = recipients
        self.fields = fields
    }

    /// The mapping that the headings suggest; a person may change it before the import.
    ///
    /// A number after a heading means another person: `Email 2`, `First name 2`. Where several headings mean the same field, the
    /// field's own name wins, otherwise the first; the others remain fields of their own.
    ///
    /// - Parameters:
    ///   - keys: the headings as names, in the order of the columns.
    ///   - sample: cells of the first rows, to recognise addresses by themselves.
    package init(suggestedBy keys: [String], sample: [[String]]) throws(MappingError) {
        guard !keys.contains(where: Self.holdsAddress) else { throw .noHeadings(keys) }
        var people: [Int: [LeadField: Int]] = [:]
        for (column, key) in keys.enumerated() {
            guard let (field, person) = Self.meaning(of: key) else { continue }
            let other = people[person]?[field]
            if other == nil || key == field.rawValue { people[person, default: [:]][field] = column }
        }
        guard people[1]?[.email] != nil else {
            throw .noAddresses(headings: keys, guess: Self.columnOfAddresses(keys.count, sample).map { keys[$0] })
        }
        let known = people.keys.sorted().compactMap { people[$0] }.filter { $0[.email] != nil }
        recipients = known
        let taken = Set(known.flatMap(\.values))
        fields = keys.enumerated().reduce(into: [:]) { fields, column in
            if !taken.contains(column.offset) { fields[column.element] = column.offset }
        }
    }

    /// The meaning of a heading, as a normalised name: `first_name`, `email_2`; nil for a field of its own.
    package static func fieldName(meantBy key: String) -> String? {
        meaning(of: key).map { $0.person == 1 ? $0.field.rawValue : "\($0.field.rawValue)_\($0.person)" }
    }

    /// The field, and the number of the person; 1 where there is none.
    private static func meaning(of key: String) -> (field: LeadField, person: Int)? {
        if let field = field(named: key) { return (field, 1) }
        guard let digit = key.last?.wholeNumberValue, (1...maxRecipients).contains(digit) else { return nil }
        let name = key.dropLast()
        guard name.last?.isNumber != true else { return nil }
        return field(named: name.hasSuffix("_") ? String(name.dropLast()) : String(name)).map { ($0, digit) }
    }

    private static func field(named key: String) -> LeadField? {
        LeadField.allCases.first { $0.headings.contains(key) }
    }

    private static func holdsAddress(_ cell: String) -> Bool {
        if case .address = AddressCell(cell) { true } else { false }
    }

    /// The first column in which at least half of the cells hold an address; nil if there is none.
    private static func columnOfAddresses(_ columns: Int, _ sample: [[String]]) -> Int? {
        let counts = (0..<columns).map { column in
            sample.count { $0.indices.contains(column) && holdsAddress($0[column]) }
        }
        guard let most = counts.max(), most > 0, most * 2 >= sample.count else { return nil }
        return counts.firstIndex(of: most)
    }
}

/// Why a file cannot be imported as it is.
package enum MappingError: Error, Hashable, Sendable {
    /// The first row holds an address, so it cannot be headings.
    case noHeadings([String])
    /// No heading means an address; a column full of addresses may be meant.
    case noAddresses(headings: [String], guess: String?)
}

extension MappingError: CustomStringConvertible {
    /// Two sentences for a person: the problem, and the remedy.
    package var description: String {
        switch self {
        case .noHeadings(let cells):
            "The first row holds an address, not headings (\(Self.list(cells))). Put a row of headings above it."
        case .noAddresses(let headings, let guess?):
            "No column is called email; there are \(Self.list(headings)). “\(guess)” holds addresses."
        case .noAddresses(let headings, nil):
            "No column is called email; there are \(Self.list(headings)). Name the one that holds the addresses."
        }
    }

    private static func list(_ words: [String]) -> String {
        let more = words.count > 12 ? " and \(words.count - 12) more" : ""
        return words.prefix(12).joined(separator: ", ") + more
    }
}
