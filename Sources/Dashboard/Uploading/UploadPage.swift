import Operations
import Outreach
import Text
import Timing

/// A file of people as its page shows it: the columns, and what an import of its rows would do.
struct UploadPage {
    /// Cells shown of a column.
    private static let samples = 3

    let upload: Upload
    let head: LeadFileHead
    let job: UploadJobs.Job?
    let shown: Shown

    var model: JSON {
        let isBusy = job.map { !$0.isOver } ?? false
        let report = job?.report
        let facts: JSON = [
            "title": upload.name, "place": "/campaigns",
            "command": "mosaic leads import FILE.csv --campaign \((upload.campaign ?? "NAME").shellWord)",
            "megabytes": upload.size.shownOctets, "encoding": head.encoding, "delimiter": head.delimiter,
            "since": shown.time(upload.at), "columns": columns.json, "is_mapped": upload.renamed != nil,
        ]
        let refresh: Int? = isBusy ? 2 : nil
        let state: JSON = [
            "is_busy": isBusy, "refresh": refresh, "is_importing": job?.work == .importing && isBusy,
            "rows_done": (job?.rows ?? 0).grouped, "failure": job?.failure, "report": report.map(told),
            "can_write": report != nil && upload.campaign == nil && (report?.added ?? 0) > 0,
            "can_import": report != nil && upload.campaign != nil && (report?.added ?? 0) > 0,
            "must_read": upload.renamed != nil && job == nil && !upload.isImporting,
            "was_interrupted": upload.isImporting && job == nil,
        ]
        return upload.json.joined(facts).joined(state)
    }

    private var columns: [JSON] {
        let meant = (upload.renamed ?? [:]).reduce(into: [String: String]()) { $0[$1.value] = $1.key }
        return head.columns.enumerated().map { place, column in
            let chosen = meant[column.heading] ?? column.guess ?? column.key
            let options = Self.fields(besides: column).map { field -> JSON in
                ["value": field.value, "name": field.name, "is_set": field.value == chosen]
            }
            let cells = head.sample.prefix(Self.samples).compactMap { row in
                row.indices.contains(place) ? row[place].shownOnOneLine(limit: 60) : nil
            }
            return [
                "place": place, "heading": column.heading, "options": options.json,
                "cells": cells.map { ["text": $0] as JSON },
            ]
        }
    }

    /// The possible meanings of a column: a person's field, a second person's, or a field of its own name.
    private static func fields(besides column: LeadFileHead.Column) -> [(value: String, name: String)] {
        // A heading that has a meaning needs another name to be a field of its own.
        let own = column.guess == nil ? column.key : "\(column.key)_column"
        let people = (1...3).flatMap { person in
            LeadField.allCases.map { field in
                let name = person == 1 ? field.rawValue : "\(field.rawValue)_\(person)"
                let words = person == 1 ? field.rawValue.words : "\(field.rawValue.words) of person \(person)"
                return (value: name, name: words)
            }
        }
        return people + [(value: own, name: "a field of its own: {{ \(own) }}")]
    }

    private func told(_ report: LeadImportReport) -> JSON {
        let counts = [
            (report.added, "become leads"), (report.faulty, "cannot be taken"),
            (report.duplicatesInFile, "stand in the file before"), (report.known, "are leads of the campaign already"),
            (report.suppressed, "are suppressed and stay so"),
            (report.roles, "belong to offices or machines, such as postmaster@"),
        ]
        return [
            "rows": report.rows.of("row", "rows"), "has_faults": report.faulty > 0, "is_known": report.stage == .known,
            "counts": counts.filter { $0.0 > 0 }.map { ["count": $0.0.grouped, "what": $0.1] as JSON },
            "faults": report.faults.prefix(20).map { $0.shownOnOneLine(limit: 200) },
            "more_faults": report.faulty > 20, "notices": report.notices.map { $0.shownOnOneLine(limit: 200) },
        ]
    }
}

extension Upload {
    var at: Timestamp { Timestamp(secondsSince1970: uploadedAt) }
}

extension Int {
    /// `12 kB`, `3.4 MB`.
    var shownOctets: String {
        if self < 1_000_000 { return "\(Swift.max(1, self / 1_000)) kB" }
        return "\(self / 1_000_000).\(self / 100_000 % 10) MB"
    }
}
