/// A fault in a rule file. Its message names the file and line to repair.
package struct RulesError: Error, Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// Counted from 1; 0 when the fault is in the file as a whole.
    package let line: Int
    package let problem: String

    package init(file: String, line: Int, problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    package var description: String { "rule file \(file), line \(line): \(problem)" }
}
