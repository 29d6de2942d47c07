import Logging
import Synchronization

/// Keeps what the engine logs, so that a test can wait for an event and look at its facts.
final class LogBook: Sendable {
    struct Line: Sendable, Hashable {
        let level: Logger.Level
        let name: String
        let facts: [String: String]
    }

    private let kept = Mutex<[Line]>([])

    var lines: [Line] { kept.withLock { $0 } }

    func lines(named name: String) -> [Line] { lines.filter { $0.name == name } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in LogBookHandler(book: self) }
        logger.logLevel = .debug
        return logger
    }

    fileprivate func keep(_ line: Line) { kept.withLock { $0.append(line) } }
}

private struct LogBookHandler: LogHandler {
    let book: LogBook
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).mapValues { "\($0)" }
        book.keep(LogBook.Line(level: event.level, name: "\(event.message)", facts: facts))
    }
}
