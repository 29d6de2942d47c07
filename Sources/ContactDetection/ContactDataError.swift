/// An embedded data file that cannot be read: a fault of the data edit, found by the first test that builds a detector.
public struct ContactDataError: Error, Hashable, CustomStringConvertible {
    public let file: String
    /// Counted from 1.
    public let line: Int
    public let problem: String

    public var description: String {
        "\(file), line \(line): \(problem). Correct the line; the head of the file shows the form."
    }
}
