import ArgumentParser
import Logging

/// `mosaic demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show the whole job in under a minute, without any server or account.",
        discussion: """
            Opens a post office inside this process, with three mailboxes and twelve creators who answer in different
            ways, and lets the real engine work on it. Ends by itself; the exit status is 0 only if all of it was right.
            """)

    @Flag(name: .long, help: "Also show the log of the engine.")
    var verbose = false

    func run() async throws {
        let terminal = Terminal.standard
        let isVerbose = verbose
        let log = Logger(label: "mosaic") { label -> any LogHandler in
            if isVerbose { StreamLogHandler.standardError(label: label) } else { SwiftLogNoOpLogHandler() }
        }
        guard try await Demo(log: log, narrator: DemoNarrator(terminal)).run() else { throw ExitCode.failure }
    }
}
