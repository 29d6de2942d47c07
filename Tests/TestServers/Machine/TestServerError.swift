import Glibc

/// A real server could not be started, reached or told what to do; the sentence says which and what it answered.
public struct TestServerError: Error, CustomStringConvertible, Sendable {
    /// What happened, in one or more lines, with the tail of the server's own log where there is one.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// The failed call with the text of its `errno`.
    static func system(_ call: String, code: Int32 = errno) -> TestServerError {
        TestServerError("\(call): \(String(cString: strerror(code)))")
    }
}
