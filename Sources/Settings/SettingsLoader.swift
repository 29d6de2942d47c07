#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Reads the settings from the process and an environment file.
public enum SettingsLoader {
    /// What was read, and what a careful person would mend although it works.
    public struct Loaded: Sendable {
        public let settings: MosaicSettings
        public let warnings: [String]
    }

    /// - Parameters:
    ///   - environment: the variables of the process; they win over the file.
    ///   - file: an environment file, `.env` as a rule. A missing one is fine, an unreadable one is not.
    /// - Throws: every fault at once.
    public static func load(environment: [String: String], file: String?) async throws(SettingsError) -> Loaded {
        let variables: Variables
        do {
            if let file { try checkReadable(file) }
            variables = try await Variables(environment: environment, file: file)
        } catch let error as SettingsError {
            throw error
        } catch {
            throw SettingsError(faults: ["\(file ?? "the settings file") cannot be read (\(error)): mend or remove it."]
            )
        }
        var reading = SettingsReading(variables)
        let settings = reading.settings()
        guard reading.faults.isEmpty else { throw SettingsError(faults: reading.faults) }
        return Loaded(settings: settings, warnings: warnings(about: settings, file: file))
    }

    static func variables(_ environment: [String: String], _ file: String?) async throws(SettingsError) -> Variables {
        do {
            if let file { try checkReadable(file) }
            return try await Variables(environment: environment, file: file)
        } catch let error as SettingsError {
            throw error
        } catch {
            throw SettingsError(faults: ["\(file ?? "the settings file") cannot be read (\(error)): mend or remove it."]
            )
        }
    }

    private static func checkReadable(_ file: String) throws(SettingsError) {
        guard access(file, F_OK) == 0 else { return }
        var facts = stat()
        let isFile = stat(file, &facts) == 0 && facts.st_mode & S_IFMT == S_IFREG
        guard isFile, access(file, R_OK) == 0 else {
            throw SettingsError(faults: [
                "\(file) cannot be read: make it a file that this user may read (chmod 600 \(file))."
            ])
        }
    }

    static func warnings(about settings: MosaicSettings, file: String?) -> [String] {
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
