/// An embedded data file that cannot be read: a fault of the data edit, found by the first test that builds a detector.
package struct ContactDataError: Error, Hashable, CustomStringConvertible {
    package let file: String
    /// Counted from 1.
    package let line: Int
    package let problem: String

    package var description: String {
        "\(file), line \(line): \(problem). Correct the line; the head of the file shows the form."
    }
}
