package import Events
package import Logging

extension Logger {
    /// Writes one event of the catalogue, at the catalogue's level, with its facts on one line.
    package func event(
        _ event: Event, _ facts: KeyValuePairs<String, any CustomStringConvertible>, file: String = #fileID,
        function: String = #function, line: UInt = #line
    ) {
        self.event(
            event,
            metadata: Metadata(
                facts.map { ($0.key, MetadataValue.string($0.value.description)) },
                uniquingKeysWith: { first, _ in first }),
            file: file, function: function, line: line)
    }

    /// The same with facts in swift-log's form; they are computed only when the line is written.
    ///
    /// An event that the catalogue marks as audited only is written at INFO rather than lost.
    package func event(
        _ event: Event, metadata: @autoclosure () -> Metadata, file: String = #fileID, function: String = #function,
        line: UInt = #line
    ) {
        log(
            level: Level(event.level ?? .info), "\(event.rawValue)", metadata: metadata(), file: file,
            function: function, line: line)
    }
}

extension Logger.Level {
    package init(_ level: Event.Level) {
        self =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
    }
}
