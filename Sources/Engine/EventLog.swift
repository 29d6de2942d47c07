import Logging

extension Logger {
    /// Writes one event: a dotted name and its facts, on one line.
    func event(_ level: Logger.Level, _ name: String, _ facts: KeyValuePairs<String, any CustomStringConvertible>) {
        log(
            level: level, "\(name)",
            metadata: Metadata(
                facts.map { ($0.key, MetadataValue.string($0.value.description)) },
                uniquingKeysWith: { first, _ in first }))
    }
}
