import Timing

/// What a test waited for in vain.
struct NeverHappened: Error, CustomStringConvertible {
    let description: String
}

/// Asks until there is an answer: foreign servers and the database tell nobody that something happened.
///
/// - Parameters:
///   - what: for the error, such as "mail 1 sent".
///   - probe: nil while it has not happened.
func eventually<Answer>(
    _ what: String, within limit: Duration = .seconds(60), every pause: Duration = .milliseconds(25),
    isolation: isolated (any Actor)? = #isolation, _ probe: () async throws -> Answer?
) async throws -> Answer {
    let end = ContinuousClock.now + limit
    while true {
        if let answer = try await probe() { return answer }
        guard ContinuousClock.now < end else { throw NeverHappened(description: "\(what): not within \(limit)") }
        try await Task.sleep(for: pause)
    }
}
