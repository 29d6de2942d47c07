import Synchronization
import Testing

@testable import Dashboard

/// No page waits for sums over many rows.
@Suite(.timeLimit(.minutes(10))) struct TallyTests {
    /// Counting that ends when it is let go.
    private final class Slow: Sendable {
        private let state = Mutex<(open: Bool, begun: Int, most: Int, now: Int)>((false, 0, 0, 0))
        struct Broken: Error {}

        var begun: Int { state.withLock { $0.begun } }
        var most: Int { state.withLock { $0.most } }
        func open() { state.withLock { $0.open = true } }

        func count(_ key: Int) async throws -> Int {
            state.withLock { state in
                state.begun += 1
                state.now += 1
                state.most = max(state.most, state.now)
            }
            while !state.withLock({ $0.open }) { try await Task.sleep(for: .milliseconds(1)) }
            state.withLock { $0.now -= 1 }
            if key < 0 { throw Broken() }
            return key * 10
        }
    }

    @Test func whatTakesLongIsShownWhenItIsThere() async throws {
        let slow = Slow()
        let tally = Tally<Int, Int>(patience: .milliseconds(20)) { try await slow.count($0) }
        // Nothing lets the counting end yet, so waiting for it would never come back.
        #expect(try await tally.values(of: [1, 2]).isEmpty)
        slow.open()
        while try await tally.values(of: [1, 2]) != [1: 10, 2: 20] { await Task.yield() }
        #expect(slow.most == 1, "one sum is counted at a time")
    }

    @Test func whoeverAsksMeanwhileSharesTheCounting() async throws {
        let slow = Slow()
        let tally = Tally<Int, Int>(patience: .seconds(20)) { try await slow.count($0) }
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for _ in 0..<20 { group.addTask { try await tally.value(of: 7) } }
            while slow.begun == 0 { await Task.yield() }
            slow.open()
            for try await value in group { #expect(value == 70) }
        }
        #expect(slow.begun == 1)
    }

    @Test func aSumIsKeptForNineTimesWhatItTookAndOneThatFailedIsTold() async throws {
        let slow = Slow()
        slow.open()
        let quick = Tally<Int, Int>(patience: .seconds(20)) { try await slow.count($0) }
        #expect(try await quick.value(of: 1) == 10)
        // What took a moment is counted anew a moment later.
        let before = slow.begun
        while slow.begun == before { _ = try await quick.value(of: 1) }
        await #expect(throws: Slow.Broken.self) { try await quick.value(of: -1) }
        let patient = Tally<Int, Int>(patience: .seconds(20)) { key in
            try await Task.sleep(for: .milliseconds(300))
            return try await slow.count(key)
        }
        _ = try await patient.value(of: 1)
        let counted = slow.begun
        for _ in 0..<50 { #expect(try await patient.value(of: 1) == 10) }
        #expect(slow.begun == counted)
    }
}
