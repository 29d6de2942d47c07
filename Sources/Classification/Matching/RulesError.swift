/// A fault in a rule file. Its sentence names the file and line to repair.
public struct RulesError: Error, Hashable, Sendable, CustomStringConvertible {
    public let file: String
    /// Counted from 1; 0 when the fault is in the file as a whole.
    public let line: Int
    public let problem: String

    public init(file: String, line: Int, problem: String) {
        self.file = file
        self.line = line
        self.problem = problem
    }

    public var description: String { "rule file \(file), line \(line): \(problem)" }
}
