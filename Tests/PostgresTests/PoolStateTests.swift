import Testing

@testable import Postgres

@Suite struct PoolStateTests {
    private typealias State = PoolState<Int, String>
    private let start = ContinuousClock.now
    private let outage = PostgresError(.unreachable, "down")

    /// What an action says, in words that can be compared.
    private func words(_ actions: [State.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .lend(let connection, _, let waiter): "\(waiter) gets \(connection)"
            case .refuse(let waiter, let error): "\(waiter) hears \(error.kind)"
            case .open: "open"
            case .dispose(let connection): "dispose \(connection)"
            }
        }
    }

    private func delay(_ failures: Int) -> Duration { .seconds(failures + 1) }

    @Test func connectionsAreOpenedUpToTheBound() {
        var pool = State(capacity: 2)
        #expect(words(pool.request(1, "a", at: start)) == ["open"])
        #expect(words(pool.request(2, "b", at: start)) == ["open"])
        #expect(words(pool.request(3, "c", at: start)) == [])
        #expect(words(pool.opened(1, at: start)) == ["a gets 1"])
        #expect(words(pool.opened(2, at: start)) == ["b gets 2"])
        #expect(words(pool.returned(1, isClean: true, at: start)) == ["c gets 1"])
    }

    @Test func theFirstInLineIsServedFirst() {
        var pool = State(capacity: 1)
        for (ticket, waiter) in ["a", "b", "c"].enumerated() { _ = pool.request(UInt64(ticket), waiter, at: start) }
        #expect(words(pool.opened(1, at: start)) == ["a gets 1"])
        #expect(pool.leave(1) == "b")
        #expect(pool.leave(1) == nil)
        #expect(words(pool.returned(1, isClean: true, at: start)) == ["c gets 1"])
        #expect(words(pool.returned(1, isClean: true, at: start)) == [])
        #expect(words(pool.request(9, "d", at: start)) == ["d gets 1"])
    }

    @Test func aBrokenConnectionIsReplaced() {
        var pool = State(capacity: 1)
        _ = pool.request(1, "a", at: start)
        _ = pool.opened(1, at: start)
        _ = pool.request(2, "b", at: start)
        #expect(words(pool.returned(1, isClean: false, at: start)) == ["dispose 1", "open"])
        #expect(words(pool.opened(2, at: start)) == ["b gets 2"])
    }

    @Test func anOutageIsToldToAllAndTriedAgainLater() {
        var pool = State(capacity: 2)
        _ = pool.request(1, "a", at: start)
        _ = pool.request(2, "b", at: start)
        #expect(words(pool.openFailed(outage, at: start, delay: delay)) == [])
        #expect(
            words(pool.openFailed(outage, at: start, delay: delay)) == ["a hears unreachable", "b hears unreachable"])
        #expect(words(pool.request(3, "c", at: start + .milliseconds(1_999))) == ["c hears unreachable"])
        #expect(words(pool.request(4, "d", at: start + .seconds(2))) == ["open"])
        #expect(words(pool.opened(1, at: start + .seconds(2))) == ["d gets 1"])
    }

    @Test func whileAConnectionWorksAFailedOneIsWaitedOut() {
        var pool = State(capacity: 2)
        _ = pool.request(1, "a", at: start)
        _ = pool.opened(1, at: start)
        #expect(words(pool.request(2, "b", at: start)) == ["open"])
        #expect(words(pool.openFailed(outage, at: start, delay: delay)) == [])
        #expect(words(pool.request(3, "c", at: start)) == [])
        #expect(words(pool.returned(1, isClean: true, at: start)) == ["b gets 1"])
        #expect(words(pool.returned(1, isClean: false, at: start)) == ["dispose 1", "c hears unreachable"])
    }

    @Test func closingRefusesWaitersAndLetsBorrowersEnd() {
        var pool = State(capacity: 1)
        _ = pool.request(1, "a", at: start)
        _ = pool.opened(1, at: start)
        _ = pool.request(2, "b", at: start)
        #expect(words(pool.close()) == ["b hears closed"])
        #expect(words(pool.returned(1, isClean: true, at: start)) == ["dispose 1"])
        #expect(words(pool.request(3, "c", at: start)) == ["c hears closed"])
    }

    @Test func aConnectionThatOpensAfterTheEndIsDisposedOf() {
        var pool = State(capacity: 1)
        _ = pool.request(1, "a", at: start)
        #expect(words(pool.close()) == ["a hears closed"])
        #expect(words(pool.opened(1, at: start)) == ["dispose 1"])
    }
}
