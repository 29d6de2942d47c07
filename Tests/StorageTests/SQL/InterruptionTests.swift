import Testing

@testable import Database
@testable import Storage

@Suite(.timeLimit(.minutes(10))) struct InterruptionTests {
    /// SQLite forgets an interruption that comes before a statement's first step: one alone could be lost, and the
    /// statement run for ever.
    @Test func itIsRepeatedUntilTheStatementEnds() async throws {
        let interruption = Interruption()
        try interruption.begin()
        let (calls, signal) = AsyncStream.makeStream(of: Void.self)
        interruption.cancel { signal.yield() }
        var seen = 0
        for await _ in calls {
            seen += 1
            if seen == 3 { break }
        }
        interruption.end()
        #expect(seen == 3)
    }

    @Test func whatWasCancelledBeforeItBeganDoesNotBegin() {
        let interruption = Interruption()
        interruption.cancel { Issue.record("nothing runs") }
        #expect(throws: StorageError.self) { try interruption.begin() }
    }

    @Test func whatHasEndedIsLeftAlone() throws {
        let interruption = Interruption()
        try interruption.begin()
        interruption.end()
        interruption.cancel { Issue.record("nothing runs") }
    }
}
