import Synchronization
import Testing
import Timing

@Suite struct TurnstileTests {
    @Test func noMoreThanItsPlacesAreInside() async throws {
        let turnstile = Turnstile(places: 2)
        let room = Room()
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 {
                group.addTask {
                    try await turnstile.whileInside {
                        room.enter()
                        try await Task.sleep(for: .milliseconds(2))
                        room.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(room.most == 2)
        #expect(turnstile.lineLength == 0)
    }

    @Test func whoeverIsCancelledLeavesTheRow() async throws {
        let turnstile = Turnstile(places: 1)
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let first = Task { try await turnstile.whileInside { for await _ in gate {} } }
        while turnstile.isFree { await Task.yield() }
        let waiting = Task { try await turnstile.whileInside {} }
        while turnstile.lineLength == 0 { await Task.yield() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(turnstile.lineLength == 0)
        let third = Task { try await turnstile.whileInside { true } }
        opening.finish()
        try await first.value
        #expect(try await third.value)
    }

    @Test func errorsGiveThePlaceBack() async throws {
        struct Failure: Error {}
        let turnstile = Turnstile(places: 1)
        await #expect(throws: Failure.self) { try await turnstile.whileInside { throw Failure() } }
        try await turnstile.whileInside {}
    }
}

/// Counts who is inside.
private final class Room: Sendable {
    private let count = Mutex((now: 0, most: 0))

    var most: Int { count.withLock(\.most) }
    func enter() { count.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func leave() { count.withLock { $0.now -= 1 } }
}
