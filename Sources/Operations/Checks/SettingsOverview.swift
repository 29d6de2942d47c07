package import Settings
package import Text

/// The settings that are in force in this process, and what has changed in their file since it began.
package struct SettingsOverview: Sendable {
    package struct Line: Sendable, Hashable {
        package let name: String
        /// Nil for a secret.
        package let value: String?
        /// Whether anybody has set it; otherwise its default holds.
        package let isSet: Bool
        /// Where the value comes from, in words.
        package let whence: String
    }

    /// The settings file; nil where there is none.
    package let file: String?
    /// By name.
    package let lines: [Line]
    /// Faults and remarks, unknown names among them.
    package let remarks: [String]
    /// Names that are set otherwise by now.
    package let changed: [String]

    /// - Parameters:
    ///   - report: the settings as they were when the process began.
    ///   - now: the same, read again; nil where they were read just now.
    package init(_ report: SettingsReport, now: SettingsReport? = nil) {
        file = report.file
        lines = report.lines.map { Line($0, file: report.file) }
        remarks = report.remarks
        changed = now?.changed(since: report) ?? []
    }
}

extension SettingsOverview.Line {
    fileprivate init(_ line: SettingsReport.Line, file: String?) {
        let whence =
            switch line.origin {
            case .environment: "the environment"
            case .file(let number): "\(file ?? "the settings file"), line \(number)"
            case .standard: "the default"
            }
        self.init(name: line.name, value: line.value, isSet: line.origin != .standard, whence: whence)
    }
}

extension SettingsOverview: JSONConvertible {
    package var json: JSON {
        [
            "file": file,
            "settings": lines.map { line in
                [
                    "name": line.name, "value": line.value, "is_secret": line.value == nil, "is_set": line.isSet,
                    "from": line.whence,
                ] as JSON
            },
            "remarks": remarks, "changed": changed,
        ]
    }
}
