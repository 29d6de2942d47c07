import CSV
package import Correspondence
import Outreach
package import Storage
package import Text

/// What a file of leads holds, before or after it is imported.
package struct LeadImportReport: Sendable {
    package enum Stage: String, Sendable, CaseIterable {
        /// Nothing was written.
        case preview
        case imported
        /// This file was imported into the campaign before.
        case known
    }

    package internal(set) var stage: Stage
    package let file: String
    package let campaign: String
    package internal(set) var encoding = ""
    package internal(set) var delimiter = ""
    /// Headings with what each is taken for.
    package internal(set) var columns: [(heading: String, field: String)] = []
    /// The first rows, cell by cell.
    package internal(set) var sample: [[String]] = []
    package internal(set) var rows = 0
    package internal(set) var added = 0
    /// Of these, leads without somebody who belongs to another lead of the campaign already.
    package internal(set) var inPart = 0
    package internal(set) var duplicatesInFile = 0
    /// Leads of the campaign already.
    package internal(set) var known = 0
    package internal(set) var suppressed = 0
    /// Of the known ones, those that took the row's values.
    package internal(set) var updated = 0
    /// Rows whose people the settings let nobody write to.
    package internal(set) var forbidden = 0
    package internal(set) var faulty = 0
    /// Rows that an interrupted import had done before.
    package internal(set) var resumedAfter = 0
    /// The first of them, each with its line.
    package internal(set) var faults: [String] = []
    package internal(set) var notices: [String] = []
}

/// Makes leads of the rows of a file.
package struct LeadImport: Sendable {
    private static let batch = 500
    /// Faults that are told one by one.
    private static let mostFaults = 100

    private let store: Store
    /// Nil: the file is only looked at.
    private let campaign: WholeCampaign?
    private let path: String
    private let name: String?
    private let renamed: [String: String]
    private let updating: Bool
    private let isForbidden: @Sendable (EmailAddress) -> Bool

    /// - Parameters:
    ///   - renamed: field names for headings that say something else: `email` for `Kontakt`.
    ///   - name: what the file is called where people look; nil: as its path says.
    ///   - updating: whether people who are in the campaign already take the values of their rows.
    ///   - isForbidden: whether the settings let no mail go to somebody.
    package init(
        _ path: String, into campaign: WholeCampaign, of store: Store, renamed: [String: String] = [:],
        name: String? = nil, updating: Bool = false,
        isForbidden: @escaping @Sendable (EmailAddress) -> Bool = { _ in false }
    ) {
        self.name = name
        self.updating = updating
        self.isForbidden = isForbidden
        self.path = path
        self.campaign = campaign
        self.store = store
        self.renamed = renamed
    }

    /// A file that is only looked at, before there is a campaign for it.
    package init(
        lookingAt path: String, of store: Store, renamed: [String: String] = [:],
        isForbidden: @escaping @Sendable (EmailAddress) -> Bool = { _ in false }
    ) {
        self.path = path
        name = nil
        campaign = nil
        updating = false
        self.isForbidden = isForbidden
        self.store = store
        self.renamed = renamed
    }

    /// Reads the whole file and says what would become of it. Writes nothing.
    ///
    /// - Parameter progress: hears how many rows are read.
    package func preview(progress tell: @Sendable (Int) -> Void = { _ in }) async throws -> LeadImportReport {
        // No campaign has this number: without one, only what holds for all of them is looked for.
        let id = campaign?.campaign.id ?? CampaignID(rawValue: 0)
        return try await pass(.preview) { leads, place, _ in
            tell(place.rows)
            return try await store.leads.preview(leads, for: id)
        }.report
    }

    /// Imports the file; one that was interrupted goes on where it was. A lead that is there already is left as it is.
    ///
    /// - Parameter progress: hears how many rows are done.
    package func run(progress tell: @Sendable (Int) -> Void = { _ in }) async throws -> LeadImportReport {
        guard let campaign else {
            throw OperationFailure(.notReady, "There is no campaign whose leads the rows could become.")
        }
        let dry = try await pass(.preview) { leads, _, _ in leads.map { _ in .added } }
        let record = try await store.imports.begin(fileName, sha256: dry.sha256, into: campaign.campaign.id)
        if record.state == .finished {
            var report = dry.report
            report.stage = .known
            report.added = 0
            return report
        }
        let state = ImportState(record.progress)
        let imported = try await pass(.imported, behind: record.progress.byteOffset) { leads, place, isLast in
            var progress = state.progress
            progress.byteOffset = place.byteOffset
            progress.line = place.line
            progress.row = place.row
            progress.encoding = place.encoding
            progress.delimiter = place.delimiter
            progress.faulty = place.faulty + state.faultyBefore
            let admissions = try await store.leads.admit(
                leads, of: record.id, into: campaign.campaign.id, progress: &progress, isLast: isLast,
                updating: updating)
            state.progress = progress
            tell(place.rows)
            return admissions
        }
        return imported.report
    }

    private var fileName: String { name ?? path.lastComponent }
}

/// How far a pass over a file has come.
struct ImportPlace {
    var byteOffset = 0
    var line = 1
    var row = 1
    var encoding: String?
    var delimiter: String?
    var faulty = 0
    var rows = 0
}

/// What an import has done so far; one pass has it.
private final class ImportState {
    var progress: ImportProgress
    let faultyBefore: Int

    init(_ progress: ImportProgress) {
        self.progress = progress
        faultyBefore = progress.faulty
    }
}

extension LeadImport {
    /// One pass over the file.
    ///
    /// - Parameters:
    ///   - offset: rows that begin before it are passed over.
    ///   - settle: says what becomes of a batch; the last one may be empty.
    private func pass(
        _ stage: LeadImportReport.Stage, behind offset: Int = 0,
        _ settle: ([NewLead], ImportPlace, _ isLast: Bool) async throws -> [LeadAdmission]
    ) async throws -> (report: LeadImportReport, sha256: String) {
        let own = Set(try await store.accounts.all().map(\.address.key))
        let file = try LeadFile(path, renamed: renamed, own: own)
        if let job = file.reportedJob { throw try await LeadFile.refusal(of: path, job, in: store) }
        var report = LeadImportReport(stage: stage, file: path, campaign: campaign?.campaign.name ?? "")
        report.describe(file)
        var place = ImportPlace()
        var batch: [NewLead] = []
        var seen: Set<Int> = []
        let sha256 = try await file.rows { row, record, dialect in
            place.encoding = dialect.encoding.rawValue
            place.delimiter = "\(dialect.delimiter)"
            if record.start.byteOffset < offset {
                report.resumedAfter += 1
                return
            }
            report.rows += 1
            place.rows += 1
            switch row {
            case .fault(let sentence):
                report.add(fault: sentence, limit: Self.mostFaults)
                place.faulty += 1
            case .lead(var lead, let damage):
                report.add(damage: damage, at: record)
                if lead.people.allSatisfy({ isForbidden($0.address) }) {
                    report.forbidden += 1
                    lead.people = []
                } else {
                    lead.people.removeAll { isForbidden($0.address) }
                }
                let people = lead.people
                lead.people.removeAll { !seen.insert($0.address.key.hashValue).inserted }
                report.add(without: people.count - lead.people.count, of: people.count, at: record)
                if !lead.people.isEmpty { batch.append(lead) }
            }
            place.byteOffset = record.end.byteOffset
            place.line = record.end.line
            place.row = record.end.row
            if batch.count >= Self.batch {
                try Task.checkCancellation()
                report.add(try await settle(batch, place, false))
                batch = []
            }
        }
        report.add(try await settle(batch, place, true))
        report.encoding = place.encoding ?? "ascii"
        report.delimiter = place.delimiter ?? ""
        return (report, sha256)
    }
}

extension LeadImportReport {
    fileprivate mutating func describe(_ file: LeadFile) {
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

    fileprivate mutating func add(fault: String, limit: Int) {
        faulty += 1
        if faults.count < limit { faults.append(fault) }
    }

    fileprivate mutating func add(damage: [(heading: String, CSVDamage)], at record: CSVRecord) {
        for (heading, damage) in damage where notices.count < 20 {
            notices.append("Line \(record.start.line), \(heading): \(damage.sentence)")
        }
    }

    /// - Parameter left: how many of a row's people stood in the file before.
    fileprivate mutating func add(without left: Int, of people: Int, at record: CSVRecord) {
        if left == people, people > 0 { duplicatesInFile += 1 }
        guard left > 0, left < people, notices.count < 20 else { return }
        notices.append("Line \(record.start.line): \(left) of its people stand in the file before and are left out.")
    }

    fileprivate mutating func add(_ admissions: [LeadAdmission]) {
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
            "updated": updated, "forbidden": forbidden,
            "faulty": faulty, "resumed_after": resumedAfter, "faults": faults, "notices": notices,
        ]
    }
}
