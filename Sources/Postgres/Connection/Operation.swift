/// One round trip: statements sent together, and their results so far.
struct Operation {
    enum Work: Sendable {
        /// Run in order; after the first failure the rest is skipped by the server.
        case statements([PostgresStatement])
        /// Several statements in one trusted text, without parameters.
        case script(String)
    }

    /// The answers that the connection awaits, in the order of sending.
    enum Step {
        case prepare(name: String)
        case execute
        case deallocate
        case script
    }

    typealias Outcome = Result<[PostgresResult], PostgresError>

    let id: UInt64
    let work: Work
    let effect: StatementEffect
    let deadline: ContinuousClock.Instant
    let timeout: Duration
    let done: @Sendable (Outcome) -> Void

    var steps: [Step] = []
    var nextStep = 0
    var results: [PostgresResult] = []
    var failure: PostgresError?

    init(
        id: UInt64, work: Work, effect: StatementEffect, timeout: Duration, done: @escaping @Sendable (Outcome) -> Void
    ) {
        self.id = id
        self.work = work
        self.effect = effect
        self.timeout = timeout
        self.deadline = .now + timeout
        self.done = done
    }

    mutating func takeStep() -> Step? {
        guard nextStep < steps.count else { return nil }
        defer { nextStep += 1 }
        return steps[nextStep]
    }

    var outcome: Outcome { failure.map(Outcome.failure) ?? .success(results) }

    /// The conclusion for the caller when the connection broke while this ran.
    func outcome(lostBecause reason: String) -> Outcome {
        // The server confirmed the commit; only the end of the round trip is missing.
        if results.last?.tag == "COMMIT" { return .success(results) }
        if let failure { return .failure(failure) }
        return .failure(
            effect == .commits
                ? PostgresError(
                    .outcomeUnknown,
                    "PostgreSQL was lost during a commit, which may or may not have happened: read before repeating (\(reason))"
                )
                : PostgresError(
                    .connectionLost, "PostgreSQL was lost before anything was committed: try again (\(reason))"))
    }
}

/// Whether a round trip may have a lasting effect, which decides what a lost connection means.
public enum StatementEffect: Sendable {
    /// It commits, or stands outside a transaction. It cannot be cancelled, and losing it leaves the outcome unknown.
    case commits
    /// It runs inside an open transaction, or only reads: losing the connection undoes it.
    case undoable
}
