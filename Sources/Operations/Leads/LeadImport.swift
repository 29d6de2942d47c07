import CSV
package import Correspondence
import Outreach
package import Storage
import Synchronization

/// Imports the rows of a file as leads.
package struct LeadImport: Sendable {
    /// People written in one transaction. SQLite binds at most 32,766 values to a statement.
    private static let batch = 2_000

    private let store: Store
    /// Nil: the file is only examined.
    private let campaign: WholeCampaign?
    private let path: String
    private let name: String?
    private let renamed: [String: String]
    private let updating: Bool
    private let isForbidden: @Sendable (EmailAddress) -> Bool

    /// - Parameters:
    ///   - renamed: field names for headings with another name: `email` for `Kontakt`.
    ///   - name: the file's name as people see it; nil: its path's last part.
    ///   - updating: whether people who are in the campaign already take the values of their rows.
    ///   - isForbidden: whether the settings forbid mail to an address.
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

    /// A file that is only examined, before there is a campaign for it.
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

    /// Reads the whole file and reports what an import would do. Writes nothing.
    ///
    /// - Parameter progress: called with the number of rows read.
    package func preview(progress tell: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> LeadImportReport {
        // No campaign has this number: without one, only facts that hold for all of them are looked up.
        let id = campaign?.campaign.id ?? CampaignID(rawValue: 0)
        return try await pass(over: try await file(), .preview) { [store] leads, place, _ in
            tell(place.rows)
            return try await store.leads.preview(leads, for: id)
        }
    }

    /// Imports the file; an interrupted import continues where it stopped. An existing lead is left unchanged.
    ///
    /// - Parameter progress: called with the number of rows done.
    package func run(progress tell: @escaping @Sendable (Int) -> Void = { _ in }) async throws -> LeadImportReport {
        guard let campaign = campaign?.campaign.id else {
            throw OperationFailure(.notReady, "There is no campaign whose leads the rows could become.")
        }
        guard self.campaign?.campaign.state != .archived else {
            throw OperationFailure(.refused, "The campaign is archived: nobody joins it any more.")
        }
        let file = try await file()
        let record = try await store.imports.begin(fileName, sha256: file.sha256(), into: campaign)
        if record.state == .finished {
            var report = try await pass(over: file, .known) { leads, _, _ in leads.map { _ in .added } }
            report.added = 0
            return report
        }
        let progress = Mutex(record.progress)
        return try await pass(over: file, .imported, behind: record.progress.byteOffset) {
            [store, updating] leads, place, isLast in
            var now = progress.withLock { $0 }
            now.note(place, faultyBefore: record.progress.faulty)
            let admissions = try await store.leads.admit(
                leads, of: record.id, into: campaign, progress: &now, isLast: isLast, updating: updating)
            progress.withLock { [now] in $0 = now }
            tell(place.rows)
            return admissions
        }
    }

    private var fileName: String { name ?? path.lastComponent }
}

extension ImportProgress {
    fileprivate mutating func note(_ place: ImportPlace, faultyBefore: Int) {
        byteOffset = place.byteOffset
        line = place.line
        row = place.row
        encoding = place.encoding
        delimiter = place.delimiter
        faulty = place.faulty + faultyBefore
    }
}

extension LeadImport {
    private func file() async throws -> LeadFile {
        let own = Set(try await store.accounts.all().map(\.address.key))
        let file = try LeadFile(path, renamed: renamed, own: own)
        if let job = file.reportedJob { throw try await LeadFile.refusal(of: path, job, in: store) }
        return file
    }

    /// One pass over the file: the next batch is read while one is settled.
    ///
    /// - Parameters:
    ///   - offset: rows that begin before this are skipped.
    ///   - settle: returns the results of a batch; called for one after the other, and the last may be empty.
    private func pass(
        over file: LeadFile, _ stage: LeadImportReport.Stage, behind offset: Int = 0,
        _ settle: @escaping BatchSettling.Work
    ) async throws -> LeadImportReport {
        var report = LeadImportReport(stage: stage, file: path, campaign: campaign?.campaign.name ?? "")
        report.describe(file)
        var batch = LeadBatch(isForbidden: isForbidden)
        let settling = BatchSettling(settle)
        do {
            try await file.rows { row, record, dialect in
                guard record.start.byteOffset >= offset else {
                    report.resumedAfter += 1
                    return
                }
                batch.add(row, record, dialect, &report)
                guard batch.people >= Self.batch else { return }
                try Task.checkCancellation()
                report.add(try await settling.begin(batch.take(), batch.place, isLast: false))
            }
            report.add(try await settling.begin(batch.take(), batch.place, isLast: true))
            report.add(try await settling.end())
        } catch {
            await settling.abandon()
            throw error
        }
        report.encoding = batch.place.encoding ?? "ascii"
        report.delimiter = batch.place.delimiter ?? ""
        return report
    }
}
