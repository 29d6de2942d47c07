import CSV
import Correspondence
import Outreach
import Storage
package import Text

/// The contents of a file of leads, before or after its import.
package struct LeadImportReport: Sendable {
    package enum Stage: String, Sendable, CaseIterable {
        /// Nothing was written.
        case preview
        case imported
        /// This file was imported into the campaign earlier.
        case known
    }

    package internal(set) var stage: Stage
    package let file: String
    package let campaign: String
    package internal(set) var encoding = ""
    package internal(set) var delimiter = ""
    /// Headings with the field each is taken for.
    package internal(set) var columns: [(heading: String, field: String)] = []
    /// The first rows, cell by cell.
    package internal(set) var sample: [[String]] = []
    package internal(set) var rows = 0
    package internal(set) var added = 0
    /// Among these, leads from which somebody was left out who belongs to another lead of the campaign.
    package internal(set) var inPart = 0
    package internal(set) var duplicatesInFile = 0
    /// Existing leads of the campaign.
    package internal(set) var known = 0
    package internal(set) var suppressed = 0
    /// Among the existing ones, those that took the row's values.
    package internal(set) var updated = 0
    /// Rows to whose people the settings forbid mail.
    package internal(set) var forbidden = 0
    /// People whose addresses are those of offices and machines, such as postmaster@ and noreply@. Nothing else becomes of them.
    package internal(set) var roles = 0
    package internal(set) var faulty = 0
    /// Rows that an interrupted import had already done.
    package internal(set) var resumedAfter = 0
    /// The first faults, each with its line.
    package internal(set) var faults: [String] = []
    package internal(set) var notices: [String] = []
}

extension LeadImportReport {
    mutating func describe(_ file: LeadFile) {
        var names: [Int: String] = [:]
        for (place, columns) in file.mapping.recipients.enumerated() {
            for (field, column) in columns {
                names[column] = place == 0 ? field.rawValue : "\(field.rawValue) of person \(place + 1)"
            }
        }
        for (name, column) in file.mapping.fields { names[column] = name }
        columns = file.headings.columns.map { ($0.heading, names[$0.index] ?? "") }
        sample = file.sample
    }

    mutating func add(fault: String, limit: Int) {
        faulty += 1
        if faults.count < limit { faults.append(fault) }
    }

    mutating func add(damage: [(heading: String, CSVDamage)], at record: CSVRecord) {
        for (heading, damage) in damage where notices.count < 20 {
            notices.append("Line \(record.start.line), \(heading): \(damage.sentence)")
        }
    }

    mutating func add(role address: EmailAddress, at record: CSVRecord) {
        roles += 1
        guard notices.count < 20 else { return }
        notices.append(
            "Line \(record.start.line): \(address) is read by an office or a machine: mail there seldom reaches a person and is often reported as spam."
        )
    }

    /// - Parameter left: how many of a row's people had not appeared earlier in the file.
    mutating func add(without left: Int, of people: Int, at record: CSVRecord) {
        if left == people, people > 0 { duplicatesInFile += 1 }
        guard left > 0, left < people, notices.count < 20 else { return }
        notices.append("Line \(record.start.line): \(left) of its people stand in the file before and are left out.")
    }

    mutating func add(_ admissions: [LeadAdmission]) {
        added += admissions.count(where: \.isAdded)
        inPart += admissions.count { $0 == .addedInPart }
        known += admissions.count { $0 == .duplicate || $0 == .updated }
        updated += admissions.count { $0 == .updated }
        suppressed += admissions.count { $0 == .suppressed }
    }
}

extension CSVDamage {
    fileprivate var sentence: String {
        switch self {
        case .shortenedNumber: "a spreadsheet has shortened a long number; its digits are lost."
        case .failedFormula: "a formula failed."
        case .hiddenNumber: "the column was too narrow for its number when the file was saved."
        case .lostCharacter: "a character was lost in a wrong encoding."
        case .doublyEncoded: "UTF-8 was taken for another encoding and saved again."
        }
    }
}

extension LeadImportReport: JSONConvertible {
    package var json: JSON {
        [
            "stage": stage.rawValue, "file": file, "campaign": campaign, "encoding": encoding, "delimiter": delimiter,
            "columns": columns.map { ["heading": $0.heading, "field": $0.field] as JSON }, "rows": rows, "added": added,
            "added_in_part": inPart,
            "duplicates_in_file": duplicatesInFile, "already_known": known, "suppressed": suppressed,
            "updated": updated, "forbidden": forbidden, "role_addresses": roles,
            "faulty": faulty, "resumed_after": resumedAfter, "faults": faults, "notices": notices,
        ]
    }
}
