/// A fault in a file of words, found when the file is read.
package struct LanguageFault: Error, Hashable, CustomStringConvertible {
    /// `de/quotes.txt`.
    package let file: String
    /// Counted from 1; 0 for the file as a whole.
    package let line: Int
    package let problem: String

    package init(file: String, line: Int, problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    package var description: String { "\(file), line \(line): \(problem)" }
}
