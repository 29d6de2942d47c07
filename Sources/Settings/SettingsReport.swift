/// The settings of a process by their names: what is set and where, and the defaults of the rest. No secret is in it.
package struct SettingsReport: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package enum Origin: Sendable, Hashable {
            /// The environment of the process, which wins over the file.
            case environment
            /// A line of the settings file.
            case file(line: Int)
            /// It is not set.
            case standard
        }

        package let name: String
        /// Nil for a secret.
        package let value: String?
        package let origin: Origin
        /// Tells two values apart within this process, secrets too, and nothing about them.
        fileprivate let mark: Int
    }

    /// The settings file; nil where there is none.
    package let file: String?
    /// By name.
    package let lines: [Line]
    /// Faults and remarks about names and values, unknown names among them; none quotes a secret.
    package let remarks: [String]

    /// The names that are set otherwise than in `former`.
    package func changed(since former: SettingsReport) -> [String] {
        let before = Dictionary(former.lines.map { ($0.name, $0.mark) }) { first, _ in first }
        let now = Dictionary(lines.map { ($0.name, $0.mark) }) { first, _ in first }
        return Set(before.keys).union(now.keys).filter { before[$0] != now[$0] }.sorted()
    }
}

extension SettingsLoader {
    /// Reads the settings for a report on them; faults are remarks of it.
    package static func report(environment: [String: String], file: String?) async -> SettingsReport {
        let source: Source
        do throws(SettingsError) {
            source = try self.source(environment, file)
        } catch {
            return SettingsReport(file: file, lines: [], remarks: error.faults)
        }
        var reading = SettingsReading(source.variables)
        _ = reading.settings()
        let isMissing = source.variables.missingFile != nil
        return SettingsReport(
            file: isMissing ? nil : file, lines: reading.lines,
            remarks: source.faults + reading.faults + source.notes + reading.notes)
    }
}

extension SettingsReading {
    fileprivate var lines: [SettingsReport.Line] {
        let set = variables.names.filter(SettingNames.isSetting).compactMap { name -> SettingsReport.Line? in
            guard let value = variables[name] else { return nil }
            return SettingsReport.Line(
                name: name, value: SettingNames.isSecret(name, value) ? nil : value,
                origin: variables.line(of: name).map { SettingsReport.Line.Origin.file(line: $0) } ?? .environment,
                mark: value.hashValue)
        }
        let names = Set(set.map(\.name))
        let rest = standards.filter { !names.contains($0.key) }.map { name, value in
            SettingsReport.Line(name: name, value: value, origin: .standard, mark: value.hashValue)
        }
        return (set + rest).sorted { $0.name < $1.name }
    }
}
