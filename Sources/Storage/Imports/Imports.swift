import Database
import Events
package import Outreach
package import Timing

/// A file whose rows become leads, and how far it has been read.
package struct ImportRecord: Sendable, Hashable {
    package enum State: String, CaseIterable, Sendable {
        case running, finished
    }

    package let id: ImportID
    package let fileName: String
    package let state: State
    /// Everything before this is imported.
    package let progress: ImportProgress
    package let createdAt: Timestamp
}

/// The progress of an import.
package struct ImportProgress: Sendable, Hashable {
    package var byteOffset = 0
    package var line = 1
    package var row = 1
    /// The dialect of the file; nil before its first row was read.
    package var encoding: String?
    package var delimiter: String?
    package var added = 0
    package var duplicates = 0
    package var suppressed = 0
    package var faulty = 0

    package init() {}
}

extension Imports {
    /// The import of a file with this content into a campaign: the existing one, or a new one.
    package func begin(_ fileName: String, sha256: String, into campaign: CampaignID) async throws -> ImportRecord {
        try await database.settlingUniqueness { session in
            let row = try await session.first(
                "SELECT * FROM imports WHERE campaign_id = \(campaign) AND sha256 = \(sha256)")
            if let row { return try ImportRecord(row) }
            try await session.execute(
                """
                INSERT INTO imports (campaign_id, file_name, sha256, created_at)
                VALUES (\(campaign), \(fileName.storable), \(sha256), \(SQL.now))
                """)
            guard
                let new = try await session.first(
                    "SELECT * FROM imports WHERE campaign_id = \(campaign) AND sha256 = \(sha256)")
            else { throw StorageError(.invalid, "an insert left no row") }
            return try ImportRecord(new)
        }
    }
}

extension Imports {
    /// The imports of a campaign, newest first.
    package func list(of campaign: CampaignID, limit: Int) async throws -> [ImportRecord] {
        try await database.rows(
            "SELECT * FROM imports WHERE campaign_id = \(campaign) ORDER BY id DESC LIMIT \(limit)"
        ).map(ImportRecord.init)
    }
}

extension SQLSession {
    /// Records an import's progress, in the transaction that wrote its rows.
    func note(_ progress: ImportProgress, of id: ImportID, isFinished: Bool) async throws {
        let state: ImportRecord.State = isFinished ? .finished : .running
        try await execute(
            """
            UPDATE imports SET state = \(state), byte_offset = \(progress.byteOffset), line = \(progress.line),
                row_number = \(progress.row), encoding = \(progress.encoding), delimiter = \(progress.delimiter),
                added = \(progress.added), duplicates = \(progress.duplicates), suppressed = \(progress.suppressed),
                faulty = \(progress.faulty), finished_at = \(isFinished ? SQL.now : "NULL")
            WHERE id = \(id)
            """)
        guard isFinished else { return }
        let name = try await first("SELECT file_name FROM imports WHERE id = \(id)")?.string("file_name") ?? ""
        let counts = "\(progress.added) leads, \(progress.duplicates) duplicates, \(progress.suppressed) suppressed"
        let detail = name + ", " + counts
        try await record(.leadsImported, detail: detail)
    }
}

extension ImportRecord {
    fileprivate init(_ row: SQLRow) throws {
        var progress = ImportProgress()
        progress.byteOffset = try row.int("byte_offset")
        progress.line = try row.int("line")
        progress.row = try row.int("row_number")
        progress.encoding = try row.optionalString("encoding")
        progress.delimiter = try row.optionalString("delimiter")
        progress.added = try row.int("added")
        progress.duplicates = try row.int("duplicates")
        progress.suppressed = try row.int("suppressed")
        progress.faulty = try row.int("faulty")
        self.init(
            id: try row["id", as: ImportID.self], fileName: try row.string("file_name"),
            state: try row["state", as: State.self], progress: progress, createdAt: try row.timestamp("created_at"))
    }
}

extension Imports {
    /// The names of the files that a campaign's leads came from, oldest first.
    package func files(of campaign: CampaignID) async throws -> [String] {
        try await database.rows("SELECT file_name FROM imports WHERE campaign_id = \(campaign) ORDER BY id").map {
            try $0.string("file_name")
        }
    }
}
