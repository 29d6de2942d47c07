import Events
import Logging
import Observability
import Synchronization
import Testing

struct LoggerEventTests {
    /// Keeps what is written.
    final class Book: Sendable {
        private let written = Mutex<[String]>([])

        var lines: [String] { written.withLock { $0 } }

        func logger(_ level: Logger.Level) -> Logger {
            var logger = Logger(label: "test") { _ in Handler(book: self) }
            logger.logLevel = level
            return logger
        }

        fileprivate func write(_ line: String) { written.withLock { $0.append(line) } }
    }

    struct Handler: LogHandler {
        let book: Book
        var logLevel = Logger.Level.trace
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            book.write((["\(event.level)", event.source, "\(event.message)"] + facts).joined(separator: " "))
        }
    }

    @Test func nameAndLevelComeFromTheCatalogue() {
        let book = Book()
        let logger = book.logger(.trace)
        logger.event(.watcherOnlySends, ["account": "a@shop.test"])
        logger.event(.workerSmtpError, metadata: ["thread": "3"])
        #expect(
            book.lines == [
                "info ObservabilityTests watcher.only_sends account=a@shop.test",
                "error ObservabilityTests worker.smtp_error thread=3",
            ])
    }

    @Test(arguments: Event.allCases.filter(\.isLogged))
    func aLevelIsTheSameToSwiftLog(event: Event) throws {
        let level = try #require(event.level)
        #expect(LogLine.name(of: Logger.Level(level)).filter { $0 != " " } == level.rawValue)
    }

    @Test func belowTheThresholdNothingIsWritten() {
        let book = Book()
        book.logger(.warning).event(.watcherOnlySends, ["account": "a@shop.test"])
        #expect(book.lines.isEmpty)
    }

    @Test func anEventOfTheAuditIsWrittenRatherThanLost() {
        let book = Book()
        book.logger(.info).event(.handoffClosed, [:])
        #expect(book.lines == ["info ObservabilityTests handoff.closed"])
    }
}
