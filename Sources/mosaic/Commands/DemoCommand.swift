import ArgumentParser
import FoundationEssentials
import Logging
import Settings

/// `mosaic demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show the whole job in half a minute, without any server or account.",
        discussion: """
            Opens a post office inside this process, with three mailboxes and twelve creators who answer in different \
            ways, and lets the real engine work on it. Ends by itself; the exit status is 0 only if everything was correct.

              mosaic demo
              mosaic demo --keep demo      keep its data, so that you can look around
              mosaic demo --desk           look around in it with a browser
            """)

    @Flag(name: .long, help: "Also show the log of the engine.")
    var verbose = false
    @Option(
        name: .long, help: ArgumentHelp("Keep the database in this folder.", valueName: "folder"),
        completion: .directory)
    var keep: String?
    @Flag(help: "Open the desk on it, and stay until Ctrl+C.")
    var desk = false
    @Option(help: ArgumentHelp("Where the desk listens; 0 is any free port.", valueName: "port"))
    var port = 8000

    func run() async throws {
        let terminal = Terminal.standard
        let isVerbose = verbose
        let log = Logger(label: "mosaic") { label -> any LogHandler in
            if isVerbose { StreamLogHandler.standardError(label: label) } else { SwiftLogNoOpLogHandler() }
        }
        var demo = Demo(log: log, narrator: DemoNarrator(terminal))
        if desk { demo.deskPort = port }
        if let path = try keptDatabase() { demo.database = .sqlite(path: path) }
        let isRight = try await demo.run()
        if case .sqlite(let path) = demo.database, keep != nil {
            // Not exported: every later command of the shell would then work on the demo's data.
            let mosaic = "DATABASE_URL=sqlite:\(path) mosaic"
            terminal.print(
                """

                Look around in what was kept:
                  \(mosaic) handoffs
                  \(mosaic) conversations
                  \(mosaic) explain 1
                """)
        } else {
            terminal.print(
                """

                What next:
                  mosaic demo --keep demo   the same, and then look around in its data
                  cp .env.example .env      your own mailboxes: fill it in, and then
                  mosaic doctor             says what is still missing
                """)
        }
        guard isRight else { throw ExitCode.failure }
    }

    private func keptDatabase() throws -> String? {
        guard let keep else { return nil }
        let path = "\(keep)/mosaic.db"
        guard !FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("\(path) is there already: name another folder, or remove it.")
        }
        return path
    }
}
