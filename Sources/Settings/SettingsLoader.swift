#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reads the settings from the process and a settings file.
package enum SettingsLoader {
    /// The settings, and warnings about values that work but may not be intended.
    package struct Loaded: Sendable {
        package let settings: MosaicSettings
        package let warnings: [String]
    }

    /// - Parameters:
    ///   - environment: the variables of the process; they override the file.
    ///   - file: a settings file, usually `.env`. It may be missing, but not unreadable.
    /// - Throws: every fault at once.
    package static func load(environment: [String: String], file: String?) async throws(SettingsError) -> Loaded {
        let source = try source(environment, file)
        var reading = SettingsReading(source.variables)
        let settings = reading.settings()
        let faults = source.faults + reading.faults
        guard faults.isEmpty else { throw SettingsError(faults: faults) }
        return Loaded(
            settings: settings, warnings: source.notes + reading.notes + warnings(about: settings, file: file))
    }

    /// Variables, and remarks about their names and lines.
    struct Source {
        let variables: Variables
        var faults: [String] = []
        var notes: [String] = []
    }

    /// - Throws: when the file exists and cannot be read.
    static func source(
        _ environment: [String: String], _ path: String?, files: Files = .system
    ) throws(SettingsError) -> Source {
        let file = try file(path, files)
        let names = NameCheck(file, environment: environment, path: path ?? "")
        return Source(
            variables: Variables(environment: environment, file: file, path: path),
            faults: (file?.faults ?? []) + names.faults, notes: names.notes)
    }

    private static func file(_ path: String?, _ files: Files) throws(SettingsError) -> EnvironmentFile? {
        guard let path, files.exists(path) else { return nil }
        guard let content = files.content(path, EnvironmentFile.limit + 1) else {
            throw SettingsError(faults: [
                "\(path) cannot be read: make it a file that this user may read (chmod 600 \(path)), or run as its "
                    + "owner."
            ])
        }
        return EnvironmentFile(content, path: path)
    }

    private static func warnings(about settings: MosaicSettings, file: String?) -> [String] {
        var warnings: [String] = []
        var facts = stat()
        if let file, stat(file, &facts) == 0, facts.st_mode & 0o077 != 0 {
            warnings.append("\(file) holds passwords and others may read it: chmod 600 \(file)")
        }
        if settings.groq == nil {
            warnings.append("GROQ_API_KEY is not set: rules alone decide, and more goes to a person")
        }
        return warnings
    }
}
