import Synchronization
import Testing
import Timing

@testable import Engine

/// How often a loop asks the database.
@Suite(.timeLimit(.minutes(3))) struct WorkLoopTests {
    /// What a loop did, in order.
    private final class Diary: Sendable {
        private let state: Mutex<(entries: [String], times: [Duration?])>

        /// - Parameter times: until the next piece is due, as they are told one after the other; nothing is due afterwards.
        init(_ times: [Duration?]) { state = Mutex(([], times)) }

        var entries: [String] { state.withLock { $0.entries } }

        func note(_ entry: String) { state.withLock { $0.entries.append(entry) } }

        func timeToNext() -> Duration? {
            state.withLock { state in
                state.entries.append("asked")
                return state.times.isEmpty ? nil : state.times.removeFirst()
            }
        }

        func waits(for count: Int) async throws {
            while entries.count < count { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    private func run(_ diary: Diary, news: Wakeup = Wakeup(), _ body: () async throws -> Void) async rethrows {
        let loop = WorkLoop<String>(
            slots: WorkerSlots(2), news: news,
            claim: { _ in
                diary.note("claimed")
                return ["piece"]
            },
            timeToNext: { diary.timeToNext() }, perform: { diary.note($0) },
            failed: { diary.note("\($0)") }, turned: {})
        let task = Task { await loop.run() }
        defer { task.cancel() }
        try await body()
    }

    @Test func aClaimIsMadeOnlyWhenSomethingIsDue() async throws {
        let (diary, news) = (Diary([.seconds(600), nil]), Wakeup())
        try await run(diary, news: news) {
            try await diary.waits(for: 1)
            news.raise()
            try await diary.waits(for: 2)
            #expect(diary.entries.prefix(2) == ["asked", "asked"])
        }
    }

    @Test func aTimeThatWasToldIsNotAskedForAgain() async throws {
        let diary = Diary([.milliseconds(50), nil])
        try await run(diary) {
            try await diary.waits(for: 4)
            #expect(diary.entries.prefix(2) == ["asked", "claimed"])
            #expect(Set(diary.entries[2..<4]) == ["asked", "piece"])
        }
    }

    @Test func whatIsLeftIsClaimedWithoutASignal() async throws {
        let diary = Diary([.zero, .zero, nil])
        try await run(diary) {
            try await diary.waits(for: 6)
            #expect(diary.entries.filter { $0 != "piece" }.prefix(4) == ["asked", "claimed", "asked", "claimed"])
        }
    }
}
