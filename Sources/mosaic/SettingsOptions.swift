import ArgumentParser
import Foundation
import Settings

/// Where a command finds its settings.
struct SettingsOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Read settings from this file; the environment wins over it.", valueName: "file"))
    var env = ".env"

    /// Reads the settings, or ends the command with every fault on standard error.
    func load() async throws -> SettingsLoader.Loaded {
        do {
            return try await SettingsLoader.load(environment: ProcessInfo.processInfo.environment, file: env)
        } catch {
            throw CommandFailure("\(error)")
        }
    }
}

/// Ends a command with exit status 1 and one message for the person at the terminal.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
