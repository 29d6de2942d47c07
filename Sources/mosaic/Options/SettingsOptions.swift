import ArgumentParser
import FoundationEssentials
import Operations
import Settings
import Text

/// The source of a command's settings.
struct SettingsOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Read settings from this file; the environment wins over it.", valueName: "file"))
    var env = ".env"

    var environment: [String: String] { ProcessInfo.processInfo.environment }

    /// Whether the default file is meant and is not in this folder.
    var isWithoutFile: Bool {
        env == FileChecks.customarySettingsFile && !FileManager.default.fileExists(atPath: env)
    }

    /// Reads the settings. The error names every fault, and ends the command with ``ExitStatus/settings``.
    func load() async throws -> SettingsLoader.Loaded {
        try await SettingsLoader.load(environment: environment, file: env)
    }

    /// What is in force from now on, told by names; what has changed since is read when somebody asks.
    func source() async -> @Sendable () async -> SettingsOverview {
        let (environment, file) = (environment, env)
        let report = await SettingsLoader.report(environment: environment, file: file)
        return { SettingsOverview(report, now: await SettingsLoader.report(environment: environment, file: file)) }
    }

    func database() async throws -> DatabaseLocation {
        try await SettingsLoader.database(environment: environment, file: env)
    }
}

/// Whether a command prints for people or for programs.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON: stable keys, times in UTC (RFC 3339).")
    var json = false

    /// Prints the value as JSON, or otherwise the text that `text` makes of it.
    func print(_ value: @autoclosure () -> JSON, else text: (Terminal) -> String) {
        let terminal = Terminal.standard
        terminal.print(json ? value().indented : text(terminal))
    }
}

/// Ends a command with exit status 1 and one message for the person at the terminal.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
