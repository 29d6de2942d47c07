import ArgumentParser
import Correspondence
import FoundationEssentials
package import Settings
import Text

extension LogSettings.Level: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(rawValue: argument.uppercased())
    }
}

/// `mosaic logs`.
struct LogsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "Show the log, filtered, and follow it.",
        discussion: """
            The log is the file of LOG_FILE, logs/application.log as a rule: one line an event, with instant, level, a \
            dotted name and facts.

              mosaic logs                                   the last 50 lines
              mosaic logs --follow --level warning          what needs you, as it happens
              mosaic logs --account me@example.com --lines 200
              mosaic logs --conversation 25
              mosaic logs --json --lines 1000 | jq -r .event | sort | uniq -c
            """)

    @OptionGroup var settings: SettingsOptions
    @Flag(name: .shortAndLong, help: "Keep printing what is added, across rotations, until Ctrl+C.")
    var follow = false
    @Option(name: .shortAndLong, help: "Only this level and more severe ones: debug, info, warning, error.")
    var level = LogSettings.Level.debug
    @Option(name: .shortAndLong, help: ArgumentHelp("Only lines about this mail address.", valueName: "address"))
    var account: String?
    @Option(name: .shortAndLong, help: "Only lines about this conversation.")
    var conversation: ConversationID?
    @Option(
        name: [.long, .customShort("n")], help: ArgumentHelp("Start with this many of the last lines.", valueName: "n"))
    var lines = 50
    @Option(
        name: .long, help: ArgumentHelp("Read this file instead of LOG_FILE.", valueName: "file"), completion: .file())
    var file: String?
    @Flag(name: .long, help: "Print JSON, one object per line.")
    var json = false

    /// How often a followed file is checked.
    private static let interval = Duration.milliseconds(200)

    func validate() throws {
        guard lines >= 0 else { throw ValidationError("--lines is a count.") }
    }

    func run() async throws {
        let path = try await logFile()
        let filter = LogFilter(level: level, account: account, conversation: conversation)
        guard follow || FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("There is no log at \(path) yet: start `mosaic run`, or set LOG_FILE.")
        }
        var current = FollowedFile(path: path)
        var entries = Self.entries(current.newLines(), filter)
        if entries.count < lines { entries = Self.older(than: path, filter) + entries }
        for entry in entries.suffix(lines) { show(entry) }
        while follow {
            try await Task.sleep(for: Self.interval)
            for entry in Self.entries(current.newLines(), filter) { show(entry) }
        }
    }

    private func logFile() async throws -> String {
        if let file { return file }
        let log = try await SettingsLoader.log(environment: settings.environment, file: settings.env)
        guard let path = log.file else {
            throw CommandFailure("LOG_FILE is none: the log goes to the terminal of `mosaic run`.")
        }
        return path
    }

    private static func entries(_ lines: [String], _ filter: LogFilter) -> [LogEntry] {
        lines.compactMap(LogEntry.init).filter(filter.accepts)
    }

    /// The content of the file before it was last replaced.
    private static func older(than path: String, _ filter: LogFilter) -> [LogEntry] {
        var previous = FollowedFile(path: "\(path).1")
        return entries(previous.newLines(), filter)
    }

    private func show(_ entry: LogEntry) {
        let terminal = Terminal.standard
        terminal.print(json ? entry.json.description : entry.text(terminal))
    }
}
