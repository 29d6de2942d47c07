package import Logging
import Synchronization
package import Timing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The target of the application's log lines: a rotating file, and the terminal.
package final class ApplicationLog: Sendable {
    private struct Sinks: ~Copyable {
        var file: RotatingFile?
        var hasComplained = false
    }

    private let sinks: Mutex<Sinks>
    private let path: String?
    private let showsOnTerminal: Bool
    private let clock: any WallClock

    /// - Parameters:
    ///   - path: the file; nil for the terminal only.
    ///   - limit: octets after which the file is rotated; five old files are kept.
    ///   - showsOnTerminal: whether every line also goes to standard error.
    package init(
        path: String?, limit: Int = 10 << 20, showsOnTerminal: Bool, clock: any WallClock = SystemWallClock()
    ) {
        self.showsOnTerminal = showsOnTerminal
        self.clock = clock
        self.path = path
        if let path {
            sinks = Mutex(Sinks(file: RotatingFile(path: path, limit: limit, kept: 5)))
        } else {
            sinks = Mutex(Sinks(file: nil))
        }
    }

    /// A logger that writes here, from `level` upwards.
    package func logger(_ label: String, level: Logger.Level) -> Logger {
        var logger = Logger(label: label) { _ in Handler(log: self) }
        logger.logLevel = level
        return logger
    }

    /// Writes one line. A full disk loses lines of the log, never the work; that is reported once on standard error.
    fileprivate func write(level: Logger.Level, event: String, facts: Logger.Metadata) {
        let line = LogLine.text(at: clock.now, level: level, event: event, facts: facts)
        let complaint = sinks.withLock { sinks -> Bool in
            let isWritten = sinks.file?.append(line) ?? true
            defer { sinks.hasComplained = !isWritten }
            return !isWritten && !sinks.hasComplained
        }
        if complaint {
            Self.writeToTerminal("The log file \(path ?? "") cannot be written; the work goes on without it.")
        }
        if showsOnTerminal { Self.writeToTerminal(line) }
    }

    private static func writeToTerminal(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}

/// The log as a swift-log handler.
private struct Handler: LogHandler {
    let log: ApplicationLog
    var logLevel = Logger.Level.info
    var metadata = Logger.Metadata()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = event.metadata.map { metadata.merging($0) { _, own in own } } ?? metadata
        log.write(level: event.level, event: event.message.description, facts: facts)
    }
}
