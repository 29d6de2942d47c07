/// The form of a file. Together with a `CSVPosition` it is all that a later reader needs to continue.
public struct CSVDialect: Hashable, Sendable, Codable {
    public var encoding: CSVEncoding
    public var delimiter: CSVDelimiter

    public init(encoding: CSVEncoding, delimiter: CSVDelimiter) {
        self.encoding = encoding
        self.delimiter = delimiter
    }
}
